"""Choices as Telegram's inline keyboard: at most 100 buttons, 64 bytes of data behind each (platforms.md 3).

`~s:TEXT` says TEXT as if it were typed; where that is too long, `~lN` says the button's own label, which Telegram sends
back with the tap. Neither needs anything kept on our side.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import quote

from bot.channels import telegram_picker
from bot.channels.measure import graphemes, shorten
from bot.channels.telegram_links import private_chat
from bot.chat import MAX_PRESS_BYTES, Choice, GoPrivate, OpenLink, PickDate, Press, Say

MOST_BUTTONS = 100
LABEL = 40
SAY, LABELLED = "~s:", "~l"
SHORT, MIDDLING = 7, 15
"""Graphemes with which three, or two, buttons stand side by side on a small phone."""

Button = dict[str, str]


def keyboard(choices: Iterable[Choice], username: str | None) -> list[list[Button]]:
    """The choices in rows, in order; those that cannot be buttons are left out (see spoken())."""
    made = [one for number, choice in enumerate(choices) if (one := button(choice, username, number))]
    return _rows(made[:MOST_BUTTONS])


def button(choice: Choice, username: str | None, number: int) -> Button | None:
    """One choice as a button; None where Telegram has none for it. `number`: its place among its neighbours."""
    act, text = choice.act, shorten(choice.label, LABEL) or "-"
    match act:
        case Press():
            return {"text": text, "callback_data": act.data}
        case Say():
            said = f"{SAY}{act.text}"
            return {"text": text, "callback_data": said if _fits(said) else f"{LABELLED}{number}"}
        case GoPrivate():
            return {"text": text, "url": private_chat(username, act.text)} if username else None
        case OpenLink():
            return {"text": text, "url": quote(act.url, safe=":/?#[]@!$&'()*+,;=%~-._")} if _is_web(act.url) else None
        case PickDate():
            page = telegram_picker.first_page(act)
            return {"text": text, "callback_data": page.packed()} if page else None


def spoken(choices: Iterable[Choice], above: Iterable[str] = ()) -> list[str]:
    """Phone numbers as lines to read, since Telegram has no button for them; none that stands in the lines `above`."""
    calls = [(choice.label, choice.act.url) for choice in choices if isinstance(choice.act, OpenLink)]
    numbers = [(label, url.removeprefix("tel:")) for label, url in calls if url.startswith("tel:")]
    read = [_digits(line) for line in above]
    unread = [(label, number) for label, number in numbers if not any(_digits(number) in line for line in read)]
    return [
        f"\N{BLACK TELEPHONE} {label if _digits(label) == _digits(number) else f'{label} {number}'}"
        for label, number in unread
    ]


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdecimal())


def said_by(data: str, pressed: Sequence[Sequence[Button]]) -> str | None:
    """The words of a tap that says something; None for any other tap. `pressed`: the keyboard it was on."""
    if data.startswith(SAY):
        return data.removeprefix(SAY)
    if data.startswith(LABELLED):
        return next((one["text"] for row in pressed for one in row if one.get("callback_data") == data), None)
    return None


def _rows(buttons: Iterable[Button]) -> list[list[Button]]:
    rows: list[list[Button]] = []
    room = 0
    for one in buttons:
        length = len(graphemes(one["text"]))
        beside = 3 if length <= SHORT else 2 if length <= MIDDLING else 1
        if rows and len(rows[-1]) < min(room, beside):
            rows[-1].append(one)
            room = min(room, beside)
        else:
            rows.append([one])
            room = beside
    return rows


def _is_web(url: str) -> bool:
    return url.startswith(("https://", "http://"))


def _fits(data: str) -> bool:
    return len(data.encode()) <= MAX_PRESS_BYTES
