"""The form engine, and one file for each form."""
