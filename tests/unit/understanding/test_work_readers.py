"""Readers of verifications, points and plan activities: what the words surely say, and nothing more."""

from __future__ import annotations

from datetime import date

import pytest

from bot.understanding import plans, reviews, scores

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("สอบทานคลองใหญ่แล้ว ผ่าน", "passed"),
        ("ผ่านค่ะ", "passed"),
        ("ผ่าน แต่บัญชีขาดใบเสร็จ 3 ใบ", "conditional"),
        ("ผ่านแบบมีเงื่อนไข", "conditional"),
        ("ไม่ผ่าน ต้องตรวจซ้ำ", "failed"),
        ("ยังไม่ผ่านเลย", "failed"),
        ("ติดตามสอบทานคลองใหญ่", "pending"),
        ("ติดตามการสอบทาน 197 กองทุน", "pending"),
        ("ยังไม่ได้สอบทาน", "pending"),
        ("สอบทานเมื่อสัปดาห์ที่ผ่านมา", None),
        ("สอบทานโนนทันแล้ววันนี้ บัญชีครบ", None),
        ("บ้านสวนสอบทานผ่านหรือยัง", None),
        ("สอบทานแล้ว ผ่าน แต่ละหมู่บ้านมาครบ", "passed"),
        ("ผ่าน ตั้งแต่วันที่ 9", "passed"),
    ],
)
def test_result_of_a_verification(text: str, result: str | None) -> None:
    assert reviews.read_result(text) == result


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("ผ่าน แต่บัญชีขาดใบเสร็จ 3 ใบ", "บัญชีขาดใบเสร็จ 3 ใบ"),
        ("สอบทานพบใบเสร็จไม่ครบ ต.ผาแดง จดไว้ให้หน่อย", "ใบเสร็จไม่ครบ ต.ผาแดง"),
        ("ผ่าน แต่ทะเบียนไม่ครบ แก้ภายใน 15 ธ.ค.", "ทะเบียนไม่ครบ"),
        ("สอบทานแล้ว ผ่าน", None),
        ("สอบทานตั้งแต่เช้า ผ่าน", None),
    ],
)
def test_finding_of_a_verification(text: str, finding: str | None) -> None:
    assert reviews.read_finding(text) == finding


@pytest.mark.parametrize(
    ("text", "count"),
    [("ทำสอบทานเสร็จ 3 แห่ง เมื่อ 9 พ.ย.", 3), ("สอบทาน ๒ กองทุน", 2), ("ขาดใบเสร็จ 3 ใบ", None), ("1 แห่ง", None)],
)
def test_how_many_places(text: str, count: int | None) -> None:
    assert reviews.read_how_many(text) == count


@pytest.mark.parametrize(
    ("text", "satang"), [("ขาด 300", -30000), ("เกิน ๕๐ บาท", 5000), ("ตรงกัน", 0), ("ไม่รู้", None), ("0", 0)]
)
def test_difference(text: str, satang: int | None) -> None:
    assert reviews.read_difference(text) == satang


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ประเมินกองทุนบ้านสวน ข้อ1ได้3 ข้อ2ได้4", {"1": 3, "2": 4}),
        ("ข้อ1ได้3ข้อ2ได้4ข้อ3ได้1", {"1": 3, "2": 4, "3": 1}),
        ("ข้อ ๕ ข้าม", {"5": None}),
        ("ข้ามข้อ ๕", {"5": None}),
        ("ข้อ1-3 ได้4", {"1": 4, "2": 4, "3": 4}),
        ("ข้อ1-3 ข้อ2-4", {"1": 3, "2": 4}),
        ("ข้อ ๑ ถึงข้อ ๓ ได้ ๒", {"1": 2, "2": 2, "3": 2}),
        ("ข้อ 9.1 ได้ 3", {"9.1": 3}),
        ("ข้อสามได้สอง", {"3": 2}),
        ("ข้อ13=4 ข้อ1=0", {"13": 4, "1": 0}),
        ("แก้ข้อ3เป็น2", {"3": 2}),
        ("ข้อ 5 ได้ 20 คน", {}),
        ("แผนข้อ ๕ ขยายสมาชิก งบ 8พัน", {}),
        ("มา 20 คน", {}),
        ("3", {}),
    ],
)
def test_points_in_one_line(text: str, found: dict[str, int | None]) -> None:
    assert scores.read_scores(text) == found


