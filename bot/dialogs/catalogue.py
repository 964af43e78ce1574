"""Every form there is, by name."""

from __future__ import annotations

from bot.dialogs.form import Form

FORMS: dict[str, Form] = {}
"""A form's name is also its drafts', its words' and its buttons'."""
