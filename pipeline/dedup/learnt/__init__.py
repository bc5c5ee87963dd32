"""What the stream taught: affixes, beginnings of headlines, lines of a site."""
