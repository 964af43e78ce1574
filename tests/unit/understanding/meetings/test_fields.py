"""The readers that a form uses for one field at a time."""

from __future__ import annotations

from datetime import date

import pytest

from bot.understanding.meetings import (
    Attendance,
    PersonRole,
    Resolution,
    Venue,
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
from bot.understanding.places import Home

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("text", "count", "qualifier"),
    [
        ("21", 21, "exact"),
        ("๒๑", 21, "exact"),
        ("21 คน", 21, "exact"),
        ("21ค่ะ", 21, "exact"),
        ("มา18คน", 18, "exact"),
        ("ยี่สิบกว่าคน", 20, "over"),
        ("คนมายี่สิบกว่า", 20, "over"),
        ("20 กว่าๆ", 20, "over"),
        ("กว่า 130 คน", 130, "over"),
        ("ประมาณ20", 20, "about"),
        ("ราวๆ 30 คนค่ะ", 30, "about"),
        ("ซัก 15 คน", 15, "about"),
        ("เกือบร้อยคน", 100, "nearly"),
        ("แก้จำนวนคนเป็น 21", 21, "exact"),
        ("มากัน 17 คน ขาด 3", 17, "exact"),
        ("ผู้มาประชุม 188 จาก 320 คน", 188, "exact"),
        ("สิบสองคน", 12, "exact"),
        ("พี่น้อง 7 ตำบลมาร่วม 38 คน", 38, "exact"),
    ],
)
def test_attendance(text: str, count: int, qualifier: str) -> None:
    given = read_attendance(text)
    assert given is not None
    assert (given.count, given.qualifier) == (count, qualifier)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("บันทึกประชุมกรรมการ 8 พ.ย. มา 7 ลา 2", 7),
        ("ประชุมร่วมบ้านสวนกับคลองใหญ่ 14 พย 69 คนรวม 33", 33),
        ("ประชุมโซนดอยวันนี้ 27 คน จดด้วย", 27),
        ("ประชุมช่วงบ่ายที่ศาลากลางบ้าน คนมาสามสิบ ลงให้หน่อย", 30),
        ("จัดอบรมเลขา 18-19 ต.ค. คนเข้า 24 บันทึกด้วยค่ะ", 24),
        ("meeting วันนี้ 14 คน บันทึกที", 14),
        ("ประชุมกองทุนโคกสะอาด 5/11/69 ตกลงตั้งกรรมการใหม่ 9 คน", None),
        ("ที่ประชุมมีมติรับสมาชิกใหม่ 14 คน", None),
        ("เพิ่มชื่อผู้เข้าประชุมอีก 2 คน", None),
        ("วันนี้ไปประชุมกับเทศบาลเรื่องสมทบ ผม+อีก 2 คน ลงด้วย", None),
    ],
)
def test_attendance_in_a_message(text: str, count: int | None) -> None:
    given = read_meeting(text, TODAY).attendance
    assert (given and given.count) == count


@pytest.mark.parametrize(
    ("text", "resolution"),
    [
        ("ประชุมกรรมการวันนี้ มา 9 คน มติอนุมัติเบิก 4 ราย บันทึกด้วยค่ะ", "อนุมัติเบิก 4 ราย"),
        ("มติที่ประชุมให้ฟื้นกองทุนนาดี บันทึกไว้ด้วย", "ให้ฟื้นกองทุนนาดี"),
        ("ประชุมออนไลน์เมื่อเช้า มติเห็นชอบแผนปี 70 จดไว้", "เห็นชอบแผนปี 70"),
    ],
)
def test_the_errand_is_no_part_of_a_resolution(text: str, resolution: str) -> None:
    assert [one.text for one in read_meeting(text, TODAY).resolutions] == [resolution]


@pytest.mark.parametrize("text", ["", "ไม่รู้", "หลายคน", "วันที่ 15 พ.ย. 2569 มติรับสมาชิกใหม่ 14 คน จ่าย 3 ราย"])
def test_no_attendance(text: str) -> None:
    assert read_attendance(text) is None


def test_attendance_by_group() -> None:
    assert read_attendance("ชาย 10 หญิง 11") == Attendance(21, "exact", (("ชาย", 10), ("หญิง", 11)))
    assert read_attendance("21 คน แยกเป็น ชาย 10 หญิง 11") == Attendance(21, "exact", (("ชาย", 10), ("หญิง", 11)))
    given = read_attendance("ผู้เข้าร่วม 42 คน ประกอบด้วย กรรมการ 12 คน สมาชิก 30 คน")
    assert given == Attendance(42, "exact", (("กรรมการ", 12), ("สมาชิก", 30)))


