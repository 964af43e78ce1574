"""Run by Alembic for each command; the connection comes from storage/migrations/run.py, inside its transaction."""

from __future__ import annotations

from alembic import context

from storage.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    # SQLite cannot alter most things in place: batch mode rebuilds the table.
    render_as_batch=True,
    # SQLite does have transactional DDL once the driver leaves BEGIN to us.
    transactional_ddl=True,
    compare_server_default=True,
)
with context.begin_transaction():
    context.run_migrations()
