"""A code is read as people type it, and other words are not taken for one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.codes import bare_code, normal_code, read_code, typed_code
from bot.understanding.orders import read_order

SPELLINGS = [
    "SUAN-7421",
    "suan7421",
    "Suan 7421",
    "SUAN – 7421",
    "SUAN-๗๔๒๑",
    "S-U-A-N 7 4 2 1",
    "s u a n 7421",
    "ＳＵＡＮ－７４２１",
    "SUAN\u200b-7421",
    "SUAN_7421",
]


@pytest.mark.parametrize("text", SPELLINGS)
def test_one_code_in_all_its_spellings(text: str) -> None:
    assert read_code(text) == normal_code("SUAN-7421") == "SUAN7421"
    assert bare_code(f"{text} ค่ะ") == "SUAN7421"


@pytest.mark.parametrize(
    "text",
    ["รหัส SUAN-7421", "รหัสคือ suan7421 ครับ", "ได้รหัสจากเหรัญญิกมาแล้ว SUAN-7421 ค่ะ", "โค้ด SUAN-7421", "use code SUAN-7421"],
)
def test_a_code_in_a_sentence(text: str) -> None:
    assert read_code(text) == "SUAN7421"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "A-0050",
        "ออกรหัสให้ A-0050",
        "1-1037-02071-81-1",
        "0812345678",
        "นอน 4 คืน",
        "2569",
        "DEMO-A",
        "ขอรหัสหน่อย",
        "30 พ.ย. 2569",
    ],
)
def test_what_is_no_code(text: str) -> None:
    assert read_code(text) is None
    assert bare_code(text) is None


@pytest.mark.parametrize("text", ["SUAN-7421 คืออะไร", "แม่ให้ SUAN-7421 มา ทำไงต่อ", "นอน รพ. 4 คืน SUAN-7421"])
def test_a_code_among_other_words_is_not_bare(text: str) -> None:
    assert bare_code(text) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("660218", "660218"),
        ("7421", "7421"),
        ("รหัส 660218 ค่ะ", "660218"),
        ("suan", None),
        ("หายแล้ว", None),
        ("081-555-0142", None),
        ("1-1037-02071-81-1", None),
    ],
)
def test_where_a_code_was_asked_for_figures_alone_are_taken(text: str, code: str | None) -> None:
    assert typed_code(text) == code


@given(st.text())
def test_any_text_is_read_without_complaint(text: str) -> None:
    for code in (read_code(text), bare_code(text), typed_code(text)):
        assert code is None or code == normal_code(code)


@pytest.mark.parametrize(
    ("text", "key", "number", "clear"),
    [
        ("ออกรหัสให้ A-0050", "issue_code", "A-0050", True),
        ("ขอรหัสผูกบัญชีสมาชิก A-0050", "issue_code", "A-0050", True),
        ("ออกรหัสให้สมาชิกเลขที่ ๕๐ หน่อย", "issue_code", "50", True),
        ("ออกรหัสให้ 0050", "issue_code", "0050", False),
        ("ยกเลิกรหัส A-0050", "revoke_code", "A-0050", True),
        ("ปลดล็อก 12", "unlock", "12", False),
    ],
)
def test_orders(text: str, key: str, number: str, clear: bool) -> None:
    order = read_order(text)
    assert order is not None
    assert (order.key, order.number, order.clear) == (key, number, clear)


@pytest.mark.parametrize("text", ["ขอรหัสหน่อย", "A-0050", "ขอรหัส SUAN-7421", "ออกรหัส", "สมาชิก A-0050 ค้างกี่เดือน"])
def test_what_is_no_order(text: str) -> None:
    assert read_order(text) is None
