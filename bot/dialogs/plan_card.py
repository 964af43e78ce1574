"""A six-topic action plan as cards: what is there and what is missing, and the activities themselves."""

from __future__ import annotations

from collections.abc import Sequence

from bot import figures
from bot.chat import Card, Row, Section
from bot.services.plans import TOPICS, Item, Plan
from bot.words import Words

MOST_SHOWN = 24
"""Activities in one card."""


def completeness(words: Words, name: str, plan: Plan, below: Sequence[tuple[str, int]] = ()) -> Card:
    """Each topic with how many activities it has and how many are done; `below`: other areas' topics, of six."""
    rows = tuple(_topic(words, topic, plan.of(topic)) for topic in TOPICS)
    sections = [Section(rows)]
    if below:
        six = len(TOPICS)
        lines = tuple(Row(words("plan.topics_of", n=n, of=six), other, share=n / six) for other, n in below)
        sections.append(Section(lines, words("plan.below")))
    lead = words("plan.complete") if plan.complete else words("plan.have", n=len(TOPICS) - len(plan.missing))
    title = words("plan.title", area=name, year=plan.year)
    return Card(title, lead, tuple(sections), tone="good" if plan.complete else "calm")


def listing(words: Words, name: str, plan: Plan) -> Card:
    """The activities by topic, each with who, until when and for how much."""
    shown = plan.items[:MOST_SHOWN]
    sections = tuple(
        Section(tuple(_item(words, item) for item in own), f"{topic} {words(f'plan.topic.{topic}')}")
        for topic in TOPICS
        if (own := [item for item in shown if item.topic == topic])
    )
    budget = sum(item.budget_satang or 0 for item in plan.items)
    foot = words("plan.budget_in_all", sum=figures.baht(words, budget)) if budget else ""
    if len(plan.items) > MOST_SHOWN:
        foot = f"{foot} {words('plan.more', n=len(plan.items) - MOST_SHOWN)}".strip()
    return Card(words("plan.title", area=name, year=plan.year), "", sections, foot)


def _topic(words: Words, topic: int, items: Sequence[Item]) -> Row:
    label = f"{topic} {words(f'plan.topic.{topic}')}"
    if not items:
        return Row(words("plan.nothing"), label, strong=True)
    done = sum(item.done for item in items)
    told = words("plan.count_done", n=len(items), done=done) if done else words("plan.count", n=len(items))
    return Row(told, label, share=done / len(items))


def _item(words: Words, item: Item) -> Row:
    facts = [
        item.owner,
        words("plan.until", day=figures.day(words, item.due_on)) if item.due_on else None,
        figures.baht(words, item.budget_satang) if item.budget_satang else None,
        words("plan.done") if item.done else None,
    ]
    told = " · ".join(fact for fact in facts if fact)
    return Row(f"{item.activity}\n{told}" if told else item.activity, faint=item.done)
