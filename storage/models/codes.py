"""One-time codes: a treasurer's link code for a member, a member's code for a relative, an invite code for a role."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, UtcDateTime


class Code(Base):
    """A code, known by its hash alone (domain.md 6.3 rule 3).

    `purpose`: link or proxy (go with `member_id`) or invite (goes with `role` and `area_id`).
    Valid through `valid_until` (included) while `uses_left` is above 0; `tries` counts wrong attempts against it.
    """

    __tablename__ = "codes"

    id: Mapped[int] = mapped_column(primary_key=True)
    purpose: Mapped[str] = mapped_column(String(16))
    code_hash: Mapped[str] = mapped_column(String(128), unique=True)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), index=True)
    role: Mapped[str | None] = mapped_column(String(32))
    area_id: Mapped[int | None] = mapped_column(ForeignKey("areas.id"))
    valid_until: Mapped[date] = mapped_column(Date)
    uses_left: Mapped[int] = mapped_column(default=1)
    tries: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    issued_by_person_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id", ondelete="SET NULL"), index=True)
