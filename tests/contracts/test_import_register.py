"""A register and its payments from a sheet, on both databases: all or nothing, twice is once, nothing older wins."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.exchange import importing
from storage.models import AuditEvent, Contribution, Member
from tests.contracts.conftest import NOW
from tests.contracts.import_house import (
    FUND,
    MEMBER,
    OPTIONS,
    PAID,
    Sessions,
    count,
    found,
    only,
    saved,
    settle,
    sheet,
    tried,
)
from tests.unit.exchange.books import book


async def test_a_dry_run_writes_nothing_and_saving_writes_what_it_said(sessions: Sessions, tmp_path: Path) -> None:
    await settle(sessions, tmp_path)
    path = sheet(tmp_path, "members", [MEMBER, {**MEMBER, "number": "M-2", "sex": "ช", "status": "ลาออก"}])
    plan = await tried(sessions, "members", path)
    assert (len(plan.new), len(plan.changed), plan.unchanged, plan.faults) == (2, 0, 0, [])
    assert await count(sessions, Member) == 0
    await saved(sessions, "members", path)
    one = await only(sessions, Member, Member.number == "M-1")
    assert (one.name, one.sex, one.born, one.joined) == ("ดวงดาว แจ่มจ้า", "female", date(1967, 2, 14), date(2019, 4, 1))
    assert (one.paid_to, one.payments, one.status, one.as_of) == ("2026-10", 91, "active", date(2026, 10, 31))
    assert (await only(sessions, Member, Member.number == "M-2")).status == "resigned"


async def test_importing_twice_changes_nothing(sessions: Sessions, tmp_path: Path) -> None:
    await settle(sessions, tmp_path, ("members", [MEMBER]))
    before = await count(sessions, AuditEvent)
    again = await saved(sessions, "members", sheet(tmp_path, "members", [MEMBER]))
    assert (again.work, again.unchanged) == (0, 1)
    assert await count(sessions, Member) == 1
    assert await count(sessions, AuditEvent) == before


async def test_a_row_updates_its_member_and_empty_cells_leave_what_is_known(sessions: Sessions, tmp_path: Path) -> None:
    await settle(sessions, tmp_path, ("members", [MEMBER]))
    row = {key: MEMBER[key] for key in ("fund", "number", "name", "joined")}
    row |= {"paid_to": "พ.ย. 2569", "as_of": "20/11/2569"}
    plan = await saved(sessions, "members", sheet(tmp_path, "members", [row]))
    (change,) = plan.changed
    assert change.after == {"paid_to": "2026-11", "as_of": date(2026, 11, 20)}
    member = await only(sessions, Member)
    assert (member.paid_to, member.payments, member.sex) == ("2026-11", 91, "female")
    event = await only(sessions, AuditEvent, AuditEvent.action == "register.imported")
    assert event.subject == f"member:{member.id}"
    assert event.before == {"paid_to": "2026-10", "as_of": "2026-10-31"}
    assert event.after == {"paid_to": "2026-11", "as_of": "2026-11-20"}
    assert event.actor == "operator"


async def test_a_book_of_an_earlier_day_does_not_undo_what_was_learnt_since(sessions: Sessions, tmp_path: Path) -> None:
    later = {**MEMBER, "paid_to": "พ.ย. 2569", "as_of": "20/11/2569"}
    await settle(sessions, tmp_path, ("members", [later]))
    plan = await saved(sessions, "members", sheet(tmp_path, "members", [MEMBER]))
    assert plan.work == 0
    assert [note.code for note in plan.notes] == ["kept"]
    assert (await only(sessions, Member)).paid_to == "2026-11"


async def test_one_faulty_row_keeps_all_rows_out(sessions: Sessions, tmp_path: Path) -> None:
    await settle(sessions, tmp_path)
    rows = [MEMBER, {**MEMBER, "number": "M-2", "born": "31/2/2510"}]
    plan = await saved(sessions, "members", sheet(tmp_path, "members", rows))
    assert found(plan) == [("cell.day.none", 3)]
    assert await count(sessions, Member) == 0


async def test_a_failure_in_the_middle_leaves_nothing_behind(
    sessions: Sessions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await settle(sessions, tmp_path)
    path = sheet(tmp_path, "members", [MEMBER])

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("the machine stops here")

    monkeypatch.setattr("bot.services.audit.record", broken)
    with pytest.raises(RuntimeError):
        await saved(sessions, "members", path)
    assert await count(sessions, Member) == 0


async def test_a_plan_with_faults_cannot_be_written(sessions: Sessions, tmp_path: Path) -> None:
    path = sheet(tmp_path, "members", [MEMBER])
    async with sessions.begin() as session:
        plan = await importing.plan(session, "members", path, OPTIONS)
        with pytest.raises(ValueError, match="faults"):
            await importing.write(session, plan, path, OPTIONS, NOW, lambda _: None)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"fund": "F-9"}, "fund.unknown"),
        ({"fund": ""}, "fund.none"),
        ({"as_of": ""}, "as_of.none"),
        ({"born": "1/1/2570"}, "day.future"),
        ({"born": "1/5/2562"}, "day.order"),
        ({"joined": "1/1/2580"}, "day.future"),
        ({"as_of": "22/11/2569"}, "day.future"),
        ({"paid_to": "1/2562"}, "member.paid_before"),
        ({"paid_to": "1/2590"}, "member.paid_ahead"),
        ({"payments": "99999"}, "cell.number"),
        ({"ended_on": "1/1/2550", "status": "ลาออก"}, "day.order"),
        ({"number": "0812345678"}, "cell.identifier"),
        ({"name": '=HYPERLINK("http://x.example")'}, "cell.formula"),
        ({"status": "งง"}, "cell.choice"),
    ],
)
async def test_each_fault_of_a_register(sessions: Sessions, tmp_path: Path, changed: dict[str, str], code: str) -> None:
    await settle(sessions, tmp_path)
    plan = await tried(sessions, "members", sheet(tmp_path, "members", [{**MEMBER, **changed}]))
    assert code in [fault for fault, _ in found(plan)]
    assert {row for _, row in found(plan)} == {2}


async def test_a_register_by_citizen_ids_or_without_numbers_is_refused_whole(
    sessions: Sessions, tmp_path: Path
) -> None:
    await settle(sessions, tmp_path)
    plan = await tried(sessions, "members", sheet(tmp_path, "members", [{**MEMBER, "number": "1103702071811"}]))
    assert ("column.citizen", 1) in found(plan)
    path = book(tmp_path / "short.xlsx", {"Sheet1": [["ชื่อ", "วันที่สมัคร", "วันเกิด"], ["ก ข", "1/4/2562", "x"]]})
    assert found(await tried(sessions, "members", path)) == [("column.missing", 1), ("cell.day", 2)]


async def test_a_funds_own_book_comes_in_as_it_is(sessions: Sessions, tmp_path: Path) -> None:
    """A title above, a running number, the name in three columns, a sum below, a remark with a telephone."""
    await settle(sessions, tmp_path)
    head = ["ที่", "เลขสมาชิก", "คำนำหน้า", "ชื่อ", "นามสกุล", "ว/ด/ป เกิด", "วันเข้าเป็นสมาชิก", "ส่งเงินถึง", "หมายเหตุ"]
    rows: list[list[object]] = [
        ["ทะเบียนสมาชิกกองทุน"],
        [],
        list(head),
        [1, "001", "นาง", "ดวงดาว", "แจ่มจ้า", "14 ก.พ. 2510", "1 เม.ย. 62", "ต.ค.69", "โทร 081-234-5678"],
        [2, 2, "นาย", "ก้อง", "ใจดี", date(2510, 3, 1), date(2019, 4, 1), date(2026, 10, 1), ""],
        ["", "", "", "รวม 2 คน"],
    ]
    options = replace(OPTIONS, fund="F-1", as_of=date(2026, 11, 20))
    plan = await saved(sessions, "members", book(tmp_path / "own.xlsx", {"ทะเบียน": rows}), options)
    assert plan.faults == []
    first = await only(sessions, Member, Member.number == "001")
    second = await only(sessions, Member, Member.number == "2")
    assert (first.name, first.joined, first.paid_to) == ("นางดวงดาว แจ่มจ้า", date(2019, 4, 1), "2026-10")
    assert (second.name, second.born, second.paid_to) == ("นายก้อง ใจดี", date(1967, 3, 1), "2026-10")
    assert [note.code for note in plan.notes] == ["passed_over"]


async def test_two_rows_of_one_member(sessions: Sessions, tmp_path: Path) -> None:
    await settle(sessions, tmp_path)
    plan = await tried(sessions, "members", sheet(tmp_path, "members", [MEMBER, {**MEMBER, "number": "m-1"}]))
    assert found(plan) == [("row.twice", 3)]
    assert plan.faults[0].values["first"] == 2


async def test_the_fund_and_the_day_may_be_said_beside_the_file(sessions: Sessions, tmp_path: Path) -> None:
    await settle(sessions, tmp_path, ("funds", [{**FUND, "code": "F-2"}]))
    row = {key: value for key, value in MEMBER.items() if key not in ("fund", "as_of")}
    options = replace(OPTIONS, fund="F-2", as_of=date(2026, 11, 1))
    plan = await saved(sessions, "members", sheet(tmp_path, "members", [row]), options)
    assert plan.faults == []
    assert (await only(sessions, Member)).as_of == date(2026, 11, 1)
    other = await tried(sessions, "members", sheet(tmp_path, "members", [MEMBER]), options)
    assert found(other) == [("fund.other", 2)]


async def test_payments_come_in_once_and_are_corrected_by_receipt(sessions: Sessions, tmp_path: Path) -> None:
    await settle(sessions, tmp_path, ("members", [MEMBER]))
    rows = [PAID, {**PAID, "period_from": "7/2569", "period_to": "9/2569", "receipt_no": "", "amount": "90 บาท"}]
    path = sheet(tmp_path, "contributions", rows)
    assert len((await saved(sessions, "contributions", path)).new) == 2
    assert (await saved(sessions, "contributions", path)).unchanged == 2
    async with sessions() as session:
        first, second = (await session.scalars(select(Contribution).order_by(Contribution.period_from))).all()
    assert (first.period_from, first.period_to, first.satang) == (date(2026, 7, 1), date(2026, 9, 30), 9000)
    assert (second.satang, second.receipt_no, second.paid_on) == (3000, "1/15", date(2026, 10, 10))
    corrected = await saved(sessions, "contributions", sheet(tmp_path, "contributions", [{**PAID, "amount": "35"}]))
    assert [(change.before, change.after) for change in corrected.changed] == [({"satang": 3000}, {"satang": 3500})]
    assert await count(sessions, Contribution) == 2


async def test_payments_beyond_the_register_are_told(sessions: Sessions, tmp_path: Path) -> None:
    await settle(sessions, tmp_path, ("members", [MEMBER]))
    row = {**PAID, "period_from": "พ.ย. 2569", "paid_on": "10/11/2569"}
    plan = await saved(sessions, "contributions", sheet(tmp_path, "contributions", [row]))
    assert [(note.code, note.values) for note in plan.notes] == [("register_behind", {"count": "1"})]
    assert (await only(sessions, Member)).paid_to == "2026-10"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"number": "M-9"}, "member.unknown"),
        ({"paid_on": "1/1/2570"}, "day.future"),
        ({"period_to": "1/2569"}, "day.order"),
        ({"amount": "สามสิบกว่า"}, "cell.money"),
    ],
)
async def test_each_fault_of_payments(sessions: Sessions, tmp_path: Path, changed: dict[str, str], code: str) -> None:
    await settle(sessions, tmp_path, ("members", [MEMBER]))
    plan = await saved(sessions, "contributions", sheet(tmp_path, "contributions", [{**PAID, **changed}]))
    assert found(plan) == [(code, 2)]
    assert await count(sessions, Contribution) == 0


@pytest.mark.slow
async def test_twenty_thousand_members(sessions: Sessions, tmp_path: Path) -> None:
    await settle(sessions, tmp_path)
    rows = [{**MEMBER, "number": f"M-{n}", "name": f"สมชาย คนที่{n}"} for n in range(20_000)]
    path = sheet(tmp_path, "members", rows)
    assert len((await saved(sessions, "members", path)).new) == 20_000
    assert await count(sessions, Member) == 20_000
    assert (await tried(sessions, "members", path)).unchanged == 20_000
    for row in rows[:5_000]:
        row |= {"paid_to": "พ.ย. 2569", "as_of": "20/11/2569"}
    changed = await saved(sessions, "members", sheet(tmp_path, "members", rows))
    assert (len(changed.changed), changed.unchanged) == (5_000, 15_000)
    assert await count(sessions, AuditEvent) == 4 + 5_000
