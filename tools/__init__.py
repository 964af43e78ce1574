"""The workshop: what checks and builds the project; nothing here is installed with it."""
