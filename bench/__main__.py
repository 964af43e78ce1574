"""Runs the benchmark: bot and echo in turn under the same load, then understanding, memory, start-up, a profile."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import IO, Any

from bench import where
from bench.processes import ROOT, Server, free_port, python, serving
from bench.traffic import SECRET, TOKEN

HERE = Path(__file__).resolve().parent
RUN = HERE / ".run"
COUNT, CONCURRENCY, ROUNDS = 1000, 32, 2
PROFILED = 300
PATIENCE = 120.0
"""Seconds after which replies that have not come are counted as lost."""

AIMS = "aims: acknowledgements ≥ 1.0 × echo, replies ≥ 0.3 × echo, understanding p50 ≤ 2 ms, start-up ≤ 3 s, ≤ 300 MB"


def main() -> int:
    """Measures, prints a table and keeps the figures in bench/last.json."""
    shutil.rmtree(RUN, ignore_errors=True)
    RUN.mkdir(parents=True)
    results: dict[str, Any] = {"webhooks": COUNT, "concurrency": CONCURRENCY, "python": sys.version.split()[0]}
    with ExitStack() as stack:
        log = stack.enter_context((RUN / "servers.log").open("wb"))
        port = free_port()
        api = stack.enter_context(serving(python("-m", "bench.fake_api", str(port)), port, log, path="/bench"))
        rounds: dict[str, list[dict[str, Any]]] = {"echo": [], "bot": []}
        for number in range(ROUNDS):
            for name in rounds:
                rounds[name].append(_round(name, number, api, log))
        results |= {name: _middle(runs) for name, runs in rounds.items()}
        results["understanding"] = _understanding()
        results["where the bot's time goes"] = _profile(api, log)
    results["ratios"] = {
        "acknowledgements": results["bot"]["acks_per_s"] / results["echo"]["acks_per_s"],
        "replies": results["bot"]["replies_per_s"] / results["echo"]["replies_per_s"],
    }
    (HERE / "last.json").write_text(json.dumps(results, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    _show(results)
    shutil.rmtree(RUN, ignore_errors=True)
    return 0


def _round(name: str, number: int, api: Server, log: IO[bytes]) -> dict[str, Any]:
    """One load on one fresh server."""
    port = free_port()
    environ = {} if name == "echo" else _bot_environ(api, f"{name}{number}")
    command = python("-m", "bench.echo", str(port), api.url) if name == "echo" else _serve(port)
    with serving(command, port, log, environ) as server:
        _load(server, api, f"warm-{name}-{number}", 64)
        idle = server.megabytes()
        before = server.cpu_seconds()
        run = _load(server, api, f"{name}-{number}", COUNT)
        after = server.cpu_seconds()
        if before is not None and after is not None:
            run["cpu_ms"] = (after - before) * 1000 / COUNT
        return run | {"start_s": server.started_in, "idle_mb": idle, "peak_mb": server.megabytes("VmHWM")}


def _bot_environ(api: Server, name: str) -> dict[str, str]:
    """A fresh database file, migrated and filled, and the settings of the bot."""
    environ = {
        "NONGBAHT_DATABASE_URL": f"sqlite+aiosqlite:///{RUN / name}.db",
        "NONGBAHT_LINE_CHANNEL_SECRET": SECRET,
        "NONGBAHT_LINE_CHANNEL_ACCESS_TOKEN": TOKEN,
        "NONGBAHT_LINE_API_URL": api.url,
    }
    for command in ([_nongbaht(), "migrate"], python("-m", "bench.prepare")):
        done = subprocess.run(command, cwd=ROOT, env={**_environ(), **environ}, capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
    return environ


def _environ() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("NONGBAHT_")}


def _nongbaht() -> str:
    return str(Path(sys.executable).parent / "nongbaht")


def _serve(port: int) -> list[str]:
    return [_nongbaht(), "serve", "--host", "127.0.0.1", "--port", str(port)]


def _load(server: Server, api: Server, run: str, count: int) -> dict[str, Any]:
    """Sends `count` webhooks and waits for their replies."""
    _call(api, "DELETE")
    command = python("-m", "bench.load", f"{server.url}/line/webhook", run, str(count), str(CONCURRENCY))
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    load = json.loads(done.stdout)
    sent: dict[str, float] = load["sent"]
    deadline = time.monotonic() + PATIENCE
    notes = _call(api)
    while len(notes["replies"]) < count and time.monotonic() < deadline:
        time.sleep(0.2)
        notes = _call(api)
    replied: dict[str, float] = {token: at for token, at in notes["replies"].items() if token in sent}
    acks, waits = sorted(load["took"]), sorted(at - sent[token] for token, at in replied.items())
    lasted = max(replied.values(), default=0.0) - min(sent.values())
    return {
        "acks_per_s": count / load["lasted"],
        "ack_p50_ms": _at(acks, 0.5) * 1000,
        "ack_p99_ms": _at(acks, 0.99) * 1000,
        "refused": load["refused"],
        "replies_per_s": len(replied) / lasted if replied else 0.0,
        "reply_p50_s": _at(waits, 0.5),
        "reply_p99_s": _at(waits, 0.99),
        "unanswered": count - len(replied),
        "calls": notes["calls"],
    }


def _at(values: list[float], share: float) -> float:
    return values[min(len(values) - 1, int(len(values) * share))] if values else 0.0


def _call(api: Server, method: str = "GET") -> dict[str, Any]:
    request = urllib.request.Request(f"{api.url}/bench", method=method)  # noqa: S310
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
        notes: dict[str, Any] = json.load(answer)
    return notes


def _middle(runs: list[dict[str, Any]]) -> dict[str, Any]:
    """The median of each figure over the rounds; faults are added up."""
    figures = {name: median(run[name] for run in runs) for name in runs[0] if isinstance(runs[0][name], float | int)}
    figures |= {name: sum(run[name] for run in runs) for name in ("refused", "unanswered")}
    return figures | {"calls": runs[-1]["calls"]}


def _understanding() -> dict[str, float]:
    done = subprocess.run(python("-m", "bench.understanding"), cwd=ROOT, capture_output=True, text=True, check=True)
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def _profile(api: Server, log: IO[bytes]) -> dict[str, float]:
    """A shorter load under a profiler: shares of busy time, not speeds."""
    dumps = {}
    for count in (0, PROFILED):
        port, dump = free_port(), RUN / f"profile{count}"
        command = python("-m", "cProfile", "-o", str(dump), *_serve(port))
        with serving(command, port, log, _bot_environ(api, f"profiled{count}")) as server:
            _load(server, api, "profile-warm", 32)  # what is loaded late is loaded in both
            if count:
                _load(server, api, "profile", count)
        dumps[count] = dump
    return dict(where.shares(dumps[PROFILED], dumps[0]))


ROWS = (
    ("acknowledgements/s", "acks_per_s", "{:.0f}"),
    ("  p50, ms", "ack_p50_ms", "{:.1f}"),
    ("  p99, ms", "ack_p99_ms", "{:.1f}"),
    ("replies/s", "replies_per_s", "{:.0f}"),
    ("  webhook to reply p50, s", "reply_p50_s", "{:.2f}"),
    ("  webhook to reply p99, s", "reply_p99_s", "{:.2f}"),
    ("processor time each, ms", "cpu_ms", "{:.2f}"),
    ("refused webhooks", "refused", "{}"),
    ("webhooks without reply", "unanswered", "{}"),
    ("start-up, s", "start_s", "{:.2f}"),
    ("memory after warm-up, MB", "idle_mb", "{:.0f}"),
    ("memory at peak, MB", "peak_mb", "{:.0f}"),
)


def _show(results: dict[str, Any]) -> None:
    print(f"{COUNT} webhooks, {CONCURRENCY} at a time, SQLite on disk, fake API; median of {ROUNDS} rounds")
    print(f"{'':28}{'echo':>10}{'bot':>10}")
    for label, name, form in ROWS:
        values = [results[who].get(name) for who in ("echo", "bot")]
        print(f"{label:28}" + "".join(f"{form.format(value) if value is not None else '-':>10}" for value in values))
    ratios = results["ratios"]
    print(f"bot/echo: acknowledgements {ratios['acknowledgements']:.2f}, replies {ratios['replies']:.2f}")
    understanding = results["understanding"]
    print("understanding, ms: p50 {p50:.2f}, p99 {p99:.2f} over {texts:.0f} texts".format(**understanding))
    print("where the bot's time goes (share of busy time under a profiler):")
    for room, share in results["where the bot's time goes"].items():
        print(f"  {share:4.0%}  {room}")
    print(AIMS)


if __name__ == "__main__":
    sys.exit(main())
