"""Nong Baht: the conversation side of the assistant for community welfare funds."""
