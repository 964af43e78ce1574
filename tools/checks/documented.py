"""Docs cannot rot: settings, commands and intents appear in them, and what they name exists."""

from __future__ import annotations

import ast
import re
from importlib import import_module
from pathlib import Path

from typer.main import get_command

from tools.checks.source import parse, python_files, told

LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
SETTING = re.compile(r"\bNONGBAHT_[A-Z_]+\b")
COMMAND = re.compile(r"(?:\.venv/bin/|`|^\s*|\$ )nongbaht ([a-z][a-z-]+)")
TARGET = re.compile(r"(?:`|&& |^\s*)make ([a-z]+)")
CODE = re.compile(r"`[^`]+`")
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
        fenced = False
        for number, line in enumerate(text.splitlines(), start=1):
            fenced ^= line.lstrip().startswith("```")
            wrong = [f"{name} is no setting" for name in SETTING.findall(line) if name not in known | TESTING]
            wrong += [f"nongbaht {name} is no command" for name in COMMAND.findall(line) if name not in spoken]
            code = [line] if fenced else CODE.findall(line)
            named = {name for part in code for name in TARGET.findall(part)}
            wrong += [f"make {name} is no target" for name in sorted(named - targets)]
            wrong += [f"{link} is not there" for link in LINK.findall(line) if not (page.parent / link).exists()]
            found += [told(root, page, number, what) for what in wrong]
    return found


def _left_out(root: Path, known: set[str], spoken: set[str], targets: set[str], text: str) -> list[str]:
    missing = [f"the setting {name}" for name in sorted(known | TESTING) if name not in text]
    missing += [f"the command nongbaht {name}" for name in sorted(spoken) if f"nongbaht {name}" not in text]
    missing += [f"make {name}" for name in sorted(targets) if f"make {name}" not in text]
    return missing + [f"the intent {name}" for name in sorted(intents(root)) if f"`{name}`" not in text]


def settings(root: Path) -> set[str]:
    """The environment variables that the code reads: the fields of Settings, and those that it names in full."""
    found: set[str] = set()
    for path in python_files(root):
        for node in ast.walk(parse(path)):
            if isinstance(node, ast.ClassDef) and node.name == "Settings":
                fields = [part.target for part in node.body if isinstance(part, ast.AnnAssign)]
                found |= {f"NONGBAHT_{field.id.upper()}" for field in fields if isinstance(field, ast.Name)}
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                found |= set(SETTING.findall(node.value))
    return {name for name in found if not name.endswith("_")}


def commands(root: Path) -> set[str]:
    """The words that may follow `nongbaht`, as its own help has them."""
    if not (root / "bot/cli.py").exists():
        return set()
    return set(getattr(get_command(import_module("bot.cli").app), "commands", {}))


def intents(root: Path) -> set[str]:
    """The names of the intents that the model learns."""
    return {path.stem for path in (root / "locales/th/intents").glob("*.yaml")}
