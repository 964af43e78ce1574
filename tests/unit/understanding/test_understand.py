"""What one message means, from the typed text to intent and slots."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np
import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.understanding.evaluate import FileNotReadable, evaluate, read_rows
from bot.understanding.layout import mend_layout
from bot.understanding.model import WEIGHTS, IntentModel, WeightsDoNotFit
from bot.understanding.training.noise import wrong_layout
from bot.understanding.understand import Understander

TODAY = date(2026, 11, 18)


@pytest.mark.parametrize(
    ("text", "intent", "slots"),
    [
        ("นอนรพ.3คืนได้กี่บาท", "benefit.amount", {"kind": "hospital", "nights": 3}),
        ("นอนโรงหมอสองคืนจ้าเบิกได้ม้าย", "benefit.eligibility", {"kind": "hospital", "nights": 2}),
        ("ได้หยังแหน่กองทุนนี่", "benefit.list", {}),
        ("เบิกค่าศพต้องใช้เอกสารอะไรบ้างคะ", "benefit.documents", {"kind": "death"}),
        ("ออกรพ.มาตั้งแต่เดือนก่อนเพิ่งนึกได้ ยังเบิกทันไหม", "benefit.claim_deadline", {"kind": "hospital"}),
        ("ปีนี้เบิกค่านอนไปแล้ว6คืนเหลืออีกกี่คืน", "benefit.remaining", {"kind": "hospital", "nights": 6}),
        ("เรื่องที่ยื่นไปถึงไหนแล้วคะ", "claim.status", {}),
        ("สมัครยังไงคะเสียเท่าไร", "member.join", {}),
        ("ขอลาออกค่ะ เงินที่ส่งมา 6 ปีได้คืนไหม", "member.resign_refund", {"years": 6}),
        ("ขอลบข้อมูลทั้งหมดค่ะ", "privacy.erase", {"action": "erase"}),
        ("ใครยังไม่ส่งรายงานบ้าง", "report.status", {}),
        ("คู่มือสอบทานมีไหม", "handbook.ask", {"topic": "audit"}),
        ("ขอคุยกับเจ้าหน้าที่", "human.handoff", {}),
        ("ยกเลิก", "cancel", {}),
    ],
)
def test_messages_of_villagers(understander: Understander, text: str, intent: str, slots: dict[str, object]) -> None:
    result = understander.read(text, TODAY)
    assert result.intent == intent
    assert slots.items() <= result.slots.items()


def test_a_death_told_starts_a_claim_with_its_day(understander: Understander) -> None:
    result = understander.read("พ่อเสียเมื่อคืนค่ะ ต้องทำยังไงบ้าง", TODAY)
    assert (result.intent, result.crisis) == ("claim.start", False)
    assert result.slots["date"] == "2026-11-17"
    assert result.slots["who"] == "father"


def test_two_dates_of_a_stay_give_its_nights(understander: Understander) -> None:
    result = understander.read("แม่แอดมิทโรงบาลตั้งแต่วันที่ 12 ตค ออก 15 ตค69เบิกไงคะ", TODAY)
    assert result.slots["date"] == "2026-10-12/2026-10-15"
    assert result.slots["nights"] == 3


@pytest.mark.parametrize("text", ["ขายทุเรียนกิโลละ 100", "งวดนี้ออกอะไร", "ผลหวยงวดนี้", "555 กินข้าวยัง", "ไฟดับทั้งหมู่บ้าน"])
def test_everyday_chat_is_rejected(understander: Understander, text: str) -> None:
    result = understander.read(text, TODAY)
    assert result.intent == "out_of_scope"
    assert result.in_domain < 0.6


@pytest.mark.parametrize("text", ["บัตรคนจนเงินเข้าวันไหน", "ประกันสังคมม.40เบิกนอนรพ.ยังไง"])
def test_other_schemes_are_rejected(understander: Understander, text: str) -> None:
    assert understander.read(text, TODAY).intent == "out_of_scope"


def test_crisis_words_are_seen_whatever_the_intent(understander: Understander) -> None:
    assert understander.read("อยากตายไม่ไหวแล้ว", TODAY).crisis
    assert not understander.read("แม่ตายเบิกได้เท่าไร", TODAY).crisis


def test_the_wrong_keyboard_layout_is_read(understander: Understander) -> None:
    assert mend_layout("l;ylfu8iy[") == "สวัสดีครับ"
    assert mend_layout("hello") == "hello"
    assert mend_layout("0812345678") == "0812345678"
    right, wrong = (
        understander.read("เบิกค่านอนได้เท่าไร", TODAY),
        understander.read(wrong_layout("เบิกค่านอนได้เท่าไร"), TODAY),
    )
    assert wrong.text == right.text
    assert wrong.intent == right.intent


def test_alternatives_are_the_next_best(understander: Understander) -> None:
    result = understander.read("แม่ตายเบิกได้เท่าไร", TODAY)
    assert len(result.alternatives) == 3
    assert result.intent not in dict(result.alternatives)
    chances = [chance for _, chance in result.alternatives]
    assert chances == sorted(chances, reverse=True)


def test_reading_takes_milliseconds(understander: Understander) -> None:
    took = []
    for text in ["นอนรพ.3คืนได้กี่บาท", "ขอลงบันทึกประชุมวันที่ 3 มิ.ย. 68 มีคนเข้า 28 คน", "สวัสดีค่ะ"] * 20:
        begun = perf_counter()
        understander.read(text, TODAY)
        took.append(perf_counter() - begun)
    assert median(took) < 0.015


def test_weights_of_another_tokenizer_are_refused(tmp_path: Path) -> None:
    with np.load(WEIGHTS) as stored:
        content = {name: stored[name] for name in stored.files}
    np.savez(tmp_path / "other.npz", **{**content, "tokenizer": np.array("attacut")})
    with pytest.raises(WeightsDoNotFit, match="training"):
        IntentModel.load(tmp_path / "other.npz")


HEADER = "utterance\tintent\tslots\tregister\n"


def test_evaluation_counts_intents_slots_and_rejections(understander: Understander, tmp_path: Path) -> None:
    path = tmp_path / "rows.tsv"
    path.write_text(
        HEADER
        + 'นอนรพ.3คืนได้กี่บาท\tbenefit.amount\t{"kind": "hospital", "nights": 2}\tmember\n'
        + "งวดนี้ออกอะไร\tout_of_scope\t{}\tgroup-noise\n"
        + "ขายทุเรียนกิโลละ 100\tgreet\t{}\tmember\n",
        encoding="utf-8",
    )
    figures = evaluate(understander, read_rows(path))
    assert (figures["n"], figures["accuracy"], figures["out_of_scope_recall"]) == (3, 0.5, 1.0)
    assert figures["in_scope_rejected"] == 0.5
    assert figures["slot_f1"] == 0.5
    assert figures["confusion"]["greet"] == {"out_of_scope": 1}
    assert figures["per_intent"]["benefit.amount"]["f1"] == 1.0
    assert figures["p50_ms"] <= figures["p99_ms"]


def test_a_faulty_evaluation_file_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "rows.tsv"
    path.write_text(HEADER + "ดี\tgreet\t{oops\tmember\n", encoding="utf-8")
    with pytest.raises(FileNotReadable, match="line 2"):
        read_rows(path)
    path.write_text("text\tintent\nดี\tgreet\n", encoding="utf-8")
    with pytest.raises(FileNotReadable, match="utterance"):
        read_rows(path)


def test_the_command_prints_one_object() -> None:
    said = CliRunner().invoke(app, ["understand", "เมื่อวานแม่นอนรพ. 2 คืน จะเบิก", "--json", "--today", "2026-11-18"])
    assert said.exit_code == 0
    shown = json.loads(said.stdout)
    assert list(shown) == ["intent", "confidence", "in_domain", "slots", "alternatives", "crisis", "text"]
    assert shown["slots"]["date"] == "2026-11-17"


def test_the_command_scores_a_file(tmp_path: Path) -> None:
    path = tmp_path / "rows.tsv"
    path.write_text(HEADER + "สวัสดีค่ะ\tgreet\t{}\tmember\n", encoding="utf-8")
    said = CliRunner().invoke(app, ["understand", "--evaluate", str(path), "--json"])
    figures = json.loads(said.stdout)
    assert figures["accuracy"] == 1.0
    wanted = "n accuracy macro_f1 per_intent confusion slot_f1 out_of_scope_recall in_scope_rejected p50_ms p99_ms"
    assert set(wanted.split()) <= set(figures)


@pytest.mark.parametrize(
    ("arguments", "remedy"),
    [([], "--evaluate FILE.tsv"), (["x", "--today", "18/11/69"], "YYYY-MM-DD"), (["--evaluate", "no.tsv"], "no.tsv")],
)
def test_an_operators_mistake_gets_one_line(arguments: list[str], remedy: str) -> None:
    said = CliRunner().invoke(app, ["understand", *arguments])
    assert said.exit_code == 2
    assert remedy in said.stderr
    assert said.stderr.count("\n") == 1
