"""Source lists and a seed come in; the rows and notes of a hospital that does not exist go out."""
