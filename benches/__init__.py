"""One file per measured thing: fixed input, ratios against peers in the same run."""
