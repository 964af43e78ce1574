"""What the people of the demo network have left of their year."""

from __future__ import annotations

import datetime as dt

from bot.demo.rulebooks import demo_rulebooks
from bot.entitlement.facts import Membership, PastClaim
from bot.entitlement.remaining import remaining

TODAY = dt.date(2026, 11, 21)
MEMBER = Membership(joined=dt.date(2019, 4, 1), paid_to="2026-11")


def stay(day: str, nights: int | None, baht: int | None) -> PastClaim:
    return PastClaim("hospital", dt.date.fromisoformat(day), None if baht is None else baht * 100, nights=nights)


def test_malee_has_400_left_until_the_fiscal_year_ends() -> None:
    found = remaining(demo_rulebooks()["RB-A"][-1], MEMBER, [stay("2026-10-20", 3, 600)], "hospital", TODAY)
    assert found is not None
    assert (found.used_satang, found.left_satang, found.left_nights, found.clause) == (600_00, 400_00, None, "13")
    assert (found.start, found.end, found.nothing_left) == (dt.date(2026, 10, 1), dt.date(2027, 9, 30), False)


def test_nid_has_two_nights_left() -> None:
    found = remaining(demo_rulebooks()["RB-C"][-1], MEMBER, [stay("2026-10-20", 8, 800)], "hospital", TODAY)
    assert found is not None
    assert (found.used_nights, found.left_nights, found.left_satang) == (8, 2, 200_00)


def test_last_years_stays_do_not_count_and_unsure_ones_are_said_to_be() -> None:
    book = demo_rulebooks()["RB-A"][-1]
    old = remaining(book, MEMBER, [stay("2026-09-30", 5, 600)], "hospital", TODAY)
    assert old is not None
    assert (old.left_satang, old.sure) == (1000_00, True)
    unsure = remaining(book, MEMBER, [stay("2026-10-20", None, None)], "hospital", TODAY)
    assert unsure is not None
    assert not unsure.sure


def test_times_are_counted_too() -> None:
    book = demo_rulebooks()["RB-A"][-1]
    paid = [PastClaim("elderly", dt.date(2027, 4, 13), 200_00)]
    found = remaining(book, MEMBER, paid, "elderly", dt.date(2027, 5, 1))
    assert found is not None
    assert (found.used_times, found.left_times, found.nothing_left) == (1, 0, True)


def test_a_kind_without_a_yearly_cap_has_none_to_tell() -> None:
    assert remaining(demo_rulebooks()["RB-A"][-1], MEMBER, [], "birth", TODAY) is None
    assert remaining(demo_rulebooks()["RB-A"][-1], MEMBER, [], "tradition", TODAY) is None


def test_one_of_several_clauses_can_be_asked_for() -> None:
    found = remaining(demo_rulebooks()["RB-D"][-1], MEMBER, [], "other", TODAY, benefit="ACCIDENT")
    assert found is not None
    assert (found.clause, found.left_times) == ("II.3", 2)
