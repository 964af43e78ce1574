"""An impossible day in a case file is one fault among others, with its place."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer

from bot.commands.entitlement import entitlement

CASE = "rulebook: RB-A\nevent: {kind: hopsital}\nmember: {joined: 2019-13-01}\n"


def test_it_hides_no_other_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(CASE, encoding="utf-8")
    with pytest.raises((typer.Exit, SystemExit)) as end:
        entitlement(path, True)
    told = capsys.readouterr().err.splitlines()
    assert getattr(end.value, "exit_code", getattr(end.value, "code", None)) == 2
    assert [line.split(": ")[1] for line in told] == ["member.joined", "event.kind"]