@pytest.mark.parametrize(
    ("text", "venue"),
    [
        ("ศาลาวัดหนองน้ำใส", Venue("ศาลาวัดหนองน้ำใส")),
        ("ที่ศาลาวัดหนองน้ำใสค่ะ", Venue("ศาลาวัดหนองน้ำใส")),
        (
            "ณ โรงแรมเดอะพีค บูติค ต.นาสาร อ.พระพรหม จ.นครศรีธรรมราช",
            Venue("โรงแรมเดอะพีค บูติค", "นาสาร", "พระพรหม", "นครศรีธรรมราช"),
        ),
        ("ต.นาสาร อ.พระพรหม จ.นครศรีธรรมราช", Venue(None, "นาสาร", "พระพรหม", "นครศรีธรรมราช")),
        ("ห้องประชุมเทศบาล", Venue("ห้องประชุมเทศบาล")),
        ("ประชุมทางซูม", Venue("ซูม")),
    ],
)
def test_venue(text: str, venue: Venue) -> None:
    assert read_venue(text) == venue


def test_a_place_at_home_has_its_larger_parts() -> None:
    home = Home("นาดี", "เมืองสมุทรสาคร", "สมุทรสาคร")
    assert read_venue("ศาลาวัด ต.นาดี", home) == Venue("ศาลาวัด", "นาดี", "เมืองสมุทรสาคร", "สมุทรสาคร")
    assert read_venue("ศาลาวัด ต.นาดี") == Venue("ศาลาวัด", "นาดี", None, None)


def test_no_venue() -> None:
    assert read_venue("") is None


def test_resolutions_with_owner_and_due_date() -> None:
    text = "มติ 1.ให้ฟื้นกองทุนนาดี มอบเลขาโซนดูแล 2.ส่งรายงานภายใน 15 ธค ผู้รับผิดชอบ นางอุไร พรมมา"
    assert read_resolutions(text, TODAY) == [
        Resolution("ให้ฟื้นกองทุนนาดี มอบเลขาโซนดูแล", "เลขาโซน", None),
        Resolution("ส่งรายงานภายใน 15 ธค ผู้รับผิดชอบ นางอุไร พรมมา", "นางอุไร พรมมา", date(2026, 12, 15)),
    ]


def test_an_answer_of_resolutions_needs_no_heading() -> None:
    assert read_resolutions("1 ฟื้นนาดี\n2 ทำแผน") == [Resolution("ฟื้นนาดี"), Resolution("ทำแผน")]
    assert read_resolutions("- ฟื้นนาดี\n- ทำแผน") == [Resolution("ฟื้นนาดี"), Resolution("ทำแผน")]
    assert read_resolutions("เลือกผู้ประสานจังหวัดคนใหม่ 2 คน") == [Resolution("เลือกผู้ประสานจังหวัดคนใหม่ 2 คน")]
    assert read_resolutions("มติที่ประชุม: เลือกผู้ประสานจังหวัดคนใหม่ 2 คน") == [Resolution("เลือกผู้ประสานจังหวัดคนใหม่ 2 คน")]
    assert read_resolutions("") == []


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("มอบหมายให้นายสมพร แก้วใส จัดทำแผน", "นายสมพร แก้วใส"),
        ("มอบประธานโซนไปคุยกับ อบต.", "ประธานโซน"),
        ("มอบ พมจ. แจ้งกองทุน", "พมจ."),
        ("ลงเยี่ยมนาดี (พี่ดาวรับผิดชอบ)", "พี่ดาว"),
        ("มอบเงินสวัสดิการ 3 ราย", None),
        ("ให้ทำแผน", None),
    ],
)
def test_the_owner_of_a_resolution(text: str, owner: str | None) -> None:
    assert read_resolutions(text)[0].owner == owner


def test_people_in_an_answer() -> None:
    assert read_people("1 ประธานกองทุนโคกสะอาด 2 เลขานาดี 3 อบต.หนองน้ำใส") == [
        PersonRole(None, "ประธานกองทุนโคกสะอาด"),
        PersonRole(None, "เลขานาดี"),
        PersonRole(None, "อบต.หนองน้ำใส"),
    ]
    assert read_people("นายสมชาย ใจดี ประธานโซน\nคุณนิด – เลขา\nตัวแทน อบต.") == [
        PersonRole("นายสมชาย ใจดี", "ประธานโซน"),
        PersonRole("คุณนิด", "เลขา"),
        PersonRole(None, "ตัวแทน อบต."),
    ]
    assert read_people("1. นายคำปัน ใจงาม    ประธาน\n2. นางบัวเขียว สุขใส") == [
        PersonRole("นายคำปัน ใจงาม", "ประธาน"),
        PersonRole("นางบัวเขียว สุขใส", None),
    ]


