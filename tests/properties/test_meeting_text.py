"""Readers of meetings give something for any text, raise for none, and write down only what is written."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.understanding.meetings import (
    LEVELS,
    MeetingReading,
    read_agenda,
    read_attendance,
    read_level,
    read_meeting,
    read_people,
    read_reporter,
    read_resolutions,
    read_sections,
    read_venue,
    read_zones,
)

TODAY = date(2026, 11, 21)
FOLDER = Path(__file__).parent.parent / "unit" / "understanding" / "meetings"
REPORTS = [path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*/*.txt"))]
WORDS = (
    "วันที่|เมื่อวันที่|12 – 13 มีนาคม 2562|๑๔ กรกฎาคม ๒๕๕๔|32/13/2569|ณ |ที่ศาลา|ห้องประชุม|ต.นาดี|อ.เมือง|จ.ตาก|เขต|"
    "ผู้เข้าร่วม|กว่า|ประมาณ|เกือบ|130|คน|ล้าน|บาท|99999999999999999999|ร้อยละ|ชาย|หญิง|รวม|ทั้งสิ้น|ประกอบด้วย|"
    "นาย|นางสาว|ดร.|คุณ|ณ นคร|ประธาน|พมจ.|(|)|,|:|-|•|1.|2)|๑.|มติ|มติที่ประชุม|ข้อสรุป|มอบ|ภายใน|กำหนดส่ง|"
    "โซน|ระดับ|จังหวัด|ภาค|จัดประชุม|จัดโดย|ร่วมกับ|เครือข่าย|จุดเด่น|อุปสรรค|วาระ|รายงาน|<p>|&nbsp;|&#0;|<|\n| |\t"
)
PIECES = WORDS.split("|")
MIXED = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=6)), max_size=40).map("".join)


def _sound(draft: MeetingReading) -> None:
    assert (draft.held_from is None) == (draft.held_to is None)
    if draft.held_from and draft.held_to:
        assert draft.held_from <= draft.held_to
    assert draft.level in (*LEVELS, None)
    if draft.attendance:
        assert draft.attendance.qualifier in ("exact", "over", "about", "nearly")
        assert draft.attendance.count >= 0
    assert all(person.name for person in draft.people)
    assert all(one.what and (draft.held_to is None or one.due >= draft.held_to) for one in draft.deadlines)
    assert all(one.text for one in draft.resolutions)


@given(MIXED | st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    _sound(read_meeting(text, TODAY))
    readers = (read_agenda, read_attendance, read_level, read_people, read_reporter, read_resolutions, read_sections)
    for reader in (*readers, read_venue, read_zones):
        reader(text)


@settings(max_examples=60)
@given(st.sampled_from(REPORTS), st.integers(0, 2000), st.integers(0, 2000), MIXED)
def test_a_report_cut_anywhere_is_read(report: str, start: int, length: int, more: str) -> None:
    _sound(read_meeting(report[start : start + length] + more, TODAY))


@given(st.sampled_from(REPORTS))
def test_reading_twice_gives_the_same(report: str) -> None:
    assert read_meeting(report, TODAY) == read_meeting(report, TODAY)


@given(st.text(alphabet="0123456789๐๑๒๓๔๕๖๗๘๙", min_size=13, max_size=13))
def test_an_identity_number_is_never_given(number: str) -> None:
    draft = read_meeting(f"ผู้เข้าร่วมประชุม\n1. นายสมชาย ใจดี ประธาน {number}\nมติ 1. จ่าย {number} 2. ปิด", TODAY)
    assert number not in str(draft.as_json())
