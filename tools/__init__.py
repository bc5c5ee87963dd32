"""Commands for those who work on this repo: training, lock and schema checks."""
