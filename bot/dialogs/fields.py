"""Fields that many forms have: a fund, a day, a number, money, a choice, free words; each read as people type it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from bot import figures
from bot.dialogs.form import Field, Option, Value, Values
from bot.dialogs.scene import Scene
from bot.services import diagnoses
from bot.services.fiscal import fiscal_year, reported_year
from bot.services.funds import FundFacts
from bot.understanding.amounts import read_amounts
from bot.understanding.dates import first_date
from bot.understanding.funds import match_fund
from bot.understanding.lexicon import lexicon
from bot.understanding.masking import mask
from bot.understanding.normalise import normalise, squash, tidy
from bot.understanding.numbers import find_numbers, number_value
from bot.understanding.quantities import read_counts, read_whole
from bot.understanding.years import read_years

SURE_FUND = 88.0
"""How alike (0..100) a typed name and a fund's tambon must be; a slip of one letter in five is forgiven."""
CLEARLY_BEST = 6.0
LONGEST = 1000
SHORT = 15
"""Letters of a message that is hardly more than one answer."""
SATANG = 100


# ---------------------------------------------------------------- a fund


def named_fund(text: str, among: Sequence[FundFacts]) -> FundFacts | None:
    """The one of these funds that a text names; None where it names none, or two equally well."""
    scored = match_fund(text, {fund.tambon: None for fund in among})
    if not scored or scored[0][1] < SURE_FUND:
        return None
    if len(scored) > 1 and scored[0][1] - scored[1][1] < CLEARLY_BEST:
        return None
    found = [fund for fund in among if fund.tambon == scored[0][0]]
    return found[0] if len(found) == 1 else None


def fund_field(name: str = "fund", *, required: bool = True) -> Field:
    """A fund of the speaker's scope, kept by its code; where there is only one, it is taken without asking."""

    def read(text: str, scene: Scene) -> str | None:
        found = named_fund(text, scene.scope.funds)
        return found.code if found else None

    def show(value: Value, scene: Scene) -> str:
        found = scene.scope.fund_by_code(value)
        return found.name if found else str(value)

    def options(scene: Scene, values: Values) -> list[Option]:
        return [Option(fund.code, fund.tambon) for fund in scene.scope.funds]

    def take(value: str, scene: Scene) -> str | None:
        return value if scene.scope.fund_by_code(value) else None

    def default(scene: Scene, values: Values) -> str | None:
        bound = scene.scope.fund(scene.fund_hint)
        only = scene.scope.funds[0] if len(scene.scope.funds) == 1 else None
        found = bound or only
        return found.code if found else None

    return Field(name, read, show, required=required, options=options, take=take, default=default)


# ---------------------------------------------------------------- days and years


def read_day(text: str, scene: Scene, *, future: bool | None = False, ranges: bool = False) -> str | None:
    """The day a text tells, ISO common era; "a/b" for days in a row where those are allowed; None where unsure."""
    span = first_date(text, scene.today, future)
    if span is None or span.value is None or span.grain not in ("day", "range"):
        return None
    return span.value if ranges or span.first == span.last else None


def show_day(value: Value, scene: Scene) -> str:
    """A day, days in a row or a month as people read them."""
    text = str(value)
    if "/" in text:
        first, last = (date.fromisoformat(part) for part in text.split("/"))
        return figures.span(scene.words, first, last)
    return figures.month(scene.words, text) if len(text) == 7 else figures.day(scene.words, date.fromisoformat(text))


def not_ahead(value: Value, values: Values, scene: Scene) -> str | None:
    """What happened lies not ahead, and not in another age (a year mistyped)."""
    last = date.fromisoformat(str(value).split("/")[-1])
    if last > scene.today:
        return "form.fault.future"
    return "form.fault.long_ago" if last.year < scene.today.year - 20 else None


def day_field(name: str, *, required: bool = False, ahead: bool = False, ranges: bool = False, **more: object) -> Field:
    """A day: of what happened, or (`ahead`) until which something is to be done."""

    def read(text: str, scene: Scene) -> str | None:
        return read_day(text, scene, future=ahead, ranges=ranges)

    check = None if ahead else not_ahead
    return Field(name, read, show_day, required=required, check=check, picks_date=True, **more)  # type: ignore[arg-type]


def year_field(name: str = "year", *, running: bool = False) -> Field:
    """A fiscal year (Buddhist era); none said is the one that is reported on, or (`running`) the one that runs."""

    def read(text: str, scene: Scene) -> int | None:
        told = working_year if running else told_year
        return told(text, scene.today) or _bare_year(text)

    def default(scene: Scene, values: Values) -> int:
        return fiscal_year(scene.today) if running else reported_year(scene.today)

    return Field(name, read, lambda value, scene: str(value), default=default, offered=False)