def test_a_bare_number_answers_only_what_is_asked() -> None:
    assert scores.read_points("๓") == 3
    assert scores.read_points("ได้ 3 คะแนน") == 3
    assert scores.read_points("ข้อ3ได้2") is None


@pytest.mark.parametrize("text", ["บันทึกไว้ก่อน", "บันทึกไว้ก่อนค่ะ", "เก็บไว้ก่อนนะคะ", "พรุ่งนี้ตอบต่อ"])
def test_kept_for_later(text: str) -> None:
    assert scores.wants_later(text)


@pytest.mark.parametrize(
    ("line", "topic", "activity"),
    [
        ("แผนข้อ ๕ ขยายสมาชิกในโรงเรียน", 5, "ขยายสมาชิกในโรงเรียน"),
        ("บันทึกแผนหาสมาชิกเพิ่ม 50 คน", 5, "หาสมาชิกเพิ่ม 50 คน"),
        ("แผนงานพัฒนาแกนนำ อบรมแกนนำ 20 คน", 1, "พัฒนาแกนนำ อบรมแกนนำ 20 คน"),
        ("แผนบ้านสวนข้อ 3 เชื่อมกลุ่มออมทรัพย์", 3, "เชื่อมกลุ่มออมทรัพย์"),
        ("แผนโซนเมืองข้อ 2 ประสาน พมจ.", 2, "ประสาน พมจ."),
        ("แผนกองทุนบ้านสวน เรื่องที่ 4 เพิ่มทุนการศึกษา", 4, "เพิ่มทุนการศึกษา"),
        ("เพิ่มแผนข้อ 3 อีก", 3, None),
        ("เพิ่มแผน", None, None),
        ("เปิดช่องกรอกแผนให้หน่อย", None, None),
    ],
)
def test_plan_line(line: str, topic: int | None, activity: str | None) -> None:
    told = plans.read_item(line, ("บ้านสวน", "โซนเมือง"))
    assert told is not None
    assert (told.topic, told.activity) == (topic, activity)


@pytest.mark.parametrize("line", ["แผนที่ไปบ้านสวน", "แผนกคลอด", "ข้อ 5 ขยายสมาชิก", "ประชุมเรื่องแผน"])
def test_no_plan_line(line: str) -> None:
    assert plans.read_item(line) is None


def test_clauses_stand_anywhere() -> None:
    told = plans.read_clauses("ขยายสมาชิกในโรงเรียน งบ 8พัน กำหนดเสร็จสิ้นเดือน ก.พ.", TODAY)
    assert (told.rest, told.budget_satang, told.due) == ("ขยายสมาชิกในโรงเรียน", 800_000, date(2027, 2, 28))
    told = plans.read_clauses("ภายใน มี.ค. 70 เชื่อมกลุ่มออมทรัพย์ ผู้รับผิดชอบ ลุงดำ งบ ๒,๕๐๐ บาท", TODAY)
    assert (told.rest, told.owner, told.due) == ("เชื่อมกลุ่มออมทรัพย์", "ลุงดำ", date(2027, 3, 31))
    assert told.budget_satang == 250_000
    assert plans.read_clauses("อบรมแกนนำ 20 คน", TODAY) == plans.Clauses("อบรมแกนนำ 20 คน")


def test_several_activities_in_one_message() -> None:
    assert plans.read_lines("แผนข้อ 1 อบรม แผนข้อ ๒ ประสาน อบต.\nแผนข้อ 3 เชื่อมกลุ่ม") == [
        "แผนข้อ 1 อบรม",
        "แผนข้อ 2 ประสาน อบต.",
        "แผนข้อ 3 เชื่อมกลุ่ม",
    ]


@pytest.mark.parametrize(("text", "topic"), [("๕", 5), ("ข้อ 2", 2), ("ระบบข้อมูล", 6), ("7", None), ("หาสมาชิกใหม่", 5)])
def test_topic(text: str, topic: int | None) -> None:
    assert plans.read_topic(text) == topic
