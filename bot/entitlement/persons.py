"""Whether the clause speaks of this person: in the register, the right relative, sex, the parent who may ask."""

from __future__ import annotations

from bot.entitlement.facts import Event, Membership
from bot.entitlement.findings import Check, Finding, Value
from bot.entitlement.terms import Benefit

SAME = {
    "member": "self",
    "wife": "spouse",
    "husband": "spouse",
    "partner": "spouse",
    "son": "child",
    "daughter": "child",
    "father": "parent",
    "mother": "parent",
}
STRANGERS = ("villager", "neighbour", "friend", "other")


def judge_person(benefit: Benefit, membership: Membership | None, event: Event) -> list[Finding]:
    """The findings `member`, and `sex` or `who`; nothing about waiting or arrears."""
    clause = benefit.clause
    if membership is None:
        fine = Check.MET if benefit.open_to_non_members else Check.NOT_MET
        needed = "anyone" if benefit.open_to_non_members else "member"
        return [Finding("member", fine, needed, "not_member", clause)]
    found = [Finding("member", Check.MET, "anyone" if benefit.open_to_non_members else "member", "member", clause)]
    if benefit.kind == "birth":
        found.append(_parent(benefit, membership, event))
        return found
    found.append(_relative(benefit, event))
    if "female_member" in benefit.who:
        found.append(_female(benefit, membership))
    return found


def _relative(benefit: Benefit, event: Event) -> Finding:
    person = event.who and SAME.get(event.who, event.who)
    words = {"self" if word in ("member", "female_member") else word for word in benefit.who}
    fits = (
        person is None or person in words or "non_member" in words or ("household" in words and person not in STRANGERS)
    )
    return Finding("who", Check.MET if fits else Check.NOT_MET, list(benefit.who), person or "self", benefit.clause)


def _female(benefit: Benefit, membership: Membership) -> Finding:
    if membership.sex is None:
        return Finding("sex", Check.UNKNOWN, "female", None, benefit.clause, ("sex",))
    fine = Check.MET if membership.sex == "female" else Check.NOT_MET
    return Finding("sex", fine, "female", membership.sex, benefit.clause)


def _parent(benefit: Benefit, membership: Membership, event: Event) -> Finding:
    """A birth: `self` and `child` say nothing of which parent the member is, `wife` and `husband` do."""
    clause, words = benefit.clause, set(benefit.who)
    if event.who is not None and SAME.get(event.who, event.who) not in ("self", "spouse", "child", "parent"):
        return Finding("who", Check.NOT_MET, list(benefit.who), event.who, clause)
    role = {"female": "mother", "male": "father"}.get(membership.sex or "")
    role = role or {"wife": "father", "father": "father", "husband": "mother", "mother": "mother"}.get(event.who or "")
    if words <= {"mother", "female_member"}:
        if role is None:
            return Finding("sex", Check.UNKNOWN, "female", None, clause, ("sex",))
        saw = {"mother": "female", "father": "male"}[role]
        return Finding("sex", Check.MET if role == "mother" else Check.NOT_MET, "female", saw, clause)
    possible = [_may(words, one, event) for one in ([role] if role else ["mother", "father"])]
    if all(possible):
        return Finding("who", Check.MET, list(benefit.who), role, clause)
    if all(answer is False for answer in possible):
        parent: dict[str, Value] = {"parent": role, "spouse_is_member": event.spouse_is_member}
        return Finding("who", Check.NOT_MET, list(benefit.who), parent, clause)
    missing = "spouse_is_member" if role else "sex"
    return Finding("who", Check.UNKNOWN, list(benefit.who), role, clause, (missing,))


def _may(words: set[str], role: str, event: Event) -> bool | None:
    if "member" in words or role in words or (role == "mother" and "female_member" in words):
        return True
    if role == "father" and "father_if_mother_not_member" in words:
        return None if event.spouse_is_member is None else not event.spouse_is_member
    return False
