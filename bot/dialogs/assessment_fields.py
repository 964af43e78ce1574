"""The fields of the assessment form: one for each question of each version of the rubric."""

from __future__ import annotations

from collections.abc import Sequence

from bot.dialogs.form import Field, Option, Value, Values
from bot.dialogs.scene import Scene
from bot.services import rubrics
from bot.services.rubrics import Part, Question, Rubric
from bot.understanding import scores
from bot.understanding.normalise import squash

OPEN = "-"
"""A question that is left open knowingly."""
LATER = "later"
PARTIAL = "partial"
RUBRIC = "rubric"


def field_name(number: int, rubric: Rubric) -> str:
    """The field of a question: its number and its rubric's version, short enough for a button."""
    return f"q{number}v{rubric.version}"


def rubric_of(values: Values) -> Rubric:
    """The version that a draft began with; the current one where its file holds that no more."""
    return rubrics.find(str(values.get(RUBRIC, ""))) or rubrics.current()


def question_fields() -> tuple[Field, ...]:
    """Every question of every version; only those of the draft's own version have a meaning in it."""
    return tuple(
        _field(question, part, rubric)
        for rubric in rubrics.versions()
        for part in rubric.parts
        for question in part.questions
    )


def _field(question: Question, part: Part, rubric: Rubric) -> Field:
    """Points are kept as text ("0" to "4"), or OPEN."""
    name = field_name(question.number, rubric)

    def read(text: str, scene: Scene) -> str | None:
        named = scores.read_scores(text)
        if named:
            number, points = next(iter(named.items()))
            own = len(named) == 1 and rubric.question(number) == question
            return None if not own else OPEN if points is None else str(points)
        points = scores.read_points(text)
        return str(points) if points is not None else _worded(text, question, rubric)

    def show(value: Value, scene: Scene) -> str:
        if value == OPEN:
            return scene.words("form.assessment.left_open")
        told = rubric.scale.get(int(value), "")
        return scene.words("form.assessment.points", points=value, most=question.most, told=told)

    def options(scene: Scene, values: Values) -> Sequence[Option]:
        taps = [Option(str(points), f"{points} {rubric.scale[points]}") for points in range(question.most, -1, -1)]
        return [*taps, Option(LATER, scene.words("form.assessment.later"))]

    def check(value: Value, values: Values, scene: Scene) -> str | None:
        fits = value in (OPEN, LATER) or (str(value).isdigit() and int(value) <= question.most)
        return None if fits else "form.assessment.fault.points"

    def when(values: Values, scene: Scene) -> bool:
        meant = rubric_of(values).key == rubric.key
        return meant and (not values.get(PARTIAL) or name in values)

    def prompt(scene: Scene) -> str:
        return _asked(question, part, rubric, scene)

    def label(scene: Scene) -> str:
        return scene.words("form.assessment.question", number=question.number, short=question.short)

    return Field(
        name,
        read,
        show,
        required=True,
        options=options,
        check=check,
        when=when,
        prompt=prompt,
        label=label,
        blank=OPEN,
    )


def _worded(text: str, question: Question, rubric: Rubric) -> str | None:
    """The points whose words on the scale are the whole answer."""
    said = squash(text)
    fitting = (points for points, told in rubric.scale.items() if squash(told) == said and points <= question.most)
    return next((str(points) for points in fitting), None)


def _asked(question: Question, part: Part, rubric: Rubric, scene: Scene) -> str:
    """The question with its place among all, what helps to answer it, and what proves the answer."""
    words = scene.words
    of, short = len(rubric.questions), question.short
    head = words("form.assessment.place", number=question.number, of=of, part=part.title, short=short)
    told = f"{question.ref} {question.text}" if question.ref else question.text
    lines = [head, told]
    if question.help:
        lines.append(words("form.assessment.help", help=question.help))
    if question.evidence:
        lines.append(words("form.assessment.evidence", evidence=question.evidence))
    lines.append(words("form.assessment.how", most=question.most))
    return "\n".join(lines)
