"""What people do at a site besides exporting: a site, an identity and plain values in; one act, one event out."""
