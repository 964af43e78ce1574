"""The house rules hold here, and each check sees a breach when there is one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tools.checks import documented, floors, leaks, one_clock, thai_literals, words

ROOT = Path(__file__).resolve().parents[2]
CHECKS = (floors, leaks, one_clock, thai_literals, words, documented)


@pytest.mark.parametrize("check", [check.faults for check in CHECKS], ids=lambda check: check.__module__.split(".")[-1])
def test_the_project_keeps_its_rules(check: Callable[[Path], list[str]]) -> None:
    assert check(ROOT) == []


@pytest.fixture
def house(tmp_path: Path) -> Callable[[dict[str, str]], Path]:
    def build(files: dict[str, str]) -> Path:
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return tmp_path

    return build


House = Callable[[dict[str, str]], Path]


@pytest.mark.parametrize(
    "line", ['TEXT = "สวัสดี"', "x = 1  # ยอดเงิน", 'def f() -> None:\n    """ให้ยอด"""', 'f"{x} บาท"']
)
def test_thai_in_code_is_seen(house: House, line: str) -> None:
    root = house({"bot/a.py": line + "\n", "storage/b.py": "x = 1\n"})
    (fault,) = thai_literals.faults(root)
    assert fault.startswith("bot/a.py:")
    assert "locales/th" in fault


def test_an_escape_for_a_rule_of_writing_is_no_thai_in_code(house: House) -> None:
    assert thai_literals.faults(house({"bot/a.py": 'SARA_AM = "\\u0e33"\n'})) == []


@pytest.mark.parametrize(
    "line",
    [
        "from datetime import datetime\nx = datetime.now()",
        "import datetime as dt\nimport datetime\nx = datetime.datetime.now(datetime.UTC)",
        "from datetime import date\nx = date.today()",
        "import time\nx = time.time()",
        "from time import time\nx = time()",
        "from sqlalchemy import func\nx = func.now()",
        "from datetime import datetime\nfactory = datetime.utcnow",
    ],
)
def test_a_second_clock_is_seen(house: House, line: str) -> None:
    found = one_clock.faults(house({"bot/services/a.py": line + "\n"}))
    assert found
    assert all("bot/clock.py" in fault for fault in found)


def test_the_clock_itself_and_a_stopwatch_are_fine(house: House) -> None:
    root = house(
        {
            "bot/clock.py": "from datetime import UTC, datetime\nx = datetime.now(UTC)\n",
            "bot/turn.py": "import time\nx = time.monotonic()\nclock.now()\nself.clock.today()\n",
        }
    )
    assert one_clock.faults(root) == []


PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def entry(key: str, text: str) -> str:
    return f'msgid "{key}"\nmsgstr "{text}"\n\n'


def with_words(house: House, code: str, *entries: tuple[str, str]) -> list[str]:
    po = PO + "".join(entry(*one) for one in entries)
    return words.faults(house({"bot/a.py": code + "\n", "locales/th/LC_MESSAGES/a.po": po}))


def test_words_that_agree_have_no_faults(house: House) -> None:
    code = (
        'words("greet.hello", name=name)\n'
        'turn.words("a.yes" if ok else "a.no")\n'
        'words.of("kind", kind)\n'
        'words(f"month.{n}")\n'
        'TABLE = {"x": "late.key"}\n'
        'words("many.values", **values)\n'
        'words.of("cap", f"{span}.nights", n=nights)\n'
        'words.of("cap", f"{span}.baht", amount=baht)\n'
        'words.of("cap", "year.span", span=span)\n'
        'key = f"reason.{rule}"\n'
    )
    entries = [("greet.hello", "สวัสดี {name}"), ("a.yes", "ใช่"), ("a.no", "ไม่"), ("kind.birth", "คลอด")]
    entries += [("month.1", "ม.ค."), ("late.key", "ช้า"), ("many.values", "{a} {b}")]
    entries += [("cap.year.nights", "{n} คืน"), ("cap.year.baht", "{amount} บาท"), ("cap.year.span", "ปี {span}")]
    entries += [("reason.waiting", "ยังไม่ครบ")]
    assert with_words(house, code, *entries) == []


@pytest.mark.parametrize(
    ("code", "entries", "fault"),
    [
        ('words("greet.hello")', (), "bot/a.py:1: the catalogues have no greet.hello"),
        ('words.of("kind", kind)', (), "the catalogues have no kind.…"),
        ('words.of("kind", "birth")', (("kind.death", "ตาย"),), "no kind.birth"),
        ("x = 1", (("greet.hello", "สวัสดี"),), "greet.hello is asked for nowhere"),
        ('words("a.b")', (("a.b", "{name}"),), "a.b wants {name}"),
        ('words("a.b", nmae=1)', (("a.b", "{name}"),), "nmae is given"),
        ('words.of("a", x)', (("a.b", "{n}"), ("a.c", "ค")), "a.b wants {n}"),
        ('words("a.b")', (("a.b", "ก"), ("a.b", "ข")), "a.b is defined twice"),
        ('words("a.b")', (("a.b", ""),), "a.b has no words"),
        ('words("a.b", name=1)', (("a.b", "ก {name"),), "a.b: expected '}'"),
        ('words("a.b")', (("a.b", "ก {}"),), "placeholders need a name"),
    ],
)
def test_words_that_disagree_are_seen(
    house: House, code: str, entries: tuple[tuple[str, str], ...], fault: str
) -> None:
    assert fault in "\n".join(with_words(house, code, *entries))


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("data = '" + "/" + "home/somebody/project'", "a path of one machine"),
        ("cd " + "/" + "root/nongbaht", "a path of one machine"),
        ("-----BEGIN RSA " + "PRIVATE KEY-----", "a private key"),
        ("token = 'ghp_" + "a" * 36 + "'", "an access token"),
        ("token = '" + "aB3+" * 42 + "=='", "what looks like a LINE channel access token"),
        ("url = 'postgresql+psycopg://bot:" + "hunter2@db/nongbaht'", "a password in an address"),
    ],
)
def test_a_leak_is_seen(house: House, line: str, what: str) -> None:
    assert leaks.faults(house({"docs/page.md": f"first\n{line}\n"})) == [f"docs/page.md:2: {what}"]


def test_addresses_without_secrets_are_no_leak(house: House) -> None:
    text = "postgresql+psycopg://postgres@127.0.0.1:5432/test\nhttps://api.line.me/v2/bot\n`/line/webhook`\n"
    assert leaks.faults(house({"README.md": text})) == []


FLOORS = '[[tool.importlinter.contracts]]\nid = "floors"\nlayers = ["(bot.cli) : (bot.app)", "bot.words"]\n'


def test_a_room_without_a_floor_is_seen(house: House) -> None:
    root = house({"pyproject.toml": FLOORS, "bot/words.py": "", "bot/cli.py": "", "bot/attic/__init__.py": ""})
    assert floors.faults(root) == ["pyproject.toml:1: bot.attic stands on no floor of the import contract"]


DOCUMENTED = {
    "bot/settings.py": "class Settings:\n    model_config = 1\n    database_url: str = ''\n",
    "Makefile": "demo: ## serve\n",
    "README.md": "NONGBAHT_DATABASE_URL NONGBAHT_TEST_POSTGRES_URL NONGBAHT_LINE_JUDGE `make demo`\n`thanks`\n",
    "locales/th/intents/thanks.yaml": "",
}


def test_complete_docs_have_no_faults(house: House) -> None:
    prose = "It leaves people\nmake cake as they like, and nongbaht flies.\n"
    assert documented.faults(house(DOCUMENTED | {"docs/prose.md": prose})) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"bot/settings.py": "class Settings:\n    colour: str = ''\n"}, "the setting NONGBAHT_COLOUR appears nowhere"),
        ({"Makefile": "demo: ## serve\nbake: ## a cake\n"}, "make bake appears nowhere"),
        ({"locales/th/intents/greet.yaml": ""}, "the intent greet appears nowhere"),
        ({"docs/a.md": "Set NONGBAHT_TYPO.\n"}, "docs/a.md:1: NONGBAHT_TYPO is no setting"),
        ({"docs/a.md": "Run `make cake`.\n"}, "docs/a.md:1: make cake is no target"),
        ({"docs/a.md": "```\ncd x && make cake\n```\n"}, "docs/a.md:2: make cake is no target"),
        ({"docs/a.md": "Run `nongbaht fly`.\n"}, "docs/a.md:1: nongbaht fly is no command"),
        ({"docs/a.md": "See [there](b.md).\n"}, "docs/a.md:1: b.md is not there"),
    ],
)
def test_docs_that_rot_are_seen(house: House, change: dict[str, str], fault: str) -> None:
    assert fault in "\n".join(documented.faults(house(DOCUMENTED | change)))


def test_the_commands_are_read_off_the_command_line_itself() -> None:
    assert {"serve", "migrate", "demo", "doctor", "understand", "entitlement"} <= documented.commands(ROOT)
