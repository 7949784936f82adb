"""Text goes in, spans come out: which characters of a clinical note may identify a person, and why."""
