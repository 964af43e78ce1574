"""Lists that leave: as a person finds them in his spreadsheet, and never a formula among them."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date
from typing import Any

import pytest
from python_calamine import load_workbook

from bot.exchange.tabulate import MOST_ROWS, Column, text_page, text_table, workbook

COLUMNS = (Column("กองทุน"), Column("สมาชิก", figures=True), Column("หมายเหตุ"))
EVIL = '=HYPERLINK("http://example.org","กดเลย")'
ROWS = (("ตำบลบ้านสวน", 298, None), ("ตำบลคลองใหญ่", 1295.5, EVIL), (date(2026, 11, 21), "n/a", "@x\x00"))
AS_OF, MARK = "ข้อมูล ณ วันที่ 21 พ.ย. 2569", "ส่งออกโดย ผู้ประสานงาน เมื่อ 21 พ.ย. 2569 เวลา 10.00 น."


def sheet(data: bytes) -> list[list[Any]]:
    book = load_workbook(io.BytesIO(data))
    return book.get_sheet_by_index(0).to_python(skip_empty_area=False)


def test_a_workbook_reads_as_the_list_was() -> None:
    cells = sheet(workbook("สมาชิก โซนเมือง", COLUMNS, ROWS, AS_OF, MARK))
    assert cells[0][0] == "สมาชิก โซนเมือง"
    assert cells[1][0] == AS_OF
    assert cells[3] == ["กองทุน", "สมาชิก", "หมายเหตุ"]
    assert cells[4] == ["ตำบลบ้านสวน", 298, ""]
    assert cells[5] == ["ตำบลคลองใหญ่", 1295.5, EVIL]
    assert cells[6] == ["2026-11-21", "n/a", "@x"]
    assert cells[-1][0] == MARK


def test_no_cell_is_a_formula_or_a_link() -> None:
    with zipfile.ZipFile(io.BytesIO(workbook("ก", COLUMNS, ROWS, AS_OF, MARK))) as book:
        inside = book.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in inside
        assert "hyperlink" not in inside
        assert not any("externalLink" in name for name in book.namelist())


def test_odd_titles_are_names_of_sheets_all_the_same() -> None:
    book = load_workbook(io.BytesIO(workbook("สรุป [1]: ก/ข? " + "ย" * 60, COLUMNS, (), AS_OF, MARK)))
    assert 1 <= len(book.sheet_names[0]) <= 31
    assert load_workbook(io.BytesIO(workbook("[]", COLUMNS, (), AS_OF, MARK))).sheet_names == ["1"]


def test_text_opens_in_a_spreadsheet_with_thai_letters_and_without_formulas() -> None:
    data = text_table("สมาชิก", COLUMNS, ROWS, AS_OF, MARK)
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert rows[3] == ["กองทุน", "สมาชิก", "หมายเหตุ"]
    assert rows[4] == ["ตำบลบ้านสวน", "298", ""]
    assert rows[5][2] == "'" + EVIL
    assert rows[6] == ["2026-11-21", "n/a", "'@x"]
    assert rows[-1] == [MARK]


def test_a_page_of_text() -> None:
    page = text_page("ข่าว", ["บรรทัดหนึ่ง", "บรรทัดสอง"], AS_OF, MARK).decode("utf-8-sig")
    assert page.split("\r\n") == ["ข่าว", AS_OF, "", "บรรทัดหนึ่ง", "บรรทัดสอง", "", MARK, ""]


def test_a_list_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="20000 rows"):
        workbook("ก", COLUMNS, [("a", 1)], AS_OF, MARK)
    with pytest.raises(ValueError, match="20000 rows"):
        text_table("ก", COLUMNS[:1], [("a",)] * (MOST_ROWS + 1), AS_OF, MARK)
