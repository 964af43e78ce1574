"""Forms under any order of answers, corrections, taps, restarts: nothing is lost, only what is complete is saved."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.dialogs import engine
from bot.dialogs.draft import Draft
from bot.dialogs.engine import Tap
from bot.dialogs.moves import Heard, Move
from bot.dialogs.prompts import present
from bot.understanding.result import Understanding
from tests.properties.toy_form import ANSWERS, TOY, scene

NAMES = [field.name for field in TOY.fields]
REQUIRED = {field.name for field in TOY.fields if field.required}
NOISE = ["", "   ", "5555", "ฮัลโหล", "x" * 5000, "๙๙๙๙๙๙", "ไม่รู้จะตอบอะไรดี", "😀😀", "แก้", "เป็น", "ไม่ใช่", "ลบ", "ข้อ"]
UNDERSTOOD = Understanding("out_of_scope", 0.1, 0.1)


class FormMachine(RuleBasedStateMachine):
    """One person and one form; the model is what must stand in the draft."""

    def __init__(self) -> None:
        super().__init__()
        self.here = scene()
        self.told: dict[str, Any] = {}
        self.over: Move | None = None
        self.draft = Draft.new(TOY, datetime(2026, 11, 21, tzinfo=UTC))

    @initialize(opening=st.sampled_from(["", "บันทึกประชุม", "ประชุม 15 พ.ย. 69", "เมื่อวาน มา 20คน"]))
    def begin(self, opening: str) -> None:
        engine.begin(TOY, self.draft, opening, UNDERSTOOD, self.here)
        self.told = dict(self.draft.values)

    @precondition(lambda self: self.over is not None)
    @rule()
    def again(self) -> None:
        """Saved or thrown away: another form begins, empty."""
        self.over, self.draft = None, Draft.new(TOY, datetime(2026, 11, 22, tzinfo=UTC))
        self.begin("")

    def hear(self, text: str) -> Heard:
        heard = engine.hear(TOY, self.draft, text, UNDERSTOOD, self.here)
        self.note(heard)
        return heard

    def note(self, heard: Heard) -> None:
        if heard.move in (Move.SAVE, Move.DROPPED):
            self.over = heard.move
        for name, value in self.told.items():
            if name not in heard.changed and self.over is None:
                assert self.draft.values.get(name) == value, f"{name} was lost"
        self.told = {name: value for name, value in self.draft.values.items() if name in NAMES}

    @precondition(lambda self: self.over is None)
    @rule()
    def answer(self) -> None:
        if self.draft.stage == "asking" and self.draft.ask:
            asked = self.draft.ask
            heard = self.hear(ANSWERS[asked])
            assert heard.fault is None
            assert asked in self.draft.values

    @precondition(lambda self: self.over is None)
    @rule(text=st.sampled_from(NOISE) | st.text(max_size=40))
    def noise(self, text: str) -> None:
        self.hear(text)

    @precondition(lambda self: self.over is None)
    @rule(number=st.integers(1, 500))
    def correct(self, number: int) -> None:
        if self.draft.stage == "cancelling":
            return
        self.hear(f"แก้จำนวนคนเป็น {number}")
        assert self.draft.values["attendance"] == number

    @precondition(lambda self: self.over is None)
    @rule()
    def impossible(self) -> None:
        if self.draft.stage != "cancelling":
            before = self.draft.values.get("attendance")
            assert self.hear("แก้จำนวนคนเป็น 9000").fault == "form.fault.number"
            assert self.draft.values.get("attendance") == before

    @precondition(lambda self: self.over is None)
    @rule(word=st.sampled_from(["ย้อนกลับ", "ข้าม", "ยกเลิก", "ไม่", "ใช่"]))
    def control(self, word: str) -> None:
        self.hear(word)

    @precondition(lambda self: self.over is None)
    @rule(
        act=st.sampled_from(["ok", "fix", "more", "done", "skip", "back", "keep", "no", "nonsense"]),
        field=st.sampled_from([*NAMES, "", "gone"]),
        twice=st.booleans(),
    )
    def tap(self, act: str, field: str, twice: bool) -> None:
        self.note(engine.tapped(TOY, self.draft, Tap(act, field), self.here))
        if twice and self.over is None:
            self.note(engine.tapped(TOY, self.draft, Tap(act, field), self.here))

    @precondition(lambda self: self.over is None)
    @rule(
        field=st.sampled_from(["level", "held", "attendance"]), value=st.sampled_from(["zone", "2026-11-01", "7", "?"])
    )
    def choose(self, field: str, value: str) -> None:
        self.note(engine.tapped(TOY, self.draft, Tap("set" if field == "level" else "pick", field, value), self.here))

    @precondition(lambda self: self.over is None)
    @rule()
    def restart(self) -> None:
        stored = json.loads(json.dumps(self.draft.dump()))
        loaded = Draft.load(stored)
        assert loaded == self.draft
        self.draft = loaded

    @precondition(lambda self: self.over is None)
    @rule()
    def deployed(self) -> None:
        """The form's version changed while the draft waited, and one of its fields is no more."""
        self.draft.version = 1
        self.draft.values["abolished"] = "x"
        self.draft.trail.append("abolished")
        self.note(Heard(Move.GO_ON, changed=("abolished",)))

    @invariant()
    def something_is_said(self) -> None:
        if self.over is None:
            reply = present(TOY, self.draft, self.here)
            assert reply.parts
            assert len(reply.choices) <= 13

    @invariant()
    def saved_means_complete(self) -> None:
        if self.over is Move.SAVE:
            assert set(self.draft.values) >= REQUIRED

    @invariant()
    def never_stuck(self) -> None:
        """From wherever it stands, plain answers and one yes lead to the end."""
        if self.over is not None:
            return
        draft = Draft.load(json.loads(json.dumps(self.draft.dump())))
        assert draft is not None
        for _ in range(3 * len(NAMES)):
            if draft.stage == "review":
                assert engine.tapped(TOY, draft, Tap("ok"), self.here).move is Move.SAVE
                return
            if draft.stage in ("cancelling", "fixing"):
                engine.tapped(TOY, draft, Tap("keep"), self.here)
                engine.tapped(TOY, draft, Tap("done"), self.here)
            else:
                engine.hear(TOY, draft, ANSWERS[draft.ask or ""], UNDERSTOOD, self.here)
        raise AssertionError(f"no way out of {draft}")


TestForms = FormMachine.TestCase
TestForms.settings = settings(max_examples=200, stateful_step_count=30, deadline=None)
