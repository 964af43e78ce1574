"""Lays the demo network into an empty database."""

from __future__ import annotations

import json
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy.ext.asyncio import AsyncSession

from bot.demo import work
from bot.services import codes
from storage.models import (
    Appointment,
    Area,
    ClaimPaid,
    Code,
    Consent,
    Contribution,
    Fund,
    Group,
    Identity,
    Link,
    Member,
    Person,
    Rulebook,
    ZoneAmphoe,
)

MONTHLY_SATANG = 3000
CONSENT_TEXT_VERSION = "demo-1"


@cache
def network() -> dict[str, Any]:
    """The network's description (network.yaml)."""
    loaded: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "network.yaml").read_text(encoding="utf-8"))
    return loaded


def start() -> datetime:
    """The instant at which demo and transcripts begin."""
    instant: datetime = network()["start"]
    return instant


async def lay(session: AsyncSession, channel: str, accounts: dict[str, str], chats: dict[str, str]) -> None:
    """Fills an empty database; `accounts` and `chats` give personas' and groups' ids on `channel`."""
    plan = network()
    areas = await _areas(session, plan)
    funds = await _funds(session, plan, areas)
    members = await _members(session, plan, funds)
    persons = await _personas(session, plan, channel, accounts, areas, funds, members)
    session.add_all(_codes(session, plan, areas, funds, members, persons))
    await work.lay(session, plan, areas, funds)
    for key, group in plan["groups"].items():
        session.add(
            Group(
                channel=channel,
                chat_id=chats[key],
                fund_id=funds[group["fund"]].id if "fund" in group else None,
                area_id=areas[group["area"]].id if "area" in group else None,
                member_count=len(group["members"]),
                joined_at=plan["start"],
            )
        )


async def _areas(session: AsyncSession, plan: dict[str, Any]) -> dict[str, Area]:
    areas: dict[str, Area] = {}
    for area in plan["areas"]:
        parent = areas[area["parent"]].id if "parent" in area else None
        areas[area["code"]] = Area(kind=area["kind"], code=area["code"], name=area["name"], parent_id=parent)
        session.add(areas[area["code"]])
        await session.flush()
        for place in area.get("amphoes", ()):
            province, _, amphoe = place.partition("/")
            session.add(ZoneAmphoe(area_id=areas[area["code"]].id, province=province, amphoe=amphoe))
    return areas


async def _funds(session: AsyncSession, plan: dict[str, Any], areas: dict[str, Area]) -> dict[str, Fund]:
    funds: dict[str, Fund] = {}
    for given in plan["funds"]:
        facts = {key: value for key, value in given.items() if key not in {"zone", "rulebook"}}
        area = Area(kind="fund", code=given["code"], name=given["name"], parent_id=areas[given["zone"]].id)
        session.add(area)
        await session.flush()
        fund = funds[given["code"]] = Fund(area_id=area.id, **{"status": "active", **facts})
        session.add(fund)
        await session.flush()
        for document in _documents(given["rulebook"]) if "rulebook" in given else ():
            session.add(_rulebook(fund.id, given["rulebook"], document))
    return funds


def _documents(code: str) -> list[dict[str, Any]]:
    """The versions of a demo rulebook as they would be stored: plain JSON, dates as ISO text."""
    path = Path(__file__).parent / "rulebooks" / f"{code.lower().replace('-', '_')}.yaml"
    with path.open(encoding="utf-8") as file:
        return [json.loads(json.dumps(document, default=str)) for document in yaml.safe_load_all(file)]


def _rulebook(fund_id: int, code: str, document: dict[str, Any]) -> Rulebook:
    head = document["rulebook"]
    return Rulebook(
        fund_id=fund_id,
        code=code,
        version=head["version"],
        effective_from=date.fromisoformat(head["effective_from"]),
        effective_to=date.fromisoformat(head["effective_to"]) if head.get("effective_to") else None,
        approved_by=head["approved_by"],
        status="approved",
        document=document,
    )


