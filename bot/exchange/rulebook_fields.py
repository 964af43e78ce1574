"""Which cell of a rulebook workbook is which key of docs/rulebook-format.md."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Form = Literal["text", "code", "choice", "choices", "texts", "whole", "baht", "yes", "decimal", "day", "month_day"]


@dataclass(frozen=True)
class Field:
    """One cell: its key in locales/th/sheets/rulebook.yaml, its place in the document, how it is written.

    `choices` are several of a list, `texts` several free ones; papers may be either.
    """

    key: str
    path: str
    form: Form
    needed: bool = False
    free: bool = False


HEAD = (
    Field("fund", "fund", "code", needed=True),
    Field("code", "rulebook.code", "text"),
    Field("version", "rulebook.version", "whole", needed=True),
    Field("approved_by", "rulebook.approved_by", "text", needed=True),
    Field("effective_from", "rulebook.effective_from", "day", needed=True),
    Field("effective_to", "rulebook.effective_to", "day"),
    Field("status", "rulebook.status", "choice"),
    Field("waiting_from", "rulebook.waiting_from", "choice"),
    Field("late_claims", "rulebook.late_claims", "choice"),
    Field("per_day", "contribution.per_day", "baht"),
    Field("monthly", "contribution.monthly", "baht"),
    Field("yearly", "contribution.yearly", "baht"),
    Field("entry_fee", "contribution.entry_fee", "baht"),
    Field("due_day", "contribution.due_day", "whole"),
    Field("warn_months", "arrears.warn_months", "whole"),
    Field("suspend_months", "arrears.suspend_months", "whole"),
    Field("terminate_months", "arrears.terminate_months", "whole"),
    Field("reinstate_wait_days", "arrears.reinstate_wait_days", "whole"),
    Field("notice_months", "arrears.notice_months", "whole"),
    Field("notice_days", "arrears.notice_days", "whole"),
    Field("reset_days", "arrears.reset_days", "whole"),
    Field("deduct", "arrears.deduct", "yes"),
    Field("basis", "arrears.basis", "choice"),
    Field("refund", "resign.refund", "choice"),
    Field("percent", "resign.percent", "whole"),
    Field("refund_clause", "resign.clause", "text"),
    Field("rejoin_allowed", "rejoin.allowed", "yes"),
    Field("rejoin_fee", "rejoin.entry_fee", "yes"),
    Field("rejoin_restart", "rejoin.waiting_restart", "yes"),
    Field("cooloff_days", "rejoin.cooloff_days", "whole"),
    Field("cooloff_months", "rejoin.cooloff_months", "whole"),
    Field("residence", "admission.residence", "choice", free=True),
    Field("age_min", "admission.age_min", "whole"),
    Field("guardian_under", "admission.guardian_under", "whole"),
    Field("admission_documents", "admission.documents", "choices", free=True),
    Field("accepted_by", "admission.accepted_by", "choice", free=True),
    Field("beneficiary_required", "admission.beneficiary_required", "yes"),
    Field("admission_note", "admission.note", "text"),
)

BENEFIT = (
    Field("clause", "clause", "text", needed=True),
    Field("name", "name", "text", needed=True),
    Field("kind", "kind", "choice", needed=True),
    Field("who", "who", "choices"),
    Field("waiting_days", "waiting_days", "whole"),
    Field("waiting_years", "waiting_years", "whole"),
    Field("form", "amount.type", "choice", needed=True),
    Field("baht", "amount.baht", "baht"),
    Field("per", "amount.per", "choice"),
    Field("by", "amount.by", "choice"),
    Field("event_baht", "cap_event.baht", "baht"),
    Field("event_nights", "cap_event.nights", "whole"),
    Field("event_count", "cap_event.count", "whole"),
    Field("year_baht", "cap_year.baht", "baht"),
    Field("year_nights", "cap_year.nights", "whole"),
    Field("year_times", "cap_year.times", "whole"),
    Field("year_basis", "cap_year.basis", "choice"),
    Field("year_date_of", "cap_year.date_of", "choice"),
    Field("year_within", "cap_year.within", "text"),
    Field("month_baht", "cap_month.baht", "baht"),
    Field("month_nights", "cap_month.nights", "whole"),
    Field("month_times", "cap_month.times", "whole"),
    Field("span_years", "cap_years.years", "whole"),
    Field("span_baht", "cap_years.baht", "baht"),
    Field("span_nights", "cap_years.nights", "whole"),
    Field("span_times", "cap_years.times", "whole"),
    Field("life_times", "lifetime.times", "whole"),
    Field("life_baht", "lifetime.baht", "baht"),
    Field("life_per", "lifetime.per", "choice"),
    Field("age_min", "conditions.age_min", "whole"),
    Field("gpa_min", "conditions.gpa_min", "decimal"),
    Field("levels", "conditions.levels", "texts"),
    Field("occasions", "occasions", "choices"),
    Field("documents", "documents", "choices", free=True),
    Field("claim_days", "claim_window.days", "whole"),
    Field("claim_opens", "claim_window.opens", "month_day"),
    Field("claim_until", "claim_window.until", "month_day"),
    Field("claim_before", "claim_window.before", "choice"),
    Field("paid_in_month", "paid_in_month", "whole"),
    Field("beneficiary", "beneficiary", "choice"),
    Field("exclusion", "exclusions", "choices"),
    Field("exclusion_years", "exclusions.within_years", "whole"),
    Field("discretion", "discretion", "yes"),
    Field("sensitive", "sensitive", "yes"),
    Field("part_of", "part_of", "text"),
    Field("official_category", "official_category", "whole"),
    Field("code", "code", "text"),
    Field("note", "note", "text"),
)

STEP = (
    Field("benefit", "benefit", "text", needed=True),
    Field("days", "days", "whole"),
    Field("years", "years", "whole"),
    Field("over_years", "over_years", "whole"),
    Field("levels", "levels", "texts"),
    Field("baht", "baht", "baht", needed=True),
)

CODE_OF_KIND = {
    "birth": "BIRTH",
    "hospital": "IPD",
    "death": "DEATH",
    "elderly": "ELDER",
    "education": "EDU",
    "disaster": "DISASTER",
}
"""The usual code of a kind; the others are called by the kind itself. A second one gets a number."""
