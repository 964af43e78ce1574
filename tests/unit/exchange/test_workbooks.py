"""Files that are no workbook, templates, and what a filled template reads back as."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from bot.exchange.faults import Refused
from bot.exchange.importing import KINDS as IMPORTS
from bot.exchange.lexicon import book_words, sheet_words
from bot.exchange.members import COLUMNS
from bot.exchange.tables import read_table
from bot.exchange.templates import KINDS, write_template
from bot.exchange.workbooks import letters, open_workbook
from tests.unit.exchange.books import TODAY, book

ROW = {
    "fund": "DEMO-A",
    "number": "A-0100",
    "name": "ดวงดาว แจ่มจ้า",
    "sex": "หญิง",
    "born": "๑๔ ก.พ. ๒๕๑๐",
    "joined": "1/4/2562",
    "paid_to": "พ.ย. 2569",
    "payments": "92",
    "status": "เป็นสมาชิก",
    "as_of": "20/11/2569",
}


def test_what_can_be_imported_has_a_template() -> None:
    assert set(KINDS) == set(IMPORTS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_holds_headings_examples_and_explanations_and_no_formula(kind: str, tmp_path: Path) -> None:
    write_template(kind, tmp_path / "t.xlsx")
    with zipfile.ZipFile(tmp_path / "t.xlsx") as packed:
        inside = "".join(packed.read(name).decode() for name in packed.namelist() if name.startswith("xl/worksheets/s"))
        strings = packed.read("xl/sharedStrings.xml").decode()
    assert "<f>" not in inside
    assert "<dataValidation " in inside or kind == "contributions"
    sheets = open_workbook(tmp_path / "t.xlsx")
    words = list(book_words(kind).values()) if kind == "rulebook" else [sheet_words(kind)]
    assert [sheet.name for sheet in sheets] == [*(each.name for each in words), "คำอธิบาย"]
    explained = {cell for row in sheets[-1].rows for cell in row}
    for each in words:
        for heading in each.asked.values():
            assert heading.heading in explained
            assert heading.help
            assert heading.help in strings.replace("&amp;", "&")


def test_a_filled_template_reads_back(tmp_path: Path) -> None:
    write_template("members", tmp_path / "m.xlsx", {"members": [ROW]})
    table = read_table(open_workbook(tmp_path / "m.xlsx"), sheet_words("members"), COLUMNS, TODAY)
    assert table.faults == []
    (row,) = table.rows
    assert row.number == 2
    assert row.values["born"].isoformat() == "1967-02-14"
    assert row.values["paid_to"] == "2026-11"
    assert (row.values["sex"], row.values["status"], row.values["payments"]) == ("female", "active", 92)


def test_a_formula_in_a_template_stays_text(tmp_path: Path) -> None:
    write_template("members", tmp_path / "m.xlsx", {"members": [{**ROW, "name": '=HYPERLINK("http://x.example")'}]})
    with zipfile.ZipFile(tmp_path / "m.xlsx") as packed:
        assert "<f>" not in packed.read("xl/worksheets/sheet1.xml").decode()
    table = read_table(open_workbook(tmp_path / "m.xlsx"), sheet_words("members"), COLUMNS, TODAY)
    assert [(fault.code, fault.row, fault.column) for fault in table.faults] == [("cell.formula", 2, "C ชื่อ-สกุล")]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("gone.xlsx", None, "file.missing"),
        ("x.xlsx", b"no workbook", "file.format"),
        ("x.csv", b"a,b\n1,2\n", "file.format"),
    ],
)
def test_a_file_that_is_no_workbook(tmp_path: Path, name: str, content: bytes | None, code: str) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(Refused) as refused:
        open_workbook(tmp_path / name)
    assert [fault.code for fault in refused.value.faults] == [code]


def test_a_cell_far_away_does_not_swamp_the_machine(tmp_path: Path) -> None:
    rows: list[list[object]] = [["เลขสมาชิก", "ชื่อ-สกุล"]]
    path = book(tmp_path / "far.xlsx", {"สมาชิก": rows})
    import xlsxwriter

    made = xlsxwriter.Workbook(str(path))
    sheet = made.add_worksheet("สมาชิก")
    sheet.write_string(1_048_575, 16_383, "x")
    made.close()
    with pytest.raises(Refused) as refused:
        open_workbook(path)
    assert refused.value.faults[0].code == "file.large"


def test_a_workbook_without_our_headings(tmp_path: Path) -> None:
    path = book(tmp_path / "other.xlsx", {"Sheet1": [["a", "b"], [1, 2]]})
    with pytest.raises(Refused) as refused:
        read_table(open_workbook(path), sheet_words("members"), COLUMNS, TODAY)
    assert refused.value.faults[0].code == "sheet.none"
    assert "เลขสมาชิก" in str(refused.value.faults[0].values["headings"])


@pytest.mark.parametrize(("place", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_are_named_as_the_spreadsheet_names_them(place: int, name: str) -> None:
    assert letters(place) == name


MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
)


def test_an_open_document_sheet_reads_the_same(tmp_path: Path) -> None:
    rows = [["เลขสมาชิก", "ชื่อ", "วันที่สมัคร"], ["A-1", "ดวงดาว แจ่มจ้า", "1/4/2562"]]
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    spaces = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{spaces} office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="ทะเบียน">{cells}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    with zipfile.ZipFile(tmp_path / "m.ods", "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("content.xml", content)
        packed.writestr("META-INF/manifest.xml", MANIFEST)
    table = read_table(open_workbook(tmp_path / "m.ods"), sheet_words("members"), COLUMNS, TODAY)
    assert table.faults == []
    assert [(row.number, row.values["number"], row.values["joined"].isoformat()) for row in table.rows] == [
        (2, "A-1", "2019-04-01")
    ]
