"""One clock: nothing but bot/clock.py asks the machine, or the database, what time it is."""

from __future__ import annotations

import ast
from pathlib import Path

from tools.checks.source import parse, python_files, told

ALLOWED = Path("bot/clock.py")
ASKING = {
    "datetime": {"now", "utcnow", "today"},
    "date": {"today"},
    "time": {"time", "time_ns", "localtime", "gmtime", "ctime"},
    "func": {"now", "current_timestamp", "current_date"},
}


def faults(root: Path) -> list[str]:
    """Calls such as datetime.now(), date.today(), time.time(), func.now(), and `from time import time`."""
    found = []
    for path in python_files(root):
        if path.relative_to(root) == ALLOWED:
            continue
        for node in ast.walk(parse(path)):
            if isinstance(node, ast.Attribute) and node.attr in ASKING.get(_last_name(node.value), ()):
                name = f"{_last_name(node.value)}.{node.attr}"
                found.append(told(root, path, node.lineno, f"{name}: time comes from bot/clock.py"))
            elif isinstance(node, ast.ImportFrom) and node.module == "time":
                names = [alias.name for alias in node.names if alias.name in ASKING["time"]]
                found += [told(root, path, node.lineno, f"time.{name}: time comes from bot/clock.py") for name in names]
    return found


def _last_name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
