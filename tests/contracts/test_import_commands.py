"""`nongbaht template`, `import` and `rulebook check` as an operator runs them."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.exchange.templates import KINDS
from storage.errors import StorageError
from tests.contracts.import_house import AREAS, FUND, MEMBER, sheet


@pytest.fixture
def run(migrated_sqlite: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    database = tmp_path / "house.db"
    database.write_bytes(migrated_sqlite.read_bytes())
    monkeypatch.setenv("NONGBAHT_DATABASE_URL", f"sqlite+aiosqlite:///{database}")
    return CliRunner()


def called(run: CliRunner, *words: object) -> Result:
    return run.invoke(app, [str(word) for word in words])


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_is_written_once(run: CliRunner, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "t.xlsx"
    first = called(run, "template", kind, path)
    assert first.exit_code == 0
    assert str(path) in first.stdout
    second = called(run, "template", kind, path)
    assert isinstance(second.exception, StorageError)
    assert "already" in str(second.exception)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("template", "cows", "x.xlsx"), "areas, funds"),
        (("template", "members", "x.csv"), ".xlsx"),
        (("import", "cows", "x.xlsx"), "areas, funds"),
        (("import", "members", "x.xlsx", "--as-of", "เมื่อวาน"), "15/7/2568"),
        (("import", "members", "x.xlsx", "--as-of", "1/1/2699"), "lies ahead"),
    ],
)
def test_mistakes_are_one_line(run: CliRunner, words: tuple[str, ...], said: str) -> None:
    result = called(run, *words)
    assert isinstance(result.exception, StorageError)
    assert said in str(result.exception)
    assert "\n" not in str(result.exception)


def test_tried_saved_and_saved_again(run: CliRunner, tmp_path: Path) -> None:
    for kind, rows in (("areas", AREAS), ("funds", [FUND])):
        assert called(run, "import", kind, sheet(tmp_path, kind, rows), "--yes").exit_code == 0
    path = sheet(tmp_path, "members", [MEMBER])
    tried = called(run, "import", "members", path)
    assert tried.exit_code == 0
    assert "ใหม่ 1 เปลี่ยน 0 เหมือนเดิม 0" in tried.stdout
    assert "ยังไม่ได้บันทึก" in tried.stdout
    assert "บันทึกแล้ว 1 รายการ" in called(run, "import", "members", path, "--save").stdout
    assert "ไม่มีอะไรต้องบันทึก" in called(run, "import", "members", path, "--yes").stdout
    later = sheet(tmp_path, "members", [{**MEMBER, "paid_to": "พ.ย. 2569", "as_of": "20/11/2569"}])
    assert "ส่งเงินถึงเดือน 10/2569 → 11/2569" in called(run, "import", "members", later).stdout


def test_faults_go_to_the_error_output_with_exit_code_2(run: CliRunner, tmp_path: Path) -> None:
    path = sheet(tmp_path, "members", [{**MEMBER, "born": "31/2/2510"}, {**MEMBER, "number": ""}])
    thai = called(run, "import", "members", path, "--yes")
    assert thai.exit_code == 2
    assert "ยังไม่ได้บันทึกอะไรเลย" in thai.stderr
    assert 'แผ่น "สมาชิก" แถว 2 ช่อง E วันเกิด' in thai.stderr
    assert 'แผ่น "สมาชิก" แถว 3 ช่อง B เลขสมาชิก: ยังว่างอยู่' in thai.stderr
    english = called(run, "import", "members", path, "--english")
    assert 'row 2, column E วันเกิด: "31/2/2510" is a day that does not exist' in english.stderr


def test_a_rulebook_is_told_back_from_a_file_and_from_a_workbook(run: CliRunner, tmp_path: Path, root: Path) -> None:
    source = root / "bot" / "demo" / "rulebooks" / "rb_d.yaml"
    assert called(run, "template", "rulebook", tmp_path / "r.xlsx", "--from", source).exit_code == 0
    from_file = called(run, "rulebook", "check", source)
    from_book = called(run, "rulebook", "check", tmp_path / "r.xlsx")
    assert from_file.exit_code == 0
    assert from_book.stdout == from_file.stdout
    assert "ระเบียบกองทุน DEMO-D ฉบับที่ 1" in from_file.stdout
    assert called(run, "rulebook", "check", source, "--out", tmp_path / "told.txt").exit_code == 0
    assert (tmp_path / "told.txt").read_text(encoding="utf-8") == from_file.stdout


def test_a_faulty_rulebook_is_not_told_back(run: CliRunner, tmp_path: Path) -> None:
    called(run, "template", "rulebook", tmp_path / "r.xlsx")
    result = called(run, "rulebook", "check", tmp_path / "r.xlsx")
    assert result.exit_code == 2
    assert "หัวระเบียบ" in result.stderr
