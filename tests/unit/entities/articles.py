"""Articles as the extract stage reads them."""

from tools.made_articles import unique

__all__ = ["unique"]
