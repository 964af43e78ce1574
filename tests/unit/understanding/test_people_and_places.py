"""Relatives, benefit kinds, funds and names."""

from __future__ import annotations

import pytest

from bot.understanding.funds import match_fund, read_funds
from bot.understanding.kinds import read_kind
from bot.understanding.names import read_person
from bot.understanding.people import read_who


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("แม่นอนโรงพยาบาล", "mother"),
        ("ตาเสียแล้วครับ", "grandfather"),
        ("เมียคลอดลูกเมื่อวาน", "spouse"),
        ("ขอทุนให้หลานชาย", "grandchild"),
        ("ขอแจ้งเกิดลูกสาว", "child"),
        ("พ่อตาเสีย", "parent_in_law"),
        ("ชื่อของตายังอยู่ไหม", "grandfather"),
        ("คลอดลูกได้กี่บาท", None),
        ("ปลูกข้าวไม่ได้", None),
        ("ขยายสมาชิก", None),
        ("ได้อะหยังพ่องเจ้า", None),
        ("จะได้อะไรคืนมั้ยลูก", None),
        ("กองทุน ต.แม่สาย", None),
        ("ผมนอนโรงพยาบาล", None),
    ],
)
def test_whom_it_is_about(text: str, who: str | None) -> None:
    assert read_who(text) == who


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("นอนรพ.3คืน", "hospital"),
        ("แม่แอดมิท", "hospital"),
        ("ใส่เฝือกกลับบ้าน", "hospital"),
        ("เมียคลอดลูก", "birth"),
        ("คลอดผ่านอนโรงบาล 4 คืนได้ค่านอนด้วยไหม", "hospital"),
        ("พ่อเสียเมื่อคืน", "death"),
        ("ค่าทำศพเท่าไร", "death"),
        ("เงินคนเฒ่าได้เท่าใด", "elderly"),
        ("ขอทุนให้ลูก", "education"),
        ("น้ำท่วมบ้าน", "disaster"),
        ("สวนทุเรียนโดนน้ำท่วมตายหมด", "disaster"),
        ("บวชลูกชาย", "tradition"),
        ("ลูกแต่งงาน", "tradition"),
        ("คนพิการ", "disability"),
        ("พ่อนอนติดเตียง", "disability"),
        ("ขอซ่อมบ้าน", "housing"),
        ("ขอกู้เงิน", "debt"),
        ("ลูกชายติดทหาร", "other"),
        ("นอนโรงพยาบานสามคื่น", "hospital"),
        ("กองทุนเสียเวลามาก", None),
        ("สมัครสมาชิก", None),
    ],
)
def test_which_benefit(text: str, kind: str | None) -> None:
    assert read_kind(text) == kind


@pytest.mark.parametrize(
    ("text", "fund"),
    [
        ("ขอเบอร์ติดต่อกองทุน ต.หนองไฮ", "ต.หนองไฮ"),
        ("ต.หนองเรือไม่เดินแล้วครับ", "ต.หนองเรือ"),
        ("กองทุนวังยาวเริ่มกลับมาทำใหม่", "กองทุนวังยาว"),
        ("สอบทานกองทุนโนนทันแล้ววันนี้", "กองทุนโนนทัน"),
        ("กองทุน ต.ภูเงิน ใหญ่แค่ไหน", "ต.ภูเงิน"),
        ("กองทุนหนองบัวเลิกเก็บเงิน", "กองทุนหนองบัว"),
        ("กองทุนบ้านเรามีอะไรบ้าง", None),
        ("๒๕ ต.ค. ๖๙", None),
        ("กองทุนช่วยอะไรบ้าง", None),
    ],
)
def test_fund_names_as_typed(text: str, fund: str | None) -> None:
    found = read_funds(text)
    assert (found[0].text if found else None) == fund


def test_a_misspelt_fund_is_found_among_the_names_of_its_area() -> None:
    names = ["กองทุนตำบลบ้านสวน", "กองทุนหนองน้ำใส", "กองทุนคลองใหญ่"]
    assert match_fund("หนองน้าไส", names)[0][0] == "กองทุนหนองน้ำใส"
    assert match_fund("อยู่ ต.บ้านสวน ค่ะ", names)[0][0] == "กองทุนตำบลบ้านสวน"
    assert match_fund("โคกสะอาด", names) == []


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("เรื่องขอทุนน้องแนนผ่านกรรมการหรือยัง", "น้องแนน"),
        ("ขอเบอร์พี่สมใจเหรัญญิกหน่อย", "พี่สมใจ"),
        ("ขอบคุณมากค่ะ", None),
        ("น้องบาทช่วยหน่อย", None),
        ("พี่จังหวัดให้ส่ง", None),
    ],
)
def test_persons_by_title_and_name(text: str, person: str | None) -> None:
    assert read_person(text) == person
