"""Every room of bot/ has a floor: import-linter guards only what its contract names."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path


def faults(root: Path) -> list[str]:
    """Modules directly under bot/ that the contract `floors` in pyproject.toml does not name."""
    settings = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["id"] == "floors")
    named = set(re.findall(r"bot\.(\w+)", " ".join(layers)))
    rooms = {path.stem for path in (root / "bot").glob("*.py") if path.stem != "__init__"}
    rooms |= {path.parent.name for path in (root / "bot").glob("*/__init__.py")}
    return [f"pyproject.toml:1: bot.{room} stands on no floor of the import contract" for room in sorted(rooms - named)]
