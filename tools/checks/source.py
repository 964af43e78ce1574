"""Which files the checks read, and how a fault is told."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

CODE = ("bot", "storage")


def python_files(root: Path, *folders: str) -> Iterator[Path]:
    """Every Python file below the folders (default: the installed code), in a steady order."""
    for folder in folders or CODE:
        yield from sorted((root / folder).rglob("*.py"))


def parse(path: Path) -> ast.Module:
    """The file's syntax tree. Raises SyntaxError where it is no Python."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def told(root: Path, path: Path, line: int, what: str) -> str:
    """A fault as editors understand it: file:line: what."""
    return f"{path.relative_to(root)}:{line}: {what}"


def kept_files(root: Path) -> list[Path]:
    """The files that git keeps or would keep; in a tree without git, all files outside hidden folders."""
    try:
        listing = subprocess.run(
            ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            capture_output=True,
            check=True,
        )
        paths = [root / name for name in listing.stdout.decode().split("\0") if name]
    except (OSError, subprocess.CalledProcessError):
        paths = [
            path for path in root.rglob("*") if not any(part.startswith(".") for part in path.relative_to(root).parts)
        ]
    return sorted(path for path in set(paths) if path.is_file())
