"""A signed request, policies and a dataset's description in; permission and a compiled plan out."""
