"""Our own recognisers, one file each: a text with its tokens goes in, Presidio results come out."""
