"""What does not add up in figures that are told: asked about under the card, never in the way of saving (U73)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot import figures
from bot.dialogs.fields import show_day
from bot.dialogs.form import Values
from bot.dialogs.scene import Scene
from bot.services.fund_figures import KINDS
from bot.services.funds import FundFacts

JUMP_PERCENT = 30
LEFT = ("resigned", "dead", "ended")


def balance(values: Values, known: int | None) -> int | None:
    """Members now by what is told of coming and going: from all who ever joined, or from the figures before."""
    left = sum(int(values.get(name, 0)) for name in LEFT)
    if values.get("accumulated") is not None:
        return int(values["accumulated"]) - left
    if known is None or not any(values.get(name) is not None for name in ("joined", *LEFT)):
        return None
    return known + int(values.get("joined", 0)) - left


@dataclass(frozen=True)
class Known:
    """The figures of before, that new ones are held against; days are ISO, money in satang."""

    fund: str
    members: int | None = None
    members_day: str | None = None
    satang: int | None = None
    satang_day: str | None = None
    population: int | None = None


def known_of(fund: FundFacts) -> Known:
    """What the fund's row says before anything new is saved."""
    balance_day = fund.balance_as_of or fund.figures_as_of
    return Known(
        fund.code,
        fund.members_count,
        fund.figures_as_of.isoformat() if fund.figures_as_of else None,
        fund.balance_satang,
        balance_day.isoformat() if balance_day else None,
        fund.population,
    )


def remarks(values: Values, known: Known, scene: Scene) -> Iterator[str]:
    """Each gap as a sentence that shows the sum."""
    yield from _flow(values, known, scene)
    yield from _kinds(values, scene)
    yield from _jumps(values, known, scene)
    yield from _ages(values, known, scene)


def _flow(values: Values, known: Known, scene: Scene) -> Iterator[str]:
    members, words = values.get("members"), scene.words
    reckoned = balance(values, known.members)
    if members is None or reckoned is None or reckoned == members or values.get("reckoned") == members:
        return
    told_again = members == known.members and (values.get("as_of") or "") <= (known.members_day or "")
    if values.get("accumulated") is None and told_again:
        return  # who came and went led to the figures that are known already
    if values.get("accumulated") is not None:
        first = words("fund_figures.sum.accumulated", n=f"{values['accumulated']:,}")
    else:
        day = show_day(known.members_day, scene) if known.members_day else ""
        first = words("fund_figures.sum.before", n=f"{known.members or 0:,}", day=day)
    names = LEFT if values.get("accumulated") is not None else ("joined", *LEFT)
    parts = [first, *(words.of("fund_figures.sum", name, n=f"{values[name]:,}") for name in names if values.get(name))]
    gap = abs(members - reckoned)
    yield words(
        "fund_figures.gap.flow", sum=" ".join(parts), reckoned=f"{reckoned:,}", told=f"{members:,}", gap=f"{gap:,}"
    )


def _kinds(values: Values, scene: Scene) -> Iterator[str]:
    told = [int(values[name]) for name in KINDS if values.get(name) is not None]
    members, total = values.get("members"), sum(told)
    if members is None or not told:
        return
    whole = values.get("general") is not None
    if total > members or (whole and total != members):
        yield scene.words(
            "fund_figures.gap.kinds", total=f"{total:,}", told=f"{members:,}", gap=f"{abs(total - members):,}"
        )


def _jumps(values: Values, known: Known, scene: Scene) -> Iterator[str]:
    words, members, money = scene.words, values.get("members"), values.get("balance")
    if members is not None and _jumps_from(members, known.members):
        yield words("fund_figures.jump.members", n=f"{members:,}", before=f"{known.members or 0:,}")
    if money is not None and _jumps_from(money, known.satang):
        yield words(
            "fund_figures.jump.balance",
            amount=figures.baht(words, money),
            before=figures.baht(words, known.satang or 0),
        )
    population = values.get("population") or known.population
    if members is not None and population is not None and members > population:
        yield words("fund_figures.gap.population", n=f"{members:,}", population=f"{population:,}")


def _jumps_from(value: int, known: int | None) -> bool:
    return known is not None and known > 0 and abs(value - known) * 100 > JUMP_PERCENT * known


def _ages(values: Values, known: Known, scene: Scene) -> Iterator[str]:
    """Figures older than those that are known are kept, but do not replace them."""
    day = known.members_day if values.get("members") is not None else known.satang_day
    if day is not None and values.get("as_of") and values["as_of"] < day:
        yield scene.words("fund_figures.older", day=show_day(day, scene))
