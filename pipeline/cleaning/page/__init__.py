"""An HTML page: its blocks, which of them is the article, what each line is, its facts."""
