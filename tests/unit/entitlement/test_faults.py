"""A wrong file is told fault by fault, each with its place and its remedy, and nothing else is printed."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from bot.clock import SystemClock
from bot.commands.entitlement import entitlement
from bot.entitlement.faults import Faults
from bot.entitlement.reading import load_text

CASE = """
rulebook: RB-A
asked_on: 2026-11-21
member: {joined: 2019-04-01, sex: female, paid_to: 2026-11}
event: {kind: hospital, date: 2026-11-20, nights: 2}
"""
BOOK = """
fund: DEMO-A
rulebook: {code: MINE, version: 2, effective_from: 2025-04-01, effective_to: null, status: approved}
benefits:
  - code: IPD
    clause: "13"
    who: [member]
    waiting_days: 180
    amount: {type: per_unit, unit: night, baht: 200}
"""


def run(tmp_path: Path, text: str, *options: str) -> Result:
    path = tmp_path / "case.yaml"
    path.write_text(text, encoding="utf-8")
    app = typer.Typer()
    app.command()(entitlement)
    return CliRunner().invoke(app, [str(path), *options])


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (("kind: hospital", "kind: hopsital"), 'case.yaml: event.kind: unknown kind "hopsital", write one of birth, '),
        (("nights: 2", "nights: -1"), "case.yaml: event.nights: -1 will not do, write a whole number, 0 or more"),
        (("2026-11-20", "2569-11-20"), "case.yaml: event.date: 2569-11-20 is a Buddhist year, write the common era"),
        (("date: 2026-11-20", "date: yesterday"), 'case.yaml: event.date: "yesterday" will not do, write a day as'),
        (("paid_to: 2026-11", "paid_to: November"), 'case.yaml: member.paid_to: "November" will not do, write a month'),
        (("sex: female", "sex: woman"), 'case.yaml: member.sex: unknown sex "woman", write one of female, male'),
        (("sex: female", "gender: female"), "case.yaml: member.gender: unknown key, write one of "),
        (("RB-A", "RB-Z"), 'case.yaml: rulebook: there is no rulebook "RB-Z", write one of RB-A, RB-B, RB-C, RB-D or'),
        (("rulebook: RB-A\n", ""), "case.yaml: rulebook: is missing, write a demo rulebook's code or the path"),
        (("event: {", "happening: {"), "case.yaml: event: is missing"),
        (("nights: 2}", "nights: 2"), "case.yaml: line "),
        (("nights: 2}", "nights: two}"), 'case.yaml: event.nights: "two" will not do, write a whole number, 0 or more'),
    ],
)
def test_a_wrong_case_is_told_with_its_place(tmp_path: Path, change: tuple[str, str], line: str) -> None:
    done = run(tmp_path, CASE.replace(*change), "--json")
    assert done.exit_code == 2
    assert done.stdout == ""
    assert any(told.startswith(line) for told in done.stderr.splitlines()), done.stderr
    assert "Traceback" not in done.stderr


def test_every_fault_of_a_list_is_told_at_once(tmp_path: Path) -> None:
    cases = """
