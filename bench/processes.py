"""Servers that the benchmark starts, each with an end."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent.parent


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


class Server:
    """A running process and what it cost to get there."""

    def __init__(self, process: subprocess.Popen[bytes], port: int, started_in: float) -> None:
        self.process, self.port, self.started_in = process, port, started_in

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def cpu_seconds(self) -> float | None:
        """Processor time used so far, all threads; None where the system does not tell."""
        try:
            fields = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        except OSError:
            return None
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def megabytes(self, field: str = "VmRSS") -> float | None:
        """Resident memory now (or at its peak: VmHWM); None where the system does not tell."""
        try:
            lines = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii").splitlines()
        except OSError:
            return None
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(field + ":"))


@contextmanager
def serving(
    command: list[str], port: int, log: IO[bytes], environ: Mapping[str, str] | None = None, path: str = "/health"
) -> Iterator[Server]:
    """Starts a server, waits until `path` answers, and ends it. Ends the benchmark where it does not come up."""
    started = time.monotonic()
    process = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **(environ or {})}, stdout=log, stderr=subprocess.STDOUT
    )
    try:
        while not _answers(port, path):
            if process.poll() is not None or time.monotonic() - started > 30:
                said = Path(log.name).read_text(encoding="utf-8", errors="replace").splitlines()[-5:]
                raise SystemExit("\n".join([f"{' '.join(command)} did not come up:", *said]))
            time.sleep(0.01)
        yield Server(process, port, time.monotonic() - started)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _answers(port: int, path: str) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=1) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def python(*arguments: str) -> list[str]:
    """A command line of this Python."""
    return [sys.executable, *arguments]
