"""Files, feeds and pages to RawArticle."""
