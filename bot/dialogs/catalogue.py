"""Every form there is, by name."""

from __future__ import annotations

from bot.dialogs.form import Form
from bot.dialogs.handover import HANDOVER
from bot.dialogs.meeting import MEETING
from bot.dialogs.review import REVIEW

FORMS: dict[str, Form] = {form.name: form for form in (MEETING, HANDOVER, REVIEW)}
"""A form's name is also its drafts', its words' and its buttons'."""
