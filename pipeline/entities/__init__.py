"""UniqueArticle -> EnrichedArticle."""
