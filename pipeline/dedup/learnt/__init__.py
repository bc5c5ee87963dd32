"""What the stream taught: affixes, prefixes of headlines, lines of a site."""
