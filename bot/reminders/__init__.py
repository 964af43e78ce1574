"""Reminders of what is owed: who is told what, when, and never twice. Policy without I/O, and its planning."""
