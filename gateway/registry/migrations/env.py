"""How Alembic runs here: on the connection that it is handed, within its transaction."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
