"""A rulebook filled in by a treasurer: the same rules as the file, every fault at its cell, told back with examples."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.demo import rulebooks as demo
from bot.entitlement.findings import Outcome
from bot.entitlement.rulebook import Ladder, Rulebook, load
from bot.exchange.faults import Refused
from bot.exchange.rulebook_filling import filled
from bot.exchange.rulebook_sheet import Written, read_rulebook
from bot.exchange.templates import write_template
from bot.exchange.workbooks import open_workbook
from bot.exchange.worked import worked
from bot.handlers.parts.whole_book import told
from bot.words import load_words
from tests.unit.exchange.books import TODAY

FOLDER = Path(demo.__file__).parent


def documents() -> Iterator[dict[str, Any]]:
    for path in sorted(FOLDER.glob("*.yaml")):
        yield from yaml.safe_load_all(path.read_text(encoding="utf-8"))


DEMO = list(documents())
NAMES = [f"{each['fund']}-{each['rulebook']['version']}" for each in DEMO]

HEAD = {
    "fund": "DEMO-E",
    "version": "1",
    "approved_by": "มติประชุมใหญ่ 10 พ.ย. 2569",
    "effective_from": "1 ธ.ค. 2569",
    "monthly": "30",
    "suspend_months": "3",
    "reinstate_wait_days": "๓๐",
    "refund": "ไม่คืน",
    "rejoin_allowed": "ได้",
}
STAY = {
    "clause": "ข้อ 13",
    "name": "นอนโรงพยาบาล",
    "kind": "นอนโรงพยาบาล",
    "waiting_days": "180",
    "form": "ต่อคืน",
    "baht": "200",
    "event_baht": "600",
    "year_baht": "1,000",
    "documents": "ใบรับรองแพทย์, หนังสือจาก อสม.",
    "claim_days": "60",
    "sensitive": "ใช่",
}
DEATH = {"clause": "16", "name": "เสียชีวิต", "kind": "เสียชีวิต", "form": "ขั้นบันได", "by": "อายุการเป็นสมาชิก"}
STEPS = [
    {"benefit": "ข้อ 16", "days": "180", "baht": "3000"},
    {"benefit": "16", "years": "1", "baht": "5,000"},
]


def read(
    tmp_path: Path,
    head: dict[str, str] | None = None,
    benefits: list[dict[str, str]] | None = None,
    steps: list[dict[str, str]] | None = None,
) -> Written:
    sheets = {"head": [head or HEAD], "benefits": [STAY] if benefits is None else benefits, "steps": steps or []}
    write_template("rulebook", tmp_path / "r.xlsx", sheets)
    return read_rulebook(open_workbook(tmp_path / "r.xlsx"), TODAY)


def places(written: Written) -> list[tuple[str, str, int | None, str]]:
    return [(fault.code, fault.sheet, fault.row, fault.column) for fault in written.faults]


@pytest.mark.parametrize("document", DEMO, ids=NAMES)
def test_a_rulebook_goes_into_a_workbook_and_comes_back_the_same(document: dict[str, Any], tmp_path: Path) -> None:
    write_template("rulebook", tmp_path / "r.xlsx", filled(document))
    written = read_rulebook(open_workbook(tmp_path / "r.xlsx"), TODAY)
    assert [fault.told_in_english() for fault in written.faults] == []
    assert written.book == load(document)


def test_a_treasurers_own_words_are_enough(tmp_path: Path) -> None:
    written = read(tmp_path, benefits=[STAY, DEATH], steps=STEPS)
    assert written.faults == []
    book = written.book
    assert book is not None
    assert (book.code, book.version, book.effective_from.isoformat()) == ("DEMO-E", 1, "2026-12-01")
    assert (book.contribution.monthly_satang, book.arrears.reinstate_wait_days) == (3000, 30)
    stay, death = book.benefits
    assert (stay.code, stay.clause, stay.who, stay.sensitive) == ("IPD", "13", ("member",), True)
    assert stay.documents == ("medical_certificate", "หนังสือจาก อสม.")
    assert death.code == "DEATH"
    assert isinstance(death.amount, Ladder)
    assert [(rung.days, rung.years, rung.satang) for rung in death.amount.rungs] == [
        (180, None, 300000),
        (None, 1, 500000),
    ]


def test_several_benefits_of_a_kind_get_codes_of_their_own(tmp_path: Path) -> None:
    written = read(tmp_path, benefits=[STAY, {**STAY, "clause": "14"}, {**STAY, "clause": "15", "kind": "อื่น ๆ"}])
    assert written.book is not None
    assert [benefit.code for benefit in written.book.benefits] == ["IPD", "IPD_2", "OTHER"]


def test_faults_of_cells_stand_at_their_cells(tmp_path: Path) -> None:
    written = read(
        tmp_path,
        head={**HEAD, "version": "แรก", "refund": "คืนครึ่ง", "effective_from": ""},
        benefits=[{**STAY, "kind": "นอน", "baht": "สองร้อยกว่า"}, {**STAY, "clause": ""}],
    )
    assert places(written) == [
        ("cell.number", "หัวระเบียบ", 3, "B ฉบับที่"),
        ("cell.needed", "หัวระเบียบ", 5, "B ใช้ตั้งแต่วันที่"),
        ("cell.choice", "หัวระเบียบ", 24, "B ลาออกได้เงินคืน"),
        ("cell.choice", "สวัสดิการ", 2, "C ประเภท"),
        ("cell.money", "สวัสดิการ", 2, "H บาท"),
        ("cell.needed", "สวัสดิการ", 3, "A ข้อ"),
    ]


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"waiting_years": "1"}, ("rulebook.engine", 2, "F รอกี่ปี")),
        ({"paid_in_month": "13"}, ("rulebook.engine", 2, "AM จ่ายเดือน")),
        ({"part_of": "99"}, ("rulebook.engine", 2, "AS เพิ่มจากข้อ")),
        ({"year_baht": "", "year_basis": "ปีปฏิทิน"}, ("rulebook.engine", 2, "")),
        ({"baht": ""}, ("rulebook.amount", 2, "H บาท")),
    ],
)
def test_faults_of_the_rules_come_back_to_their_cells(
    tmp_path: Path, changed: dict[str, str], fault: tuple[str, int, str]
) -> None:
    (found,) = read(tmp_path, benefits=[{**STAY, **changed}]).faults
    assert (found.code, found.row) == fault[:2]
    assert found.sheet == "สวัสดิการ"
    assert found.column == fault[2] or not fault[2]
    assert "{" not in found.told(load_words())
    assert "{" not in found.told_in_english()


def test_a_ladder_that_falls_and_a_step_of_nothing(tmp_path: Path) -> None:
    falling = [STEPS[0], {**STEPS[1], "baht": "100"}]
    (fault,) = read(tmp_path, benefits=[DEATH], steps=falling).faults
    assert "rise" in fault.told_in_english()
    faults = read(
        tmp_path,
        benefits=[DEATH],
        steps=[{"benefit": "99", "days": "1", "baht": "1"}, {"benefit": "16", "days": "1", "years": "1", "baht": "1"}],
    ).faults
    assert [(fault.code, fault.sheet, fault.row) for fault in faults] == [
        ("rulebook.step_of", "ขั้น", 2),
        ("rulebook.step_mark", "ขั้น", 3),
    ]
    (lonely,) = read(tmp_path, benefits=[DEATH]).faults
    assert lonely.code == "rulebook.steps"


def test_a_heading_nobody_knows_is_not_passed_over(tmp_path: Path) -> None:
    import xlsxwriter

    write_template("rulebook", tmp_path / "r.xlsx", {"head": [HEAD], "benefits": [STAY], "steps": []})
    sheets = open_workbook(tmp_path / "r.xlsx")
    made = xlsxwriter.Workbook(str(tmp_path / "more.xlsx"))
    for sheet in sheets[:3]:
        copy = made.add_worksheet(sheet.name)
        for number, row in enumerate(sheet.rows):
            extra = ["เพดานพิเศษ" if number == 0 else "9"] if sheet.name == "สวัสดิการ" and number < 2 else []
            for place, cell in enumerate([*row, *extra]):
                copy.write_string(number, place, str(cell))
    made.close()
    (fault,) = read_rulebook(open_workbook(tmp_path / "more.xlsx"), TODAY).faults
    assert fault.code == "column.unknown"
    assert fault.column.endswith("เพดานพิเศษ")


def test_a_workbook_of_something_else(tmp_path: Path) -> None:
    write_template("members", tmp_path / "m.xlsx")
    with pytest.raises(Refused) as refused:
        read_rulebook(open_workbook(tmp_path / "m.xlsx"), TODAY)
    assert refused.value.faults[0].code == "rulebook.sheet"


BOOKS = [load(document) for document in DEMO]


@pytest.mark.parametrize("book", BOOKS, ids=NAMES)
def test_each_clause_has_examples_that_the_rules_agree_with(book: Rulebook) -> None:
    for benefit in book.benefits:
        examples = worked(book, benefit)
        assert 1 <= len(examples) <= 3, benefit.code
        waits = benefit.waiting_days or benefit.waiting_years
        outcomes = [each.assessment.outcome for each in examples]
        if waits:
            assert outcomes[:2] in ([Outcome.ENTITLED, Outcome.NOT_ENTITLED], [Outcome.UNKNOWN, Outcome.NOT_ENTITLED])


@pytest.mark.parametrize("book", BOOKS, ids=NAMES)
def test_a_rulebook_told_back_names_every_clause_and_has_no_gaps(book: Rulebook) -> None:
    text = "\n".join(told(load_words(), book))
    for benefit in book.benefits:
        assert f"{benefit.name} (ข้อ {benefit.clause})" in text
    assert not re.search(r"[{}]|None|[a-z]_[a-z]", text)
    assert text.count("ตัวอย่าง:") >= len(book.benefits)
    assert text.rstrip().endswith("..............")


def test_the_examples_of_a_stay_by_hand() -> None:
    """RB-A version 2: 200 a night, at most 600 for a stay, after 180 days (domain.md 2.3)."""
    book = next(book for book, name in zip(BOOKS, NAMES, strict=True) if name == "DEMO-A-2")
    text = "\n".join(told(load_words(), book))
    assert 'เข้า 1 เม.ย. 2568 ส่งเงินครบ ขอรับ "นอนโรงพยาบาล" เหตุเกิด 28 ก.ย. 2568 4 คืน → ได้ 600 บาท' in text
    assert "เข้า 2 เม.ย. 2568" in text
    assert "เป็นสมาชิกมา 179 วัน" in text
    assert 'ค้างส่ง 3 เดือน ขอรับ "ผู้สูงอายุ"' in text
