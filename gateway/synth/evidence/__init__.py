"""Real and synthetic tables in; figures of likeness, utility, exposure and representation out, with intervals.

Each is a pure function of frames, `Shape` and seed. Nothing here judges: no figure alone says that rows are safe or
useful, so the limits stand in the policy and the release's gate holds the figures against them.
"""
