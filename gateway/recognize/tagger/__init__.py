"""A note's tokens come in, the probability that each is part of an identifier goes out.

A linear-chain conditional random field (Lafferty et al. 2001) and a convolutional net over the same attributes of
tokens, their probabilities pooled, both trained by `gateway.recognize.training` from texts of our own. Inference is
NumPy: attributes are integer keys, so that training and use share one code.
"""
