"""A site and who acts in, a page in that person's browser out: what the log tells, and requests to approve or deny.

It listens on 127.0.0.1 and nowhere else, and trusts no request by itself: a link that works once is exchanged for a
session; Cedar says which pages the person sees; what changes something is signed with the passphrase typed for it.
"""
