"""The command as an operator runs it: a process of its own, its words on the screen, its end on Ctrl-C."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

NONGBAHT = str(Path(sys.executable).parent / "nongbaht")


@pytest.fixture
def demo(root: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`nongbaht demo` on a free port, and the address that it printed."""
    with subprocess.Popen(
        [NONGBAHT, "demo", "--port", "0"], cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            found = re.search(r"http://127\.0\.0\.1:\d+", line)
            assert found, f"no address in {line!r}"
            yield process, found.group()
        finally:
            process.kill()


def test_the_demo_prints_where_it_is_serves_and_ends_quietly(demo: tuple[subprocess.Popen[str], str]) -> None:
    process, address = demo
    with urllib.request.urlopen(f"{address}/health", timeout=10) as answer:
        assert answer.read().strip() == b"ok"
    with urllib.request.urlopen(f"{address}/simulator", timeout=10) as answer:
        assert "text/html" in answer.headers["Content-Type"]
        assert '<html lang="th">' in answer.read().decode()
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=20)
    assert "Traceback" not in errors


@pytest.mark.parametrize(
    ("arguments", "remedy"),
    [
        (["serve"], "NONGBAHT_LINE_CHANNEL_SECRET"),
        (["entitlement", "no-such-file.yaml"], "no-such-file.yaml"),
        (["demo", "--port", "99999"], "port"),
    ],
)
def test_an_operators_mistake_gets_one_line_with_the_remedy(tmp_path: Path, arguments: list[str], remedy: str) -> None:
    done = subprocess.run([NONGBAHT, *arguments], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1
    assert remedy in done.stderr
