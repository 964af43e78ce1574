"""How many came: the number that belongs to coming, not to members, money or those who stayed away."""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.understanding.meetings.counting import (
    Group,
    any_number,
    as_kept,
    count_of,
    groups_of,
    heads,
    heads_behind,
    heads_described,
    heads_loosely,
    heads_total,
)
from bot.understanding.meetings.cues import cue, words
from bot.understanding.meetings.page import Line, Page, open_page
from bot.understanding.meetings.shapes import Attendance

_BARE = 25
"""An answer up to this length that has one number is that number."""


class Counted(NamedTuple):
    """An attendance with its place: line, and the stretch that the numbers take."""

    line: int
    start: int
    end: int
    attendance: Attendance
    score: float


def read_attendance(text: str) -> Attendance | None:
    """How many came, out of an answer or a message: "21", "twenty and some", "10 men, 11 women"; None when not told."""
    page = open_page(text)
    found = find_attendance(page, None)
    if found:
        return found.attendance
    if not page.lines or len(page.lines) > 3:
        return None
    line = page.lines[0]
    first = heads().match(line.plain)
    if first and len(groups_of(line.plain, first.end(), opened="came_opens")) > 1:
        return _counted(0, line, first, 0).attendance
    groups = groups_of(line.plain, 0)
    if len(groups) > 1:
        return Attendance(sum(group.heads for group in groups), "exact", as_kept(groups))
    numbers = list(any_number().finditer(line.plain)) if len(line.plain) <= _BARE else []
    return _attendance(numbers[0], ()) if len(numbers) == 1 else None


def find_attendance(page: Page, held_line: int | None) -> Counted | None:
    """The attendance of a report with its place in it; None when none is told."""
    found: list[Counted] = []
    for number, line in enumerate(page.lines):
        if not cue("absent_list").search(line.plain):
            found.extend(_in_line(number, line, held_line))
    best = max(found, key=lambda one: (one.score, -one.line, -one.start), default=None)
    return best or _listed(page) or (_alone(page) if page.chat else None)


def _alone(page: Page) -> Counted | None:
    """The only number of people in a message about a meeting ("meeting today, 27 people")."""
    found = [(at, line, match) for at, line in enumerate(page.lines) for match in heads().finditer(line.plain)]
    if len(found) != 1 or not any(cue("day_held").search(line.plain) for line in page.lines):
        return None
    at, line, match = found[0]
    before, after = line.plain[max(0, match.start() - 18) : match.start()], line.plain[match.end() :]
    if cue("came_chat_never").search(before) or cue("came_never_after").match(after):
        return None
    return _counted(at, line, match, 0)


def _in_line(at: int, line: Line, held_line: int | None) -> list[Counted]:
    base = 2.0 if held_line == at else -min(abs(at - (held_line or 0)), 10) * 0.1
    found = _behind_cues(at, line, base)
    plain = line.plain
    chain: list[re.Match[str]] = []
    for match in heads().finditer(plain):
        joined = chain and cue("came_joined").fullmatch(plain, chain[-1].end(), match.start())
        chain = [*chain, match] if joined else [match]
        before, after = plain[max(0, match.start() - 45) : match.start()], plain[match.end() : match.end() + 30]
        if cue("came_never_before").search(before) or cue("came_never_after").match(after):
            continue
        if cue("each", "", r"\s?$").search(before):
            continue
        if cue("came_after", r"^[^\d,;]{0,14}?").match(after):
            found.append(_summed(at, chain, plain, base + 3) or _counted(at, line, match, base + 3))
        elif held_line == at and cue("came_with").search(plain[max(0, match.start() - 90) : match.start()]):
            found.append(_summed(at, chain, plain, base) or _counted(at, line, match, base))
        elif held_line == at and cue("came_total", "", r"\s?$").search(before) and not _other(before):
            found.append(_counted(at, line, match, base + 1))
    return found


