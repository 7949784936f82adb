"""The registry's schema, step by step: what was there and what a step adds, by Alembic."""
