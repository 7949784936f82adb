"""The program's version, as releases and the log name it."""

__version__ = "0.1.0"
