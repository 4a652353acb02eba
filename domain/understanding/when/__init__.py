"""Days and times in a sentence: an own grammar, every expression with its value, its grain and its place in the text."""
