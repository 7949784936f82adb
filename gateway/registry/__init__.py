"""SQL only: what the site remembers, each row written inside a transaction that also holds its audit event.

Functions take a connection and plain values, and give plain values back; meaning belongs to the stages.
"""
