"""A rulebook's versions from workbooks, on both databases: the new closes the old, nothing approved is rewritten."""

from __future__ import annotations

import copy
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import select

from bot.demo import rulebooks as demo
from bot.entitlement.rulebook import in_force
from bot.exchange.rulebook_filling import filled
from bot.exchange.templates import write_template
from bot.services import funds
from storage.models import AuditEvent, Fund, Rulebook
from tests.contracts.import_house import OPTIONS, Sessions, count, saved, settle, tried


def document(version: int, start: str | None, end: str | None = None, **head: Any) -> dict[str, Any]:
    """A version of the demo's RB-A for the fund of these tests."""
    text = (Path(demo.__file__).parent / "rb_a.yaml").read_text(encoding="utf-8")
    made = copy.deepcopy(list(yaml.safe_load_all(text))[-1])
    made["fund"] = "F-1"
    made["rulebook"] |= {"code": "RB-1", "version": version, "effective_from": start, "effective_to": end, **head}
    return made


def workbook(folder: Path, made: dict[str, Any]) -> Path:
    path = folder / f"rulebook-{len(list(folder.iterdir()))}.xlsx"
    write_template("rulebook", path, filled(made))
    return path


async def shelf(sessions: Sessions) -> list[Rulebook]:
    async with sessions() as session:
        return list(await session.scalars(select(Rulebook).order_by(Rulebook.version)))


async def test_a_new_version_closes_the_one_before(sessions: Sessions, tmp_path: Path) -> None:
    await settle(sessions, tmp_path)
    first, second = document(1, "2020-01-01"), document(2, "2026-10-01", approved_by="มติประชุมใหญ่ 12 ก.ย. 2569")
    await saved(sessions, "rulebook", workbook(tmp_path, first))
    path = workbook(tmp_path, second)
    plan = await tried(sessions, "rulebook", path)
    assert [(note.code, note.values["date"]) for note in plan.notes] == [("rulebook_closes", "30/9/2569")]
    assert [row.effective_to for row in await shelf(sessions)] == [None]
    await saved(sessions, "rulebook", path)
    old, new = await shelf(sessions)
    assert (old.effective_to, new.effective_from, new.effective_to) == (date(2026, 9, 30), date(2026, 10, 1), None)
    assert (new.code, new.version, new.approved_by) == ("RB-1", 2, "มติประชุมใหญ่ 12 ก.ย. 2569")
    async with sessions() as session:
        fund = (await session.scalars(select(Fund))).one()
        books = await funds.rulebooks(session, fund.id)
        actions = set(await session.scalars(select(AuditEvent.action)))
    for day, version in ((date(2026, 9, 30), 1), (date(2026, 10, 1), 2)):
        book = in_force(books, day)
        assert book is not None
        assert book.version == version
    assert books[0].effective_to == date(2026, 9, 30)
    assert {"rulebook.imported", "rulebook.closed"} <= actions


async def test_importing_a_version_again_changes_nothing_even_after_it_was_closed(
    sessions: Sessions, tmp_path: Path
) -> None:
    await settle(sessions, tmp_path)
    first, second = document(1, "2020-01-01"), document(2, "2026-10-01")
    for made in (first, second):
        await saved(sessions, "rulebook", workbook(tmp_path, made))
    before = await count(sessions, AuditEvent)
    for made in (first, second):
        plan = await saved(sessions, "rulebook", workbook(tmp_path, made))
        assert (plan.faults, plan.work, plan.unchanged) == ([], 0, 1)
    assert await count(sessions, AuditEvent) == before


@pytest.mark.parametrize(
    ("made", "code", "said"),
    [
        (document(1, "2020-01-01", approved_by="แก้มติ"), "rulebook.changed", "ฉบับที่ 3"),
        (document(3, "2019-01-01"), "rulebook.order", "เริ่มใช้ 1/1/2563"),
        (document(3, "2024-05-01"), "rulebook.order", "เริ่มใช้ 1/1/2568"),
        (document(3, "2025-06-01"), "rulebook.overlap", "ทับกับฉบับที่ 2"),
    ],
)
async def test_what_does_not_fit_on_the_shelf_is_refused(
    sessions: Sessions, tmp_path: Path, made: dict[str, Any], code: str, said: str
) -> None:
    from bot.words import load_words

    await settle(sessions, tmp_path)
    await saved(sessions, "rulebook", workbook(tmp_path, document(1, "2020-01-01", "2024-12-31")))
    await saved(sessions, "rulebook", workbook(tmp_path, document(2, "2025-01-01", "2026-12-31")))
    plan = await saved(sessions, "rulebook", workbook(tmp_path, made))
    assert code in [fault.code for fault in plan.faults]
    assert said in "\n".join(fault.told(load_words()) for fault in plan.faults)
    assert [row.version for row in await shelf(sessions)] == [1, 2]


async def test_an_older_version_may_be_added_before_a_newer_one(sessions: Sessions, tmp_path: Path) -> None:
    await settle(sessions, tmp_path)
    await saved(sessions, "rulebook", workbook(tmp_path, document(2, "2025-01-01")))
    open_end = await saved(sessions, "rulebook", workbook(tmp_path, document(1, "2020-01-01")))
    assert [fault.code for fault in open_end.faults] == ["rulebook.end"]
    closed = await saved(sessions, "rulebook", workbook(tmp_path, document(1, "2020-01-01", "2024-12-31")))
    assert closed.faults == []
    assert [row.version for row in await shelf(sessions)] == [1, 2]


async def test_a_draft_is_replaced_closes_nothing_and_answers_nobody(sessions: Sessions, tmp_path: Path) -> None:
    await settle(sessions, tmp_path)
    await saved(sessions, "rulebook", workbook(tmp_path, document(1, "2020-01-01")))
    draft = document(2, "2026-10-01", status="draft")
    await saved(sessions, "rulebook", workbook(tmp_path, draft))
    again = await saved(sessions, "rulebook", workbook(tmp_path, {**draft, "resign": {"refund": "full"}}))
    assert len(again.changed) == 1
    old, new = await shelf(sessions)
    assert (old.effective_to, new.status, new.document["resign"]["refund"]) == (None, "draft", "full")
    async with sessions() as session:
        assert [book.version for book in await funds.rulebooks(session, old.fund_id)] == [1]
    await saved(sessions, "rulebook", workbook(tmp_path, document(2, "2026-10-01")))
    old, new = await shelf(sessions)
    assert (old.effective_to, new.status) == (date(2026, 9, 30), "approved")
    async with sessions() as session:
        assert [book.version for book in await funds.rulebooks(session, old.fund_id)] == [1, 2]


async def test_a_rulebook_of_no_fund(sessions: Sessions, tmp_path: Path) -> None:
    plan = await tried(sessions, "rulebook", workbook(tmp_path, document(1, "2020-01-01")), OPTIONS)
    assert [fault.code for fault in plan.faults] == ["fund.unknown"]
