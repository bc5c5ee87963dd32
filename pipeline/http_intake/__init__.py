"""Articles taken over HTTP: what a request holds, when one is turned away, the server."""
