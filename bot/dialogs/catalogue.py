"""Every form there is, by name."""

from __future__ import annotations

from bot.dialogs.assessment import ASSESSMENT
from bot.dialogs.broadcast import BROADCAST
from bot.dialogs.deadline import DEADLINE
from bot.dialogs.exemption import EXEMPTION
from bot.dialogs.extension import EXTENSION
from bot.dialogs.form import Form
from bot.dialogs.fund_figures import FUND_FIGURES
from bot.dialogs.fund_state import FUND_STATE
from bot.dialogs.handover import HANDOVER
from bot.dialogs.matching import MATCHING
from bot.dialogs.meeting import MEETING
from bot.dialogs.nudge_now import NUDGE_NOW
from bot.dialogs.plan_item import PLAN_ITEM
from bot.dialogs.review import REVIEW
from bot.dialogs.revival import REVIVAL
from bot.dialogs.submission import SUBMISSION
from bot.dialogs.target import TARGET

FORMS: dict[str, Form] = {
    form.name: form
    for form in (
        *(MEETING, MATCHING, TARGET, HANDOVER, REVIEW, PLAN_ITEM, SUBMISSION, ASSESSMENT),
        *(FUND_STATE, FUND_FIGURES, REVIVAL),
        *(DEADLINE, EXTENSION, EXEMPTION),
        *(BROADCAST, NUDGE_NOW),
    )
}
"""A form's name is also its drafts', its words' and its buttons'."""
