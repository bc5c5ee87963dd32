"""Which line of a text is what: features, the model, the best path, the reasons."""
