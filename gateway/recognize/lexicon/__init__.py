"""Word lists of our own writing, as data: which words are names, and which look like names and are not."""
