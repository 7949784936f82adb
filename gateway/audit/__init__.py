"""Events in, a tamper-evident log out: an RFC 6962 Merkle tree over event bytes, kept in the site's registry.

The tree's head is signed after every event, as a C2SP checkpoint. An event joins the transaction that writes
what it tells of, so neither exists without the other. Events hold identifiers, digests, codes and counts,
never a value of the source data.
"""
