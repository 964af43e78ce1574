"""`make check`: every check of the house, one after another; all are run even where one fails."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tools.checks import documented, floors, leaks, one_clock, thai_literals, words

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent

COMMANDS: dict[str, list[str]] = {
    "layout (ruff format)": [str(BIN / "ruff"), "format", "--check", "--output-format", "concise", "."],
    "lint (ruff)": [str(BIN / "ruff"), "check", "--quiet", "--output-format", "concise", "."],
    "types (mypy --strict)": [str(BIN / "mypy"), "--no-error-summary"],
    "floors (import-linter)": [str(BIN / "lint-imports"), "--no-logo"],
}
HOUSE: dict[str, Callable[[Path], list[str]]] = {
    "every room has a floor": floors.faults,
    "no Thai in code": thai_literals.faults,
    "one clock": one_clock.faults,
    "words: catalogues and code agree": words.faults,
    "nothing private leaves": leaks.faults,
    "docs name everything": documented.faults,
}


def main() -> int:
    """Runs the checks and tells the faults of each; 1 where there are any."""
    failed: list[str] = []
    for name, command in COMMANDS.items():
        _report(name, failed, lambda command=command: _run(command))  # type: ignore[misc]
    for name, check in HOUSE.items():
        _report(name, failed, lambda check=check: check(ROOT))  # type: ignore[misc]
    print(f"{len(COMMANDS) + len(HOUSE) - len(failed)} checks passed, {len(failed)} failed")
    return 1 if failed else 0


def _run(command: list[str]) -> list[str]:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if not done.returncode:
        return []
    return (done.stdout + done.stderr).strip().splitlines() or [f"exit status {done.returncode}"]


def _report(name: str, failed: list[str], check: Callable[[], list[str]]) -> None:
    started = time.monotonic()
    found = check()
    print(f"{'FAILED' if found else 'ok':6}  {name}  {time.monotonic() - started:.1f} s", flush=True)
    for fault in found:
        print(f"        {fault}")
    if found:
        failed.append(name)


if __name__ == "__main__":
    sys.exit(main())
