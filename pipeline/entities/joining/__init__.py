"""From mentions to entities: overlaps, links, posts, quotes, places, salience."""
