"""What was done on the page, in the language of transcripts, so that it can be done again."""

from __future__ import annotations

from collections import deque

from bot.demo.identities import GROUPS, PERSONAS, group_id, user_id
from bot.web.simulator.records import Json

LONGEST = 400
"""Lines kept: a link with more than that no longer fits into an address."""
_PERSONAS = {user_id(key): key for key in PERSONAS}
_GROUPS = {group_id(key): key for key in GROUPS}


class Reel:
    """The latest deeds as lines such as `> words`, with `@as` and `@in` before what each person does in each place."""

    def __init__(self) -> None:
        self._lines: deque[tuple[str, str, str]] = deque(maxlen=LONGEST)

    def note(self, asked: Json, line: str) -> None:
        """Adds what the person of `asked` has done in the chat of `asked`."""
        user = str(asked.get("user"))
        chat = str(asked.get("chat") or "direct")
        place = _GROUPS.get(chat, "direct")
        self._lines.append((_PERSONAS.get(user, user), place, " ".join(line.split())))

    def note_time(self, instant: str) -> None:
        """Adds that the clock was moved to an ISO time."""
        self._lines.append(("", "", f"@at {instant}"))

    def forget(self) -> None:
        """Begins anew."""
        self._lines.clear()

    def script(self) -> str:
        """All of it as a transcript."""
        told: list[str] = []
        who, where = "", "direct"
        for persona, place, line in self._lines:
            taken_up = bool(persona) and persona != who
            if taken_up:
                told.append(f"@as {persona}")
                who = persona
            # said again for each person: what @as does to the place depends on who sits in the group
            if place and (place != where or (taken_up and place != "direct")):
                told.append(f"@in {place}")
                where = place
            told.append(line)
        return "\n".join(told)
