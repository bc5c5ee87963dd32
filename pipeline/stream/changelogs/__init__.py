"""Tables as their changelogs say them: segments of rows, and the local stores that follow them."""
