"""What `make setup`, the lock files and the image promise."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

LOCKED = re.compile(r"^([a-z0-9-]+)==([^ ;\\]+)(?: ; (.+?))? \\$", re.MULTILINE)
TRAINING = "bot/understanding/training/"
"""Trains the model in the workshop; the serving bot never imports it."""


def pins(root: Path, name: str) -> set[tuple[str, str]]:
    text = (root / "requirements" / f"{name}.lock").read_text(encoding="utf-8")
    return {(found[1], found[2]) for found in LOCKED.finditer(text)}


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("name", ["runtime", "dev", "build"])
def test_every_pin_has_hashes(root: Path, name: str) -> None:
    text = (root / "requirements" / f"{name}.lock").read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[a-z])", text)
    pinned = [entry for entry in entries if LOCKED.match(entry)]
    assert len(pinned) == len(pins(root, name)) > 0
    assert [entry.splitlines()[0] for entry in pinned if "--hash=sha256:" not in entry] == []


def test_tests_run_with_the_very_packages_that_serve(root: Path) -> None:
    assert pins(root, "runtime") <= pins(root, "dev")


def test_the_lock_holds_what_the_project_asks_for(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    asked = {plain(re.match(r"[\w.-]+", line)[0]) for line in project["project"]["dependencies"]}  # type: ignore[index]
    assert asked <= {name for name, _ in pins(root, "runtime")}


def test_the_serving_bot_needs_none_of_the_tools(root: Path) -> None:
    serving = {name for name, _ in pins(root, "runtime")}
    assert serving.isdisjoint({"scikit-learn", "scipy", "playwright", "pytest", "hypothesis", "aiogram", "uv", "mypy"})


def test_the_installed_code_imports_only_what_is_locked(root: Path) -> None:
    locked = {name for name, _ in pins(root, "runtime")}
    sources = packages_distributions()
    foreign = set()
    for path in sorted([*(root / "bot").rglob("*.py"), *(root / "storage").rglob("*.py")]):
        place = str(path.relative_to(root))
        if place.startswith(TRAINING):
            continue
        for module in imported(ast.parse(path.read_text(encoding="utf-8"))):
            distributions = {plain(name) for name in sources.get(module, [module])}
            if module not in sys.stdlib_module_names | {"bot", "storage"} and not distributions & locked:
                foreign.add((place, module))
    assert foreign == set()


def imported(tree: ast.Module) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found


def look_for_python(root: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    script = str(root / "tools/find_python.sh")
    return subprocess.run(["/bin/sh", script], env={"PATH": str(folder)}, capture_output=True, text=True, check=False)


def program(folder: Path, name: str, body: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(0o755)


def test_a_machine_without_python_is_told_what_to_install(root: Path, tmp_path: Path) -> None:
    done = look_for_python(root, tmp_path)
    assert done.returncode == 1
    assert done.stdout == ""
    assert "apt-get install python3 python3-venv" in done.stderr


def test_a_python_that_is_too_old_is_named(root: Path, tmp_path: Path) -> None:
    program(tmp_path, "python3", "exit 1")
    done = look_for_python(root, tmp_path)
    assert done.returncode == 1
    assert "Too old: python3." in done.stderr
    assert "3.11 or newer" in done.stderr


def test_a_python_without_venv_is_told_how_to_get_it(root: Path, tmp_path: Path) -> None:
    program(tmp_path, "python3", 'case "$2" in *ensurepip*) exit 1;; esac; exit 0')
    done = look_for_python(root, tmp_path)
    assert done.returncode == 1
    assert "apt-get install python3-venv" in done.stderr


def test_a_newer_python_beside_an_old_one_is_taken(root: Path, tmp_path: Path) -> None:
    program(tmp_path, "python3", "exit 1")
    program(tmp_path, "python3.13", "exit 0")
    done = look_for_python(root, tmp_path)
    assert done.returncode == 0
    assert done.stdout.strip() == str(tmp_path / "python3.13")


def test_the_image_installs_the_same_locks_and_runs_as_nobody_special(root: Path) -> None:
    image = (root / "Dockerfile").read_text(encoding="utf-8")
    final = image.split("\nFROM ")[-1]
    assert "--require-hashes -r requirements/runtime.lock" in image
    assert "dev.lock" not in image
    assert re.search(r"^USER (?!root|0)\w+$", final, re.MULTILINE)
    assert "/health" in final
