"""The tagger of names: features, decoding, the model."""