def _behind_cues(at: int, line: Line, base: float) -> list[Counted]:
    """The numbers that follow a word of coming."""
    plain = line.plain
    found: list[Counted] = []
    for said in cue("came_before").finditer(plain):
        if cue("came_never_before").search(plain[max(0, said.start() - 30) : said.start()]):
            continue
        match = heads_behind().match(plain, said.end())
        if match and not cue("came_never_after").match(_rest(match, plain)) and _is_count(match, plain):
            found.append(_counted(at, line, match, base + 3 + (1 if match["unit"] else 0)))
        groups = groups_of(plain, said.end(), opened="came_opens") if not match else []
        if len(groups) > 1:
            total = heads_total().match(plain, groups[-1].end)
            if total:
                found.append(_counted(at, line, total, base + 4, groups))
            else:
                attendance = Attendance(sum(group.heads for group in groups), "exact", as_kept(groups))
                found.append(Counted(at, groups[0].start, groups[-1].end, attendance, base + 2))
        elif not match:
            one = heads_described().match(plain, said.end()) or _loose(plain, said.end())
            if one and not cue("came_never_after").match(plain[one.end() :]):
                found.append(_counted(at, line, one, base + 1))
    return found


def _summed(at: int, chain: list[re.Match[str]], plain: str, score: float) -> Counted | None:
    """Several groups that came together, added; None where one number is all or already the total."""
    if len(chain) < 2 or cue("came_total", "", r"\s?$").search(plain[: chain[-1].start()]):
        return None
    if any(match[name] for match in chain for name in ("over", "about", "nearly", "more")):
        return None
    total = sum(count_of(match["count"]) for match in chain)
    return Counted(at, chain[0].start("count"), chain[-1].end(), Attendance(total), score)


def _loose(plain: str, at: int) -> re.Match[str] | None:
    """A number of people a few words behind a word of coming."""
    match = heads_loosely().match(plain, at)
    if match is None or cue("came_loose_never").search(plain[at : match.start("count")]):
        return None
    return match


def _other(before: str) -> bool:
    """Whether a total is one of members or others who need not have come."""
    return cue("came_total_never").search(before[-24:]) is not None


def _rest(match: re.Match[str], plain: str) -> str:
    """What stands behind a number, with the space that its pattern has taken."""
    return plain[len(plain[: match.end()].rstrip()) :]


def _is_count(match: re.Match[str], plain: str) -> bool:
    """Whether a number behind a word of coming counts people: it has their unit, or nothing else behind it."""
    if match["unit"]:
        return True
    rest = _rest(match, plain)
    if match["count"][0].isdigit() and re.match(r"[./)\d:-]", rest):
        return False
    return re.match(rf"\s*$|\s?[,(;]|\s(?!\d)(?!{words('figure_unit')})|{words('out_of')}", rest) is not None


def _counted(at: int, line: Line, match: re.Match[str], score: float, groups: list[Group] | None = None) -> Counted:
    kept = as_kept(groups or groups_of(line.plain, match.end(), match.end() + 60, "came_groups"))
    start, end = (groups[0].start if groups else match.start("count")), match.end()
    return Counted(at, start, end, _attendance(match, kept), score)


def _attendance(match: re.Match[str], groups: tuple[tuple[str, int], ...]) -> Attendance:
    kind = next((name for name in ("over", "about", "nearly") if match[name]), "exact")
    if match["more"]:
        kind = "over"
    return Attendance(count_of(match["count"]), kind, groups)


def _listed(page: Page) -> Counted | None:
    """The last number of one numbered list of those who came, when every entry is a person."""
    heads = [number for number, line in enumerate(page.lines) if cue("came_list").search(line.plain)]
    if len(heads) != 1:
        return None
    count = 0
    for line in page.lines[heads[0] + 1 :]:
        match = re.match(r"(\d{1,3})\s?[.)]\s?", line.plain)
        if not match or int(match[1]) != count + 1:
            break
        if not cue("title").match(line.plain, match.end()):
            return None
        count += 1
    return Counted(heads[0], 0, 0, Attendance(count), 0) if count > 1 else None
