"""Every form there is, by name."""

from __future__ import annotations

from bot.dialogs.form import Form
from bot.dialogs.meeting import MEETING

FORMS: dict[str, Form] = {form.name: form for form in (MEETING,)}
"""A form's name is also its drafts', its words' and its buttons'."""