async def _members(session: AsyncSession, plan: dict[str, Any], funds: dict[str, Fund]) -> dict[str, Member]:
    members: dict[str, Member] = {}
    for given in plan["members"]:
        facts = {key: value for key, value in given.items() if key not in {"fund", "claims"}}
        member = Member(fund_id=funds[given["fund"]].id, status="active", as_of=plan["register_as_of"], **facts)
        members[given["number"]] = member
        session.add(member)
        await session.flush()
        session.add_all(_payments(member, given))
        for claim in given.get("claims", ()):
            details = {key: value for key, value in claim.items() if key not in {"baht", "decided"}}
            details = {key: value.isoformat() if isinstance(value, date) else value for key, value in details.items()}
            session.add(
                ClaimPaid(
                    fund_id=member.fund_id,
                    member_id=member.id,
                    decided_on=claim["decided"],
                    satang=claim["baht"] * 100,
                    details=details,
                )
            )
    return members


def _payments(member: Member, given: dict[str, Any]) -> list[Contribution]:
    """One payment a month, the last for the month that the register names."""
    year, month = map(int, given["paid_to"].split("-"))
    payments = []
    for back in range(given["payments"]):
        months = year * 12 + month - 1 - back
        first = date(months // 12, months % 12 + 1, 1)
        following = date((months + 1) // 12, (months + 1) % 12 + 1, 1)
        paid_on = first.replace(day=10)
        receipt = f"{member.number}/{first:%Y%m}"
        last = date.fromordinal(following.toordinal() - 1)
        payments.append(
            Contribution(
                member_id=member.id,
                period_from=first,
                period_to=last,
                satang=MONTHLY_SATANG,
                paid_on=paid_on,
                receipt_no=receipt,
            )
        )
    return payments


async def _personas(
    session: AsyncSession,
    plan: dict[str, Any],
    channel: str,
    accounts: dict[str, str],
    areas: dict[str, Area],
    funds: dict[str, Fund],
    members: dict[str, Member],
) -> dict[str, int]:
    """Everybody who is known, by persona."""
    known_by: dict[str, int] = {}
    since: datetime = plan["start"]
    for key, persona in plan["personas"].items():
        known = "member" in persona or "role" in persona
        if not known:
            continue  # nobody known: the house meets them when they first speak
        person = Person(display_name=persona["name"], created_at=since)
        session.add(person)
        await session.flush()
        known_by[key] = person.id
        session.add(Identity(person_id=person.id, channel=channel, account_id=accounts[key]))
        kinds = ["reminders"]
        if "member" in persona:
            session.add(
                Link(person_id=person.id, member_id=members[persona["member"]].id, proven_by="demo", since=since)
            )
            kinds += ["link", "health"]
        if "role" in persona:
            area_id = funds[persona["fund"]].area_id if "fund" in persona else areas[persona["area"]].id
            session.add(
                Appointment(person_id=person.id, role=persona["role"], area_id=area_id, from_date=date(2025, 10, 1))
            )
        for kind in kinds:
            session.add(
                Consent(
                    person_id=person.id,
                    kind=kind,
                    fund_id=None if kind == "reminders" else members[persona["member"]].fund_id,
                    text_version=CONSENT_TEXT_VERSION,
                    channel=channel,
                    given_at=since,
                )
            )
    await session.flush()
    return known_by


def _codes(
    session: AsyncSession,
    plan: dict[str, Any],
    areas: dict[str, Area],
    funds: dict[str, Fund],
    members: dict[str, Member],
    persons: dict[str, int],
) -> list[Code]:
    """The codes that wait to be used."""
    return [
        Code(
            purpose=given["purpose"],
            code_hash=codes.hashed(session, given["code"])[0],
            member_id=members[given["member"]].id if "member" in given else None,
            role=given.get("role"),
            area_id=_code_area(given, areas, funds),
            uses_left=given.get("uses", 1),
            issued_by_person_id=persons.get(given.get("issued_by", "")),
            valid_until=given["valid_until"],
            created_at=plan["start"],
        )
        for given in plan["codes"]
    ]


def _code_area(given: dict[str, Any], areas: dict[str, Area], funds: dict[str, Fund]) -> int | None:
    """What an invite code's office hangs on; None for a member's code."""
    if "fund" in given:
        return funds[given["fund"]].area_id
    return areas[given["area"]].id if "area" in given else None
