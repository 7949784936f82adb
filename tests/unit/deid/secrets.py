"""A project's secrets without a site: derivations with a fixed key, and codes kept in a dictionary."""

from .columns.conftest import FixedSecrets

SEPSIS, STROKE = FixedSecrets(b"sepsis"), FixedSecrets(b"stroke")
