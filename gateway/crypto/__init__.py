"""Keys and bytes in; signatures, sealed bytes and signed documents out. The one place for cryptographic primitives."""
