"""The form for a fund's state: working, weak, stopped, being revived; since when and why (domain.md U71, U72)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot import figures
from bot.chat import Choice, Press, pack
from bot.dialogs.fields import choice_field, neutral, read_choice
from bot.dialogs.form import Field, Form, Option, Refused, Saved, Value, Values
from bot.dialogs.own_fund import fund_of, load_funds, meant_fund, own_fund_field
from bot.dialogs.scene import Scene
from bot.services import fund_states
from bot.services.authority import Deed
from bot.services.fund_states import STATUSES, StateTold
from bot.understanding.dates import first_date
from bot.understanding.dialog_words import read_yes_no
from bot.understanding.fund_counts import read_figures
from bot.understanding.fund_news import (
    REASONS,
    is_private,
    is_suspected,
    read_since,
    read_state,
    read_status,
    reason_kind,
)
from bot.understanding.result import Understanding
from bot.understanding.years import BUDDHIST_LEAD, read_years

NAME = "fund_state"
SURE = ("yes", "no")
BRINGS_BACK = frozenset({"stopped", "weak", "reviving"})


def _status(text: str, scene: Scene) -> str | None:
    return read_status(text)


def _sure(text: str, scene: Scene) -> str | None:
    answer = read_yes_no(text)
    return read_choice("sure", text, SURE) if answer is None else "yes" if answer else "no"


def _since(text: str, scene: Scene) -> str | None:
    span = first_date(text, scene.today, False)
    if span is not None and span.value is not None and span.grain in ("day", "month"):
        return span.value
    years = read_years(text, scene.today)
    return str(years[0].year - BUDDHIST_LEAD) if len(years) == 1 else read_since(text, scene.today)


def _show_since(value: Value, scene: Scene) -> str:
    text = str(value)
    if len(text) == 4:
        return scene.words("fund_state.year", year=int(text) + BUDDHIST_LEAD)
    return figures.month(scene.words, text) if len(text) == 7 else figures.day(scene.words, date.fromisoformat(text))


def _not_ahead(value: Value, values: Values, scene: Scene) -> str | None:
    text = str(value)
    if text > scene.today.isoformat()[: len(text)]:
        return "form.fault.future"
    return "form.fault.long_ago" if int(text[:4]) < scene.today.year - 30 else None


def _reason(text: str, scene: Scene) -> str | None:
    """A kind of reason, or the words themselves where nobody's health and nobody's name is in them."""
    if (kind := reason_kind(text)) is not None:
        return kind
    labels = {scene.words.of(f"form.{NAME}.reason", code): code for code in REASONS}
    plain = text.strip()
    return labels.get(plain) or ("other" if is_private(plain) else neutral(plain, scene) or None)


def _show_reason(value: Value, scene: Scene) -> str:
    return scene.words.of(f"form.{NAME}.reason", str(value)) if value in REASONS else str(value)


def _reasons(scene: Scene, values: Values) -> list[Option]:
    return [Option(code, _show_reason(code, scene)) for code in REASONS]


def _prefill(text: str, understood: Understanding | None, scene: Scene) -> Values:
    values: Values = {}
    fund = meant_fund(text, scene)
    if fund is not None:
        values["fund"] = fund.code
    news = read_state(text, scene.today)
    if news is not None:
        values |= {"status": news.status, "since": news.since, "reason": news.reason}
        values["doubt"] = True if news.suspected else None
        values["members"] = read_figures(text, scene.today).get("members")
    elif fund is None and is_suspected(text):
        values["doubt"] = True
    elif fund is None:
        values["since"] = read_since(text, scene.today)
    return {name: value for name, value in values.items() if value is not None}


def _in_doubt(values: Values, scene: Scene) -> bool:
    return bool(values.get("doubt"))


def _unsure(values: Values) -> bool:
    return bool(values.get("doubt")) and values.get("sure") != "yes"


def _remark(values: Values, scene: Scene) -> str | None:
    """What will not be saved as a fact, and what is already known."""
    fund, words = fund_of(values, scene), scene.words
    if fund is None:
        return None
    lines = []
    if _unsure(values):
        lines.append(words("fund_state.remark.unsure", status=status_name(scene, fund.status)))
    elif fund.status == values.get("status"):
        lines.append(words("fund_state.remark.same"))
    if values.get("members"):
        lines.append(words("fund_state.remark.members", n=f"{values['members']:,}"))
    return "\n".join(lines) or None


def status_name(scene: Scene, status: str) -> str:
    """A state as people read it."""
    return scene.words.of(f"form.{NAME}.status", status)


async def _save(scene: Scene, values: Values, draft_key: str) -> Saved:
    fund, words = fund_of(values, scene), scene.words
    if fund is None:
        raise Refused("own_fund.elsewhere")
    unsure = _unsure(values)
    reason = _show_reason(values["reason"], scene) if values.get("reason") else None
    told = StateTold(values["status"], values.get("since"), reason, unsure)
    record, _ = await fund_states.tell(scene.session, scene.now, scene.today, fund.id, told, scene.person_id, draft_key)
    key = "fund_state.saved.unsure" if unsure else "fund_state.saved"
    text = words(key, fund=fund.name, status=status_name(scene, told.status), number=record.id)
    choices = []
    if values.get("members"):
        label = words("fund_state.tap.figures")
        data = pack("ask", "update.fund_status", form="fund_figures", fund_id=fund.id, members=values["members"])
        choices.append(Choice(label, Press(data, said=label)))
    if told.status in BRINGS_BACK and not unsure:
        label = words("fund_state.tap.revival")
        choices.append(Choice(label, Press(pack("ask", "revival.log", fund_id=fund.id), said=label)))
    return Saved(text, record.id, choices=tuple(choices))


def _nothing(text: str, scene: Scene) -> None:
    return None


FUND_STATE = Form(
    NAME,
    version=1,
    fields=(
        own_fund_field(),
        replace(choice_field(NAME, "status", STATUSES, required=True), read=_status),
        replace(choice_field(NAME, "sure", SURE, required=True, when=_in_doubt, offered=False), read=_sure),
        Field("since", _since, _show_since, check=_not_ahead),
        Field("reason", _reason, _show_reason, options=_reasons, free=True),
        Field("doubt", _nothing, aside=True, offered=False),
        Field("members", _nothing, aside=True, offered=False),
    ),
    prefill=_prefill,
    save=_save,
    deed=Deed.FUND,
    needs=frozenset({"fund.told"}),
    load=load_funds,
    remark=_remark,
)
