"""A few of the faults of log_faults.py; the script takes thousands."""

from .log_faults import assail


def test_each_fault_is_caught_and_its_event_named():
    seen = assail(flips=48, structural=32, seed=7)
    assert sum(seen.values()) == 80
    assert {"bit of events", "bit of the exported file", "bit of a kept checkpoint", "forked"} <= seen.keys()
