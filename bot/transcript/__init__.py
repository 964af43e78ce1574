"""Transcripts: written conversations that are played against the demo network and compared (docs/transcripts.md)."""
