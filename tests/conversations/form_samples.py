"""How each form is filled in by somebody who knows his business: for the tests that every form must pass."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Sample:
    """Who begins the form with which words, and what he answers to each question (by field).

    `other`: somebody else who may fill in the same form in the zone's group, None where there is nobody.
    """

    persona: str
    opening: str
    answers: dict[str, str] = field(default_factory=dict)
    other: str | None = None


SAMPLES: dict[str, Sample] = {
    "meeting": Sample(
        persona="secretary",
        opening="จดประชุม",
        answers={"held": "๑๕ พ.ย. ๖๙", "zones": "โซนเมือง", "attendance": "๑๘ คน"},
        other="coordinator",
    ),
    "matching": Sample(
        persona="river",
        opening="อบต.โอนสมทบ ปรับยอดด้วย",
        answers={"fund": "หนองน้ำใส", "party": "อบต.", "outcome": "ได้รับแล้ว", "amount": "๕ หมื่น"},
    ),
    "handover": Sample(persona="river", opening="ไม่ใช่หน้าที่ฉันแล้ว", answers={"follower": "คุณนิด"}),
    "target": Sample(
        persona="secretary",
        opening="ตั้งเป้า",
        answers={"area": "โซนดอย", "metric": "สมาชิกเพิ่ม", "value": "๑๐๐"},
        other="coordinator",
    ),
    "review": Sample(
        persona="coordinator",
        opening="บันทึกการสอบทาน",
        answers={"fund": "คลองใหญ่", "day": "๑๘ พ.ย. ๖๙", "result": "ผ่าน"},
        other="secretary",
    ),
    "assessment": Sample(
        persona="coordinator",
        opening="เปิดแบบประเมิน",
        answers={"fund": "บ้านสวน", **{f"q{number}v1": "๓" for number in range(1, 14)}},
        other="treasurer",
    ),
    "submission": Sample(
        persona="coordinator",
        opening="ส่งรายงานแล้ว",
        answers={"fund": "คลองใหญ่", "year": "๒๕๖๙", "sent": "๑๘ พ.ย. ๖๙"},
        other="secretary",
    ),
    "deadline": Sample(
        persona="secretary",
        opening="ตั้งกำหนดส่ง",
        answers={"obligation": "แบบประเมิน", "due": "๑๕ ม.ค. ๗๐"},
    ),
    "extension": Sample(
        persona="river",
        opening="ขอเลื่อนส่ง",
        answers={"matter": "รายงาน โคกสะอาด", "until": "๕ ธ.ค. ๖๙"},
    ),
    "exemption": Sample(
        persona="secretary",
        opening="ยกเว้นรายงาน",
        answers={"fund": "คลองใหญ่"},
    ),
    "broadcast": Sample(
        persona="secretary",
        opening="ขอประกาศเรื่องประชุม",
        answers={"text": "ประชุม 5 ธ.ค. 9 โมง ที่ อบต.นาดี", "audience": "ผู้ประสานงาน", "area": "จังหวัดสาธิต"},
    ),
    "nudge_now": Sample(persona="secretary", opening="เตือนกองทุนที่ยังไม่ส่งให้หน่อย", answers={}),
    "plan_item": Sample(
        persona="secretary",
        opening="เพิ่มแผน",
        answers={"topic": "๕", "activity": "ชวนเด็กในโรงเรียนเป็นสมาชิก"},
        other="coordinator",
    ),
    "fund_state": Sample(
        persona="coordinator",
        opening="ปรับสถานะ",
        answers={"fund": "คลองใหญ่", "status": "หยุดดำเนินการ"},
        other="secretary",
    ),
    "fund_figures": Sample(
        persona="coordinator",
        opening="แจ้งยอดสมาชิก",
        answers={"fund": "บ้านสวน", "figures": "๓๑๒"},
        other="secretary",
    ),
    "revival": Sample(
        persona="coordinator",
        opening="บันทึกงานฟื้นฟู",
        answers={"fund": "คลองใหญ่"},
        other="secretary",
    ),
}