- {rulebook: RB-A, asked_on: 2026-11-21, member: null, event: {kind: hospital}}
- 7
- {rulebook: RB-B, member: {joined: soon}, history: [{kind: birth}, {date: 2026-01-01}], event: {kind: x}}
"""
    done = run(tmp_path, cases)
    assert done.exit_code == 2
    assert {line.split(": ")[1] for line in done.stderr.splitlines()} == {
        "[1]",
        "[2].member.joined",
        "[2].history[0].date",
        "[2].history[1].kind",
        "[2].event.kind",
    }


@pytest.mark.parametrize("text", ["", "[]", "- ", "just words", "42"])
def test_a_file_that_is_no_case(tmp_path: Path, text: str) -> None:
    done = run(tmp_path, text, "--json")
    if text == "[]":
        assert (done.exit_code, json.loads(done.stdout)) == (0, [])
    else:
        assert done.exit_code == 2
        assert done.stderr.startswith("case.yaml: ")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    app = typer.Typer()
    app.command()(entitlement)
    done = CliRunner().invoke(app, [str(tmp_path / "nothing.yaml")])
    assert done.exit_code == 2
    assert done.stderr == "nothing.yaml: cannot be read (No such file or directory), write the path of a case file\n"


def test_a_rulebook_file_beside_the_case(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(BOOK, encoding="utf-8")
    done = run(tmp_path, CASE.replace("RB-A", "mine.yaml"), "--json")
    assert done.exit_code == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["rulebook"], told["version"], told["clause"], told["baht"]) == ("MINE", 2, "13", 400)


def test_a_wrong_rulebook_file_is_told_with_its_own_place(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(BOOK.replace("baht: 200", "baht: lots"), encoding="utf-8")
    done = run(tmp_path, CASE.replace("RB-A", "mine.yaml"))
    assert done.exit_code == 2
    place = "case.yaml: rulebook: mine.yaml: benefits[0].amount.baht"
    assert done.stderr == f'{place}: "lots" will not do, write an amount in baht, 0 or more\n'


def test_asked_on_is_today_where_it_is_not_written(tmp_path: Path) -> None:
    undated = CASE.replace("asked_on: 2026-11-21\n", "").replace("hospital, date: 2026-11-20, nights: 2", "resign")
    done = run(tmp_path, undated, "--json")
    assert done.exit_code == 0, done.stderr
    assert json.loads(done.stdout)["findings"][0]["needed"] == SystemClock().today().isoformat()


def test_without_json_a_person_can_read_it(tmp_path: Path) -> None:
    done = run(tmp_path, CASE)
    assert done.stdout.startswith("entitled: 400 baht (RB-A version 2, clause 13)\n")
    assert "claim until: 2027-01-19" in done.stdout


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (("version: 2", "version: two"), 'rulebook.version: "two" will not do, write a whole number, 1 or more'),
        (
            ("effective_to: null", "effective_to: 2020-01-01"),
            "rulebook.effective_to: 2020-01-01 is before effective_from",
        ),
        (("type: per_unit", "type: per_unti"), 'benefits[0].amount.type: unknown type "per_unti", write one of flat, '),
        (("[member]", "[membre]"), 'benefits[0].who: unknown person "membre", write some of member, '),
        (("code: IPD", "code: SOMETHING"), "benefits[0].kind: is missing"),
        (
            ("waiting_days: 180", "waiting_days: 180\n    waiting_years: 1"),
            "benefits[0].waiting_years: and waiting_days",
        ),
        (("waiting_days: 180", "waiting: 180"), "benefits[0].waiting: unknown key, write one of amount, "),
        (("waiting_days: 180", "cap_year: {basis: lunar}"), 'benefits[0].cap_year.basis: unknown basis "lunar"'),
        (("waiting_days: 180", "cap_year: {basis: fiscal}"), "benefits[0].cap_year: limits nothing, write baht"),
        (("waiting_days: 180", "claim_window: {until: 31-07}"), 'benefits[0].claim_window.until: "31-07" is no day'),
        (("waiting_days: 180", "part_of: BIRTH"), 'benefits[0].part_of: no benefit has the code "BIRTH"'),
        (("fund: DEMO-A\n", ""), "fund: is missing"),
    ],
)
def test_a_wrong_rulebook_is_told_with_its_place(change: tuple[str, str], line: str) -> None:
    with pytest.raises(Faults) as wrong:
        load_text(BOOK.replace(*change))
    assert any(told.startswith(line) for told in wrong.value.lines), wrong.value.lines


def test_versions_come_oldest_first_and_only_once() -> None:
    older = BOOK.replace("version: 2", "version: 1").replace("2025-04-01", "2020-01-01")
    assert [book.version for book in load_text(BOOK + "---" + older)] == [1, 2]
    assert load_text(BOOK)[0].covers(dt.date(2025, 4, 1))
    with pytest.raises(Faults, match="version 2 is there more than once"):
        load_text(BOOK + "---" + BOOK)
