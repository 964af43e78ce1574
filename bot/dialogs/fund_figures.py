"""The form for a fund's figures: members, how they came and went, by kind, population, balance (domain.md U73-U75)."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date

from bot import figures
from bot.chat import Choice, Press, pack
from bot.dialogs.fields import SATANG, day_field, money_field, number_field, read_money, told_year
from bot.dialogs.form import Field, Form, Refused, Saved, Values
from bot.dialogs.fund_figures_gaps import Known, balance, known_of, remarks
from bot.dialogs.own_fund import fund_of, load_funds, meant_fund, own_fund_field
from bot.dialogs.scene import Scene
from bot.services import fund_figures
from bot.services.authority import Deed
from bot.services.fund_figures import KINDS, FiguresTold
from bot.understanding.fund_counts import plain_heads, read_as_of, read_figures
from bot.understanding.fund_news import read_status
from bot.understanding.quantities import read_whole
from bot.understanding.result import Understanding
from bot.understanding.years import BUDDHIST_LEAD

NAME = "fund_figures"
INTENT = "update.fund_status"
SURELY_MONEY = 20_000
"""A bare number from here on is the balance: no fund of a tambon has so many members."""
FLOW = ("joined", "resigned", "dead", "ended")
COUNTS = ("members", *FLOW, *KINDS, "founding", "accumulated", "population")
TOLD = (*COUNTS, "balance")
OFFERED = frozenset({"members", "joined", "resigned", "dead", "ended", "elderly", "child", "population"})


def _no_figure(values: Values) -> bool:
    return not any(values.get(name) is not None for name in TOLD)


def _asked_for(values: Values, scene: Scene) -> bool:
    return _no_figure(values) or values.get("figures") is not None


def _bare(text: str, scene: Scene) -> int | None:
    """A bare number as the answer to "which figures?": the members, or the balance where it is that large."""
    return None if read_figures(text, scene.today) else read_whole(text)


def _year(text: str, scene: Scene) -> int | None:
    number = read_whole(text)
    return told_year(text, scene.today) or (number if number is not None and 2500 <= number <= 2700 else None)


def _count(name: str) -> Field:
    """A number of people; what is said of something else is no answer to it."""
    field = number_field(name, offered=name in OFFERED)

    def read(text: str, scene: Scene) -> int | None:
        told = read_figures(text, scene.today)
        return told[name] if name in told else None if told else field.read(text, scene)

    return replace(field, read=read)


def _balance(text: str, scene: Scene) -> int | None:
    told = read_figures(text, scene.today)
    return told["balance"] if "balance" in told else None if told else read_money(text, scene)


def _positive(value: int, values: Values, scene: Scene) -> str | None:
    return None if 0 <= int(value) < 10**12 else "form.fault.number"


def _prefill(text: str, understood: Understanding | None, scene: Scene) -> Values:
    values: Values = dict(read_figures(text, scene.today))
    if not values and read_status(text) is not None:
        return {}  # a fund's state is another matter
    if not values and understood is not None and understood.intent == INTENT:
        values = {} if (heads := plain_heads(text)) is None else {"members": heads}
    fund = meant_fund(text, scene)
    if fund is not None:
        values["fund"] = fund.code
    day = read_as_of(text, scene.today)
    if day is not None and (not _no_figure(values) or fund is None):
        values["as_of"] = day
    if "population" in values and (year := told_year(text, scene.today)) is not None:
        values["population_year"] = year
    return values


def _settle(values: Values, scene: Scene) -> Values:
    """A bare number becomes the members; members that nobody told are reckoned from who came and went.

    The figures of before are kept in the draft: corrected after saving, it finds them no longer in the row.
    """
    if (told := values.get("figures")) is not None and told != values.get("taken"):
        values["balance" if told >= SURELY_MONEY else "members"] = told * SATANG if told >= SURELY_MONEY else told
        values["taken"] = told
    fund = fund_of(values, scene)
    base = values.get("known")
    if fund is not None and (base is None or base["fund"] != fund.code):
        base = asdict(known_of(fund))
    values["known"] = base
    reckoned = balance(values, base["members"] if base else None)
    if values.get("members") is None or values.get("members") == values.get("reckoned"):
        values["members"] = values["reckoned"] = reckoned if reckoned is not None and reckoned >= 0 else None
    else:
        values.pop("reckoned", None)
    if not _no_figure(values) and values.get("as_of") is None:
        values["as_of"] = scene.today.isoformat()
    return values


def _remark(values: Values, scene: Scene) -> str | None:
    if fund_of(values, scene) is None or values.get("known") is None:
        return None
    lines = [scene.words("fund_figures.reckoned")] if values.get("reckoned") is not None else []
    return "\n".join([*lines, *remarks(values, Known(**values["known"]), scene)]) or None


async def _save(scene: Scene, values: Values, draft_key: str) -> Saved:
    fund, words = fund_of(values, scene), scene.words
    if fund is None:
        raise Refused("own_fund.elsewhere")
    as_of = date.fromisoformat(values["as_of"])
    year = values.get("population_year")
    told = FiguresTold(
        as_of,
        **{name: values.get(name) for name in ("members", "founding", "accumulated", *FLOW, "population")},
        by_kind={name: values[name] for name in KINDS if values.get(name) is not None},
        population_as_of=min(date(year - BUDDHIST_LEAD, 12, 31), scene.today) if year else None,
        balance_satang=values.get("balance"),
    )
    record, _ = await fund_figures.tell(
        scene.session, scene.now, scene.today, fund.id, told, scene.person_id, draft_key
    )
    text = words("fund_figures.saved", fund=fund.name, day=figures.day(words, as_of), number=record.id)
    label = words("fund_figures.tap.info")
    return Saved(
        text, record.id, choices=(Choice(label, Press(pack("ask", "fund.info", fund_id=fund.id), said=label)),)
    )


def _nothing(text: str, scene: Scene) -> None:
    return None


FUND_FIGURES = Form(
    NAME,
    version=1,
    fields=(
        own_fund_field(),
        Field("figures", _bare, required=True, when=_asked_for, aside=True, offered=False),
        _count("members"),
        replace(money_field("balance", check=_positive), read=_balance),
        day_field("as_of"),
        *(_count(name) for name in (*FLOW, *KINDS, "founding", "accumulated", "population")),
        Field("population_year", _year, lambda value, scene: str(value), offered=False),
        Field("reckoned", _nothing, aside=True, offered=False),
        Field("taken", _nothing, aside=True, offered=False),
        Field("known", _nothing, aside=True, offered=False),
    ),
    prefill=_prefill,
    save=_save,
    deed=Deed.FUND,
    needs=frozenset({"fund.told"}),
    load=load_funds,
    settle=_settle,
    remark=_remark,
)
