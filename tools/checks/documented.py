"""Docs cannot rot: settings, commands and intents appear in them, and what they name exists."""

from __future__ import annotations

import ast
import re
from importlib import import_module
from pathlib import Path

from tools.checks.source import parse, told

FENCE = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
SETTING = re.compile(r"\bNONGBAHT_[A-Z_]+\b")
COMMAND = re.compile(r"(?:\.venv/bin/|`|^\s*|\$ )nongbaht ([a-z][a-z-]+)")
TARGET = re.compile(r"`(?:[^`]* )?make ([a-z]+)[^`]*`|^\s*make ([a-z]+)")
TESTING = {"NONGBAHT_TEST_POSTGRES_URL", "NONGBAHT_LINE_JUDGE"}


def faults(root: Path) -> list[str]:
    """What the docs leave out, and what they name that is not there."""
    pages = sorted([root / "README.md", root / "CONTRIBUTING.md", *(root / "docs").rglob("*.md")])
    texts = {page: page.read_text(encoding="utf-8") for page in pages if page.exists()}
    everything = "\n".join(texts.values())
    known = settings(root)
    spoken = commands(root)
    targets = set(re.findall(r"^([a-z]+):.*##", (root / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    found = [f"docs:1: {what} appears nowhere" for what in _left_out(root, known, spoken, targets, everything)]
    for page, text in texts.items():
        for number, line in enumerate(text.splitlines(), start=1):
            wrong = [f"{name} is no setting" for name in SETTING.findall(line) if name not in known | TESTING]
            wrong += [f"nongbaht {name} is no command" for name in COMMAND.findall(line) if name not in spoken]
            named = {a or b for a, b in TARGET.findall(line)}
            wrong += [f"make {name} is no target" for name in sorted(named - targets)]
            wrong += [f"{link} is not there" for link in FENCE.findall(line) if not (page.parent / link).exists()]
            found += [told(root, page, number, what) for what in wrong]
    return found


def _left_out(root: Path, known: set[str], spoken: set[str], targets: set[str], text: str) -> list[str]:
    missing = [f"the setting {name}" for name in sorted(known | TESTING) if name not in text]
    missing += [f"the command nongbaht {name}" for name in sorted(spoken) if f"nongbaht {name}" not in text]
    missing += [f"make {name}" for name in sorted(targets) if f"make {name}" not in text]
    return missing + [f"the intent {name}" for name in sorted(intents(root)) if f"`{name}`" not in text]


def settings(root: Path) -> set[str]:
    """The environment variables that bot/settings.py reads."""
    tree = parse(root / "bot/settings.py")
    holder = next(node for node in ast.walk(tree) if isinstance(node, ast.ClassDef) and node.name == "Settings")
    fields = (
        node.target.id for node in holder.body if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    )
    return {f"NONGBAHT_{name.upper()}" for name in fields if not name.startswith("_")}


def commands(root: Path) -> set[str]:
    """The words that may follow `nongbaht`, as its own help has them."""
    if not (root / "bot/cli.py").exists():
        return set()
    import typer
    from typer.main import get_command

    apps = [value for value in vars(import_module("bot.cli")).values() if isinstance(value, typer.Typer)]
    return {name for app in apps for name in getattr(get_command(app), "commands", {})}


def intents(root: Path) -> set[str]:
    """The names of the intents that the model learns."""
    return {path.stem for path in (root / "locales/th/intents").glob("*.yaml")}