def test_numbers_that_identify_people_are_never_given() -> None:
    text = "1. นายสมชาย ใจดี ประธาน โทร 081-234-5678\n2. นางดี มีสุข เลขบัตร 1-2345-67890-12-3 กรรมการ"
    shown = f"{read_people(text)} {read_meeting('ผู้เข้าร่วมประชุม' + chr(10) + text, TODAY)}"
    assert "นายสมชาย ใจดี" in shown
    assert "081" not in shown
    assert "2345" not in shown


def test_sections() -> None:
    assert read_sections("แบ่งกลุ่มย่อย3โซน จุดเด่น:กรรมการเข้มแข็ง อุปสรรค:หาสมาชิกเพิ่มยาก") == {
        "": {"strengths": "กรรมการเข้มแข็ง", "obstacles": "หาสมาชิกเพิ่มยาก"}
    }
    text = "กลุ่มที่ 1\nสถานการณ์ : มี 12 กองทุน\nจุดเด่น : ทีมเข้มแข็ง\nโซนบ้านแพ้ว\nปัญหาอุปสรรค\n- คนออก\n- ขาดทีม\nแผน: ฟื้น 2 กองทุน"
    assert read_sections(text) == {
        "กลุ่มที่ 1": {"situation": "มี 12 กองทุน", "strengths": "ทีมเข้มแข็ง"},
        "โซนบ้านแพ้ว": {"obstacles": "คนออก; ขาดทีม", "plan": "ฟื้น 2 กองทุน"},
    }
    assert read_sections("วันนี้ประชุม 3 โซน") == {}


def test_agenda() -> None:
    text = "ระเบียบวาระที่ ๑ เรื่องแจ้งเพื่อทราบ\nวาระที่ 2 รับรองรายงาน"
    assert read_agenda(text) == ["เรื่องแจ้งเพื่อทราบ", "รับรองรายงาน"]
    assert read_agenda("ระเบียบวาระ\n1. แจ้งเพื่อทราบ\n2. ติดตามงาน\nมติ\n1. ทำต่อ") == ["แจ้งเพื่อทราบ", "ติดตามงาน"]
    assert read_agenda("วาระ 1.ติดตามรายงาน 2.แผนปี 70 มติ 1.ทำต่อ") == ["ติดตามรายงาน", "แผนปี 70"]
    assert read_agenda("ประชุมเสร็จแล้ว") == []


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("โซน", "zone"),
        ("ประชุมโซนเมือง", "zone"),
        ("ระดับอำเภอ", "district"),
        ("อำเภอ", "district"),
        ("จังหวัด", "province"),
        ("ระดับภาค", "region"),
        ("ภาค", "region"),
        ("ประเทศ", "nation"),
        ("5 ภาค", "nation"),
        ("กองทุน", "fund"),
        ("ประชุมกรรมการกองทุนบ้านสวน", "fund"),
        ("เมื่อวาน", None),
        ("", None),
    ],
)
def test_level(text: str, level: str | None) -> None:
    assert read_level(text) == level


def test_zones() -> None:
    assert read_zones("โซนริมน้ำ กับโซนดอย") == ["ริมน้ำ", "ดอย"]
    assert read_zones("ทั้ง 3 โซน ได้แก่ โซนอำเภอบ้านแพ้ว และโซนเมือง") == ["อำเภอบ้านแพ้ว", "เมือง"]
    assert read_zones("ประชุมโซนกระทุ่มแบน 15 พย") == ["กระทุ่มแบน"]
    assert read_zones("โซนละ 5 คน โซนนี้") == []


def test_reporter() -> None:
    assert read_reporter("ข่าว...\nรายงาน : ทีมสื่อสมุทรสาคร") == "ทีมสื่อสมุทรสาคร"
    assert read_reporter("รายงานโดยสำนักสื่อสาร") == "สำนักสื่อสาร"
    assert read_reporter("ผู้บันทึก นางพิกุล ทองมี") == "นางพิกุล ทองมี"
    assert read_reporter("รายงานการประชุมครั้งที่ 1") is None


def test_a_draft_has_agenda_zones_sections_and_reporter_too() -> None:
    text = "ประชุมโซนริมน้ำ 14 พ.ย. 69 มา 22 คน วาระ 1.ติดตาม 2.แผน\nจุดเด่น: ทีมดี\nผู้บันทึก: คุณนิด"
    draft = read_meeting(text, TODAY)
    assert draft.zones == ("ริมน้ำ",)
    assert draft.agenda == ("ติดตาม", "แผน")
    assert draft.sections == {"": {"strengths": "ทีมดี"}}
    assert draft.reporter == "คุณนิด"
