"""RawArticle -> CleanArticle."""
