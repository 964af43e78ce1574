"""The handbook's pages as files, and which page a message means."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from bot.channels.measure import graphemes
from bot.chat import pack
from bot.understanding.handbook import HANDBOOK, ROLES, BrokenPage, Page, page, pages, pages_for, read_page
from bot.understanding.handbook_call import asks_for_all, handbook_call, head_called, is_role_call
from bot.understanding.handbook_search import find
from bot.understanding.lexicon import lexicon

MOST_LETTERS = 1200
MOST_NEIGHBOURS = 3
LABEL = 20
TOPICS = tuple(lexicon("slots")["topic"])
"""All topics that the understanding may put into the slot."""
ASKED = (
    ("ประธานกองทุนต้องทำหน้าที่อะไร", "chair", "chair"),
    ("วิธีทำทะเบียนคุมเงินสมาชิก", "bookkeeping", "bookkeeping"),
    ("ขอคู่มือการจัดตั้งกองทุน", "setup", "setup"),
    ("ก่อนประชุมกรรมการต้องเตรียมอะไรบ้าง", "meeting", "meeting-log"),
    ("หลักเกณฑ์ขอสมทบงบรัฐเป็นอย่างไร", "matching", "matching"),
    ("กรรมการหมดวาระแล้วทำไงต่อ", "committee", "committee"),
    ("เปิดบัญชีธนาคารกองทุนต้องมีกี่คนเซ็น", "signatory", "bank-account"),
    ("การสอบทานมีกี่ขั้นตอน", "audit", "audit"),
    ("เลขามีหน้าที่อะไร", "secretary", "secretary"),
    ("หน้าที่เหรัญญิกมีอะไรบ้างคะ", "treasurer", "treasurer"),
    ("ผู้ประสานงานต้องทำอะไรบ้าง", "coordinator", "coordinator"),
    ("ขึ้นทะเบียนกองทุนทำยังไง", "registration", "legal-status"),
    ("ตัวอย่างทะเบียนสมาชิก", "registry", "registry"),
    ("แก้ระเบียบกองทุนต้องทำอย่างไร", "rules", "rulebook"),
    ("ถือเงินสดไว้ได้ไม่เกินเท่าไหร่", "cash", "bank-account"),
    ("กองทุนหยุดไปสองปี จะกลับมาเปิดต้องทำขั้นตอนไหนก่อน", "revive", "revive"),
    ("รายงานประจำปีต้องมีหัวข้ออะไรบ้าง", "reporting", "reporting"),
)
ONLY_AS_HISTORY = re.compile(r"365")
FORBIDDEN = ("ประกัน", "มาตรา 4", "ม.40", "รับรองว่าได้")


@pytest.mark.parametrize("one", pages(), ids=lambda one: one.slug)
def test_a_page_fits_into_one_message_and_names_its_readers_topics_and_sources(one: Page) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9-]*", one.slug)
    assert one.title
    assert one.written_from
    assert one.version
    assert one.sources
    assert one.keywords
    assert one.topics
    assert one.roles
    assert set(one.roles) <= ROLES
    assert len(one.text) <= MOST_LETTERS
    assert len(graphemes(one.label)) <= LABEL
    assert pack("handbook", one.slug)
    assert len(one.related) <= MOST_NEIGHBOURS
    assert one.slug not in one.related
    assert all(page(slug) is not None for slug in one.related)


@pytest.mark.parametrize("one", pages(), ids=lambda one: one.slug)
def test_a_page_is_found_by_the_name_on_its_button(one: Page) -> None:
    subject = handbook_call(f"คู่มือ {one.label}")

    assert subject
    found = find(subject)
    assert found.clear
    assert found.pages[0] == one


def test_there_are_enough_pages_each_with_a_name_and_a_main_topic_of_its_own() -> None:
    assert len(pages()) >= 20
    assert {path.stem for path in HANDBOOK.iterdir()} == {one.slug for one in pages()}
    for names in ([one.label for one in pages()], [one.title for one in pages()], [one.topics[0] for one in pages()]):
        assert [name for name, times in Counter(names).items() if times > 1] == []


@pytest.mark.parametrize("role", sorted(ROLES))
def test_every_role_has_pages(role: str) -> None:
    assert pages_for(frozenset({role}))


@pytest.mark.parametrize("topic", TOPICS)
def test_every_topic_of_the_understanding_leads_to_a_page(topic: str) -> None:
    found = find("", topic=topic)

    assert found.pages
    assert any(topic in one.topics for one in found.pages[:2])


@pytest.mark.parametrize(("text", "topic", "slug"), ASKED)
def test_questions_lead_to_their_page(text: str, topic: str, slug: str) -> None:
    assert slug in [one.slug for one in find(text, frozenset(), topic).pages[:2]]


@pytest.mark.parametrize("one", pages(), ids=lambda one: one.slug)
def test_what_is_not_known_for_sure_is_not_told_as_a_rule(one: Page) -> None:
    assert [word for word in FORBIDDEN if word in one.text] == []
    for line in one.text.splitlines():
        if ONLY_AS_HISTORY.search(line):
            assert "2556" in line
        if "100 คน" in line and "เพิ่มจากรอบก่อน" in line:
            assert "ถ้าจังหวัดเปิดใช้" in line


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("คู่มือ", ""),
        ("ขอคู่มือหน่อยค่ะ", ""),
        ("มีคู่มือไหมคะ", ""),
        ("คู่มือสอบทาน", "สอบทาน"),
        ("คูมือ สอบทาน", "สอบทาน"),
        ("คู่มือของเหรัญญิก", "เหรัญญิก"),
        ("คู่มือ แผน ๖ เรื่อง", "แผน6เรื่อง"),
        ("manual เลขา", "เลขา"),
        ("คู่มือแบบแสดงสถานะ", "แบบแสดงสถานะ"),
        ("คู่มือใช้บอท", None),
        ("คู่มือการใช้งาน", None),
        ("คู่มือแจกไปแล้ว 20 เล่ม", None),
        ("สอบทานทำยังไง", None),
        ("เราไม่มีคู่มือ", None),
    ],
)
def test_the_call(text: str, subject: str | None) -> None:
    assert handbook_call(text) == subject


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("สอปทาน", "audit"),
        ("เหรันยิก", "treasurer"),
        ("ส่งมอปงาน", "handover"),
        ("ฟืนฟู", "revive"),
        ("สบทบ", "matching"),
        ("ปฏิทินงาร", "calendar"),
        ("บันทึกประชุบ", "meeting-log"),
    ],
)
def test_slips_are_forgiven(text: str, slug: str) -> None:
    found = find(text)

    assert found.clear
    assert found.pages[0].slug == slug
    assert not found.meant


def test_the_telephones_twin_is_told() -> None:
    found = find("สอบถาม")

    assert found.pages[0].slug == "audit"
    assert found.meant == "สอบทาน"
    assert find("สอบถามเรื่องขอสมทบ").pages[0].slug == "matching"


def test_the_role_decides_between_pages_that_are_as_near() -> None:
    assert find("เลขา", frozenset({"secretary"})).pages[0].slug == "secretary"
    assert find("เลขา", frozenset({"fund_secretary"})).pages[0].slug == "fund-secretary"
    assert not find("เลขา").clear


def test_what_no_page_tells_finds_none() -> None:
    assert find("ซ่อมรถไถ").pages == ()
    assert find("").pages == ()


def test_the_whole_list_and_its_heads() -> None:
    assert asks_for_all("ทั้งหมดค่ะ")
    assert not asks_for_all("สอบทาน")
    assert head_called("สมาชิก") == "member"
    assert head_called("สอบทาน") is None


def test_what_can_i_do() -> None:
    assert is_role_call("ทำอะไรได้บ้างคะ")
    assert not is_role_call("ต้องทำอะไรบ้าง")


@pytest.mark.parametrize(
    "content",
    ["no head at all", "---\ntitle: one\n---\ntext\n", "---\ntitle: [\n---\ntext\n", "---\ntitle: never closed\n"],
)
def test_a_broken_page_says_so(content: str) -> None:
    with pytest.raises(BrokenPage, match="broken"):
        read_page("broken", content)


def test_the_text_of_a_page() -> None:
    head = "title: t\nlabel: l\nroles: [member]\ntopics: [x]\nkeywords: [k]\nversion: 1\nsources: [S]\nfrom: f\n"

    one = read_page("one", f"---\n{head}---\nfirst\n\n## Head\n- point\n1. step\n")

    assert [(each.heading, each.lines) for each in one.passages] == [("", ("first",)), ("Head", ("• point", "1. step"))]
    assert one.text == "first\nHead\n• point\n1. step"
    assert one.order == 50
