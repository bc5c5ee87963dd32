"""The live page: topics read into one SQLite file, and shown."""
