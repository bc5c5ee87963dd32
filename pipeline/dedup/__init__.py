"""CleanArticle -> UniqueArticle."""