def told_year(text: str, today: date) -> int | None:
    """The year (Buddhist era) that a text names as such."""
    years = read_years(text, today)
    return years[0].year if years else None


def working_year(text: str, today: date) -> int | None:
    """The fiscal year that a text names for work to be done; "this year" is the one that runs, not the calendar's."""
    years = read_years(text, today)
    if not years:
        return None
    return fiscal_year(today) if years[0].this_year else years[0].year


def year_about(text: str, lexicon_name: str, today: date) -> int | None:
    """The year of a message that is about a form's own subject (`about` in its lexicon), or about hardly more."""
    said = squash(text)
    about = any(squash(str(word)) in said for word in lexicon(lexicon_name)["about"])
    return told_year(text, today) if about or len(said) <= SHORT else None


def _bare_year(text: str) -> int | None:
    number = read_whole(text)
    if number is None:
        return None
    return number if 2500 <= number <= 2700 else 2500 + number if 50 <= number <= 99 else None


# ---------------------------------------------------------------- numbers and money


def read_number(text: str, scene: Scene | None = None) -> int | None:
    """The whole number of an answer that is hardly more: "21", "about 20 people"; None where there are several."""
    whole = read_whole(text)
    if whole is not None:
        return whole
    counts = [count for count in read_counts(text) if count.unit in ("people", "counted")]
    return counts[0].number if len(counts) == 1 else None


def number_field(name: str, low: int = 0, high: int = 1_000_000, **more: object) -> Field:
    """A whole number between two bounds."""

    def check(value: Value, values: Values, scene: Scene) -> str | None:
        return None if low <= int(value) <= high else "form.fault.number"

    return Field(name, read_number, check=check, **more)  # type: ignore[arg-type]


def read_money(text: str, scene: Scene | None = None) -> int | None:
    """The sum of money of an answer, in satang: "1.25 million", "5 muen", a bare number of baht."""
    numbers = find_numbers(normalise(text))
    if len(numbers) == 1:
        return round(numbers[0].value * SATANG)
    amounts = read_amounts(text)
    if len(amounts) == 1:
        return round(_exact(amounts[0].text, amounts[0].baht) * SATANG)
    return None


def _exact(text: str, baht: int) -> float:
    numbers = find_numbers(normalise(text))
    try:
        return number_value(numbers[0].text) if numbers else float(baht)
    except ValueError:
        return float(baht)


def money_field(name: str, **more: object) -> Field:
    """A sum of money, kept in satang."""

    def show(value: Value, scene: Scene) -> str:
        return figures.baht(scene.words, int(value))

    return Field(name, read_money, show, **more)  # type: ignore[arg-type]


# ---------------------------------------------------------------- words and choices


def neutral(text: str, scene: Scene) -> str:
    """Words as they may be kept: no id numbers, no names of illnesses, not endless (domain.md 6.3 rule 4)."""
    return diagnoses.without(scene.words, mask(tidy(text)))[:LONGEST]


def words_field(name: str, **more: object) -> Field:
    """Free words."""

    def read(text: str, scene: Scene) -> str | None:
        return neutral(text, scene) or None

    return Field(name, read, free=True, **more)  # type: ignore[arg-type]


def choice_field(form: str, name: str, codes: Sequence[str], **more: object) -> Field:
    """One of a few codes; its words are `form.<form>.<name>.<code>` and, for typing, forms.yaml `choices`."""

    def read(text: str, scene: Scene) -> str | None:
        return read_choice(name, text, codes) or _labelled(text, scene)

    def _labelled(text: str, scene: Scene) -> str | None:
        said = squash(text)
        return next((code for code in codes if said == squash(label(code, scene))), None)

    def label(value: Value, scene: Scene) -> str:
        return scene.words(f"form.{form}.{name}.{value}")

    def options(scene: Scene, values: Values) -> list[Option]:
        return [Option(code, label(code, scene)) for code in codes]

    def take(value: str, scene: Scene) -> str | None:
        return value if value in codes else None

    return Field(name, read, label, options=options, take=take, **more)  # type: ignore[arg-type]


def worded(field: Field, read: Callable[[str], str | None]) -> Field:
    """A choice whose words are read by a reader of their own, before its labels."""
    return replace(field, read=lambda text, scene: read(text) or field.read(text, scene))


def read_choice(name: str, text: str, codes: Sequence[str]) -> str | None:
    """The code whose words stand in a text; the longest words win, so that "not passed" is not "passed"."""
    said = squash(text)
    found = [(len(word), code) for code, words in _choices(name) if code in codes for word in words if word in said]
    return max(found)[1] if found else None


@cache
def _choices(name: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    table = lexicon("forms")["choices"].get(name, {})
    return tuple((code, tuple(squash(str(word)) for word in words)) for code, words in table.items())


Reader = Callable[[str, Scene], Value | None]
