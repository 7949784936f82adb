"""The access rules: what they say to named cases, and to generated ones."""
