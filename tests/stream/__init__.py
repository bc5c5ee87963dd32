"""The stream's behaviour, in memory and on a real broker."""
