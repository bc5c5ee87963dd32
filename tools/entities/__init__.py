"""What trains the tagger of the extract stage; run `tools/train_entities.py`."""
