"""What the page asks its file: one module a subject."""
