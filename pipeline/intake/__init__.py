"""Files, folders and standard input to the bytes of single articles, and those to RawArticle."""
