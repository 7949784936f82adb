"""Parts of consented subjects in, parts that name nobody out: columns by the plan, notes by recognisers."""
