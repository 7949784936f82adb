"""Dataset descriptors in, streams of Arrow record batches out."""
