"""Texts with slots come in, the lexicon and the field of `gateway.recognize.tagger` come out.

`python -m gateway.recognize.training` makes both anew, from a fixed seed; it needs the extra `train`.
"""
