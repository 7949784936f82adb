"""Texts with slots come in, the lexicon, the field and the net of `gateway.recognize.tagger` come out.

`python -m gateway.recognize.training` makes all three anew, from a fixed seed; it needs the extra `train`.
"""
