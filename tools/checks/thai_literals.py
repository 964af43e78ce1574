"""No Thai in Python: every word that a person reads or that is recognised lives under locales/."""

from __future__ import annotations

import re
from pathlib import Path

from tools.checks.source import python_files, told

THAI = re.compile("[\u0e00-\u0e7f]+")


def faults(root: Path) -> list[str]:
    """Thai characters anywhere in the installed code: strings, names and comments alike."""
    found = []
    for path in python_files(root):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if thai := THAI.search(line):
                found.append(told(root, path, number, f"Thai in code ({thai.group()}): it belongs into locales/th"))
    return found
