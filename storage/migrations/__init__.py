"""The history of the tables: Alembic revisions, and the functions that move a database along them."""
