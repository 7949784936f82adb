"""A note's tokens come in, the probability that each is part of an identifier goes out.

A linear-chain conditional random field (Lafferty et al. 2001), trained by `gateway.recognize.training` from
texts of our own. Inference is NumPy: token features are integer keys, so that training and use share one code.
"""
