"""A sheet as a fund has it: other headings, a title above, numbers as numbers; and every fault told at once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.exchange.english import ENGLISH
from bot.exchange.faults import Fault
from bot.exchange.lexicon import sheet_words
from bot.exchange.members import COLUMNS
from bot.exchange.tables import Table, read_table
from bot.exchange.workbooks import open_workbook
from bot.words import load_words
from tests.unit.exchange.books import TODAY, book

HEAD = ["เลขที่สมาชิก *", "ชื่อ-นามสกุล", "เพศ", "วันเดือนปีเกิด", "วันที่สมัคร", "จ่ายถึงเดือน"]


def members(tmp_path: Path, *rows: list[object], head: list[str] | None = None, above: int = 0) -> Table:
    title: list[list[object]] = [["ทะเบียนสมาชิกกองทุนบ้านสวน"]] * above
    path = book(tmp_path / "m.xlsx", {"Sheet1": [*title, list(head or HEAD), *rows]})
    return read_table(open_workbook(path), sheet_words("members"), COLUMNS, TODAY)


def found(table: Table) -> list[tuple[str, int | None, str]]:
    return [(fault.code, fault.row, fault.column) for fault in table.faults]


def test_a_funds_own_book_is_understood(tmp_path: Path) -> None:
    table = members(
        tmp_path,
        ["๐๐๑๒", "มาลี  ใจดี", "ญ", date(2510, 2, 14), date(2019, 4, 1), "11/2569"],
        [],
        [31, "กมล ตั้งใจ", "ชาย", "30/7/2523", "10 ม.ค. 2563", "ก.ค. 69"],
        above=3,
    )
    assert table.faults == []
    first, second = table.rows
    assert (first.number, second.number) == (5, 7)
    assert first.values["number"] == "0012"
    assert first.values["name"] == "มาลี ใจดี"
    assert (first.values["born"], first.values["joined"]) == (date(1967, 2, 14), date(2019, 4, 1))
    assert second.values == {
        "number": "31",
        "name": "กมล ตั้งใจ",
        "sex": "male",
        "born": date(1980, 7, 30),
        "joined": date(2020, 1, 10),
        "paid_to": "2026-07",
    }


def test_every_fault_is_told_at_once_with_its_place(tmp_path: Path) -> None:
    table = members(
        tmp_path,
        ["A-1", "", "หญิง", "31/2/2510", "1/4/2562", "พ.ย. 2569"],
        ["", "ข ค", "?", "1/1/2510", "เมื่อก่อน", "13/2569"],
        ["A-3", "ง จ", "ชาย", "1/1/25", "1/4/2562", ""],
    )
    assert found(table) == [
        ("cell.needed", 2, "B ชื่อ-นามสกุล"),
        ("cell.day.none", 2, "D วันเดือนปีเกิด"),
        ("cell.needed", 3, "A เลขที่สมาชิก *"),
        ("cell.choice", 3, "C เพศ"),
        ("cell.day", 3, "E วันที่สมัคร"),
        ("cell.month", 3, "F จ่ายถึงเดือน"),
        ("cell.day.year", 4, "D วันเดือนปีเกิด"),
    ]
    assert table.rows == []


def test_a_fault_as_a_treasurer_reads_it(tmp_path: Path) -> None:
    table = members(tmp_path, ["A-1", "ก ข", "หญิง", "31/2/2510", "1/4/2562", ""])
    (fault,) = table.faults
    assert fault.told(load_words()) == (
        'แผ่น "Sheet1" แถว 2 ช่อง D วันเดือนปีเกิด: "31/2/2510" ไม่มีในปฏิทิน โปรดดูวันและเดือนอีกครั้ง'
    )
    assert fault.told_in_english() == (
        'sheet "Sheet1", row 2, column D วันเดือนปีเกิด: "31/2/2510" is a day that does not exist, check day and month'
    )


def test_every_fault_has_words_in_both_languages() -> None:
    keys = {key.removeprefix("import.fault.") for key in list(load_words().keys()) if key.startswith("import.fault.")}
    assert keys == set(ENGLISH)


def test_a_column_of_citizen_ids_is_refused_by_its_heading(tmp_path: Path) -> None:
    table = members(tmp_path, ["A-1", "ก ข", "x"], head=["เลขสมาชิก", "ชื่อ", "เลขบัตรประชาชน"])
    assert ("column.citizen", 1, "C เลขบัตรประชาชน") in found(table)
    told = next(fault for fault in table.faults if fault.code == "column.citizen").told(load_words())
    assert "ไม่รับเก็บ เพราะ" in told


@pytest.mark.parametrize("heading", ["หมายเหตุ", "เลขสมาชิก"])
def test_a_column_of_citizen_ids_is_refused_by_what_is_in_it(tmp_path: Path, heading: str) -> None:
    ids = ["1-1037-02071-81-1", 1103702071811.0, "๑๑๐๓๗๐๒๐๗๑๘๑๑"]
    other = "เลขสมาชิก" if heading == "หมายเหตุ" else "หมายเหตุ"
    table = members(tmp_path, *(["A", "ก ข", one, "1/4/2562"] for one in ids), head=[other, "ชื่อ", heading, "วันที่สมัคร"])
    assert ("column.citizen", 1, f"C {heading}") in found(table)


def test_a_telephone_column_is_not_read_and_that_is_told(tmp_path: Path) -> None:
    head = [*HEAD, "เบอร์มือถือ"]
    table = members(tmp_path, ["A-1", "ก ข", "หญิง", "", "1/4/2562", "", "081-234-5678"], head=head)
    assert table.faults == []
    assert table.passed_over == ["G เบอร์มือถือ"]
    assert "081" not in repr(table.rows)


def test_a_missing_and_a_doubled_column(tmp_path: Path) -> None:
    table = members(tmp_path, ["A-1", "ก ข", "ก ข"], head=["เลขสมาชิก", "ชื่อ", "ชื่อสมาชิก"])
    assert ("column.twice", 1, "C ชื่อสมาชิก") in found(table)
    missing = next(fault for fault in table.faults if fault.code == "column.missing")
    assert missing.values["heading"] == "วันที่เข้าเป็นสมาชิก"


def test_example_rows_are_no_members(tmp_path: Path) -> None:
    head = ["รหัสกองทุน", *HEAD]
    table = members(tmp_path, ["ตัวอย่าง DEMO-A", "A-1", "ก ข", "", "", "1/4/2562", ""], head=head)
    assert found(table) == [("row.example_only", None, "")]
    empty = members(tmp_path, head=head)
    assert found(empty) == [("sheet.empty", None, "")]


def test_a_broken_formula_and_an_overlong_name(tmp_path: Path) -> None:
    table = members(tmp_path, ["#REF!", "ก" * 300, "หญิง", "", "1/4/2562", ""])
    assert [fault.code for fault in table.faults] == ["cell.error", "cell.long"]


def test_a_fault_without_a_sheet_is_a_plain_line() -> None:
    assert Fault("file.missing", values={"file": "x.xlsx"}).told(load_words()).startswith("ไม่พบไฟล์ x.xlsx")


def test_the_sum_under_a_table_is_no_member_but_a_name_that_begins_like_it_is(tmp_path: Path) -> None:
    table = members(
        tmp_path,
        ["A-1", "รวมพร ใจดี", "หญิง", "", "1/4/2562", ""],
        ["", "รวม 1 คน", "", "", "", ""],
        ["", "รวมพล มีสุข", "ชาย", "", "1/4/2562", ""],
    )
    assert [row.values["name"] for row in table.rows] == ["รวมพร ใจดี"]
    assert found(table) == [("cell.needed", 4, "A เลขที่สมาชิก *")]
