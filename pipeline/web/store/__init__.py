"""What the page remembers: events to rows, and the file that holds them."""
