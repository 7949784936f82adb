"""A table with its hierarchies, privacy models and a loss in; the least lossy full-domain generalisation out.

`hierarchy` and `table` turn values into integer codes, `search` finds the optimum over the lattice of levels,
`models`, `losses` and `measures` are the shelves it works with. `config`, `source` and `run` are the way in from
files; a caller that has codes in memory builds a `problem.Problem` itself and calls `search.solve`.
"""
