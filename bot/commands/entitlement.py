"""`nongbaht entitlement CASE.yaml`: one case, or a list of cases, against the demo rulebooks or a rulebook file."""

from __future__ import annotations

import json as json_text
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bot.entitlement.book import Rulebook
    from bot.entitlement.findings import Assessment


def entitlement(
    case: Annotated[Path, typer.Argument(help="A YAML file: one case, or a list of cases (docs/rulebook-format.md).")],
    json: Annotated[bool, typer.Option("--json", help="Print JSON: an object, or an array for a list.")] = False,
) -> None:
    """Say what a case brings under its rulebook, and why. Faults of a file: one line each, exit 2."""
    from bot.clock import SystemClock
    from bot.entitlement.answers import as_json
    from bot.entitlement.assess import assess
    from bot.entitlement.case import read_cases
    from bot.entitlement.faults import Faults
    from bot.entitlement.reading import parse_yaml

    try:
        document = parse_yaml(_text_of(case))
        cases = read_cases(document, _shelf(case.parent), SystemClock().today())
    except Faults as wrong:
        for line in wrong.lines:
            print(f"{case.name}: {line}", file=sys.stderr)
        raise typer.Exit(2) from None
    answers = [assess(one.rulebooks, one.membership, one.history, one.event, one.asked_on) for one in cases]
    if json:
        printed = [as_json(answer) for answer in answers]
        shown = printed if isinstance(document, list) else printed[0]
        print(json_text.dumps(shown, ensure_ascii=False, separators=(",", ":")))
    else:
        print("\n\n".join(_readable(answer) for answer in answers))


def _text_of(path: Path) -> str:
    from bot.entitlement.faults import Faults

    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as wrong:
        raise Faults([f"cannot be read ({wrong.strerror}), write the path of a case file"]) from None
    except UnicodeDecodeError:
        raise Faults(["is not UTF-8 text, save it as UTF-8"]) from None


def _shelf(folder: Path) -> Callable[[str], list[Rulebook]]:
    """Finds rulebooks: a demo code (RB-A), a demo fund (DEMO-A), else a file beside the case or where we stand."""
    from bot.demo.rulebooks import demo_rulebooks, demo_rulebooks_of
    from bot.entitlement.faults import Faults
    from bot.entitlement.rulebook import load_file

    def find(name: str) -> list[Rulebook]:
        known = demo_rulebooks()
        if name in known:
            return known[name]
        of_fund = demo_rulebooks_of(name)
        if of_fund is not None:
            return of_fund
        for path in (folder / name, Path(name)):
            if path.is_file():
                return load_file(path)
        raise Faults([f'there is no rulebook "{name}", write one of {", ".join(known)} or the path of a rulebook file'])

    return find


def _readable(answer: Assessment) -> str:
    from bot.entitlement.answers import as_json

    told = as_json(answer)
    amount = "amount not known" if told["baht"] is None else f"{told['baht']:,} baht"
    source = (
        f"{told['rulebook']} version {told['version']}, clause {told['clause']}" if told["version"] else "no rulebook"
    )
    lines = [f"{told['outcome'].replace('_', ' ')}: {amount} ({source})"]
    for key in ("missing", "documents"):
        if told[key]:
            lines.append(f"  {key}: {', '.join(told[key])}")
    for key in ("claim_until", "waits_until"):
        if told[key]:
            lines.append(f"  {key.replace('_', ' ')}: {told[key]}")
    for one in told["findings"]:
        needed, saw = (json_text.dumps(one[key], ensure_ascii=False) for key in ("needed", "saw"))
        lines.append(f"  {one['outcome'].replace('_', ' '):8} {one['rule']:14} needed {needed}, saw {saw}")
    return "\n".join(lines)


if __name__ == "__main__":
    typer.run(entitlement)
