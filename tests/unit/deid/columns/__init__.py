"""Column transforms, one file of tests each, and what holds for all."""
