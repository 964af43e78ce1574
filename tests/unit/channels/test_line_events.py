"""What is masked in an event before anybody sees it, and what is not."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.measure import units
from bot.understanding.masking import mask
from bot.web.line_events import line_events

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
USER = "U1234567890123" + "4" * 19


def test_words_names_and_places_are_masked_and_ids_are_not() -> None:
    message = {
        "id": "468789577898262530",
        "type": "file",
        "fileName": "บัตร 1101700203451.pdf",
        "title": "บ้าน 0812345678",
        "address": "โทร 081-234-5678",
        "quoteToken": "1234567890123",
    }
    event = {"type": "message", "source": {"type": "user", "userId": USER}, "message": message, "timestamp": 1}
    (seen,) = line_events([event], NOW)
    kept = seen.raw["message"]
    assert (kept["fileName"], kept["title"], kept["address"]) == (
        "บัตร xxxxxxxxxxxxx.pdf",
        "บ้าน xxxxxxxxxx",
        "โทร xxx-xxx-xxxx",
    )
    assert (kept["id"], kept["quoteToken"], seen.incoming.account) == (message["id"], "1234567890123", USER)


@given(st.text(st.sampled_from("0123456789๐๑๒๓ -.ก😀\n@"), max_size=60))
def test_masking_keeps_every_length_so_mentions_stay_where_they_are(text: str) -> None:
    assert units(mask(text)) == units(text)
    assert [letter for letter in mask(text) if letter in "ก😀@"] == [letter for letter in text if letter in "ก😀@"]
