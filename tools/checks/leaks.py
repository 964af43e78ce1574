"""Nothing leaves with the source that belongs to one machine or one person: paths, keys, tokens."""

from __future__ import annotations

import re
from pathlib import Path

from tools.checks.source import kept_files, told

INVENTED = "a password in an address"
"""Tests may write one, to show that nobody repeats it."""
LEAKS = {
    "a path of one machine": re.compile(r"(?<![\w.}/-])/(?:work|root|tmp/[a-z]\w*|home/(?!app\b)\w+|Users)/\w"),
    "a private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
    "an access token": re.compile(r"\b(?:gh[pousr]_\w{36}|AKIA[0-9A-Z]{16}|xox[bpars]-[\w-]{20,})"),
    "what looks like a LINE channel access token": re.compile(r"(?<![\w+/])[A-Za-z0-9+/]{120,}={0,2}(?![\w+/=])"),
    INVENTED: re.compile(r"\b(?:postgresql|https?)(?:\+\w+)?://\w+:(?!password@|secret@|\$)[^@\s/{<…]+@"),
}
SKIPPED = {".lock", ".npz", ".png", ".jpg", ".ttf", ".woff2"}


def faults(root: Path) -> list[str]:
    """Lines of kept text files that name a machine's path or carry something secret."""
    found = []
    for path in kept_files(root):
        if path.suffix in SKIPPED:
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(text.splitlines(), start=1):
            seen = [what for what, pattern in LEAKS.items() if pattern.search(line)]
            if path.is_relative_to(root / "tests"):
                seen = [what for what in seen if what != INVENTED]
            found += [told(root, path, number, what) for what in seen]
    return found
