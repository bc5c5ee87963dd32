"""Worker processes: the app, its supervisor, starting."""
