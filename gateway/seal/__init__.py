"""Cleaned rows and keys in; an encrypted, signed release out, and a release opened again."""
