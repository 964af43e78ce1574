"""Every case under golden/ brings what it expects, as the command prints it."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from bot.demo.rulebooks import demo_rulebooks, demo_rulebooks_of
from bot.entitlement.answers import as_json
from bot.entitlement.assess import assess
from bot.entitlement.case import read_cases
from bot.entitlement.rulebook import Rulebook

FILES = sorted((Path(__file__).parent / "golden").glob("*.yaml"))
KEYS = [
    *("outcome", "baht", "clause", "rulebook", "version"),
    *("findings", "missing", "documents", "claim_until", "waits_until"),
]


def shelf(name: str) -> list[Rulebook]:
    return demo_rulebooks().get(name) or demo_rulebooks_of(name) or []


def written(path: Path) -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return cases


def plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value


CASES = [pytest.param(case, id=f"{path.stem}: {case['name']}") for path in FILES for case in written(path)]


@pytest.mark.parametrize("case", CASES)
def test_a_golden_case(case: dict[str, Any]) -> None:
    [read] = read_cases([case], shelf, dt.date(2026, 11, 21))
    told = as_json(assess(read.rulebooks, read.membership, read.history, read.event, read.asked_on))
    expected = dict(case["expect"])
    rules = expected.pop("rules", {})
    assert {key: told[key] for key in expected} == {key: plain(value) for key, value in expected.items()}
    seen = {finding["rule"]: finding["outcome"] for finding in told["findings"]}
    assert {rule: seen.get(rule) for rule in rules} == rules
    assert list(told) == KEYS
    assert told["findings"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_command_prints_a_list_in_its_order(path: Path) -> None:
    import typer

    from bot.commands.entitlement import entitlement

    app = typer.Typer()
    app.command()(entitlement)
    done = CliRunner().invoke(app, [str(path), "--json"])
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert [one["outcome"] for one in told] == [case["expect"]["outcome"] for case in written(path)]
