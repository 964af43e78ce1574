"""Who talks with us: persons, their accounts, their ties to a register, what they agreed to, what office they hold."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, CheckConstraint, Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, UtcDateTime, only


class Person(Base):
    """A human being we talk with. `restricted`: processing is restricted on request (PDPA s.34).

    `home_fund_id`: the fund an unlinked person said to ask about, so that it is asked only once; it proves nothing.
    """

    __tablename__ = "persons"

    id: Mapped[int] = mapped_column(primary_key=True)
    display_name: Mapped[str | None] = mapped_column(Text)
    home_fund_id: Mapped[int | None] = mapped_column(ForeignKey("funds.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    restricted: Mapped[bool] = mapped_column(Boolean, default=False)


class Identity(Base):
    """A person's account on one channel. It proves nothing about membership (domain.md 6.3 rule 2): `Link` does."""

    __tablename__ = "identities"
    __table_args__ = (UniqueConstraint("channel", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), index=True)
    channel: Mapped[str] = mapped_column(String(16))
    account_id: Mapped[str] = mapped_column(String(128))
    blocked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Link(Base):
    """Person is this member, proven by a code or an officer; at most one open link (`until` None) for each pair.

    `kind` proxy: the person is not the member but may look for him, with his consent; `relation` is what the member is
    to the person ("mother").
    """

    __tablename__ = "links"
    __table_args__ = (
        CheckConstraint("kind IN ('own', 'proxy')", name="kind"),
        Index("uq_links_open", "person_id", "member_id", unique=True, **only("until IS NULL")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(8), default="own")
    relation: Mapped[str | None] = mapped_column(String(16))
    proven_by: Mapped[str] = mapped_column(String(64))
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    until: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Consent(Base):
    """One consent given (PDPA s.19): link, health, proxy, reminders or publicity; which text, where and when.

    `fund_id`: to whom, since each fund is a controller of its own (domain.md 6.1); None where it is no fund's matter.
    """

    __tablename__ = "consents"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    fund_id: Mapped[int | None] = mapped_column(ForeignKey("funds.id", ondelete="CASCADE"))
    text_version: Mapped[str] = mapped_column(String(32))
    channel: Mapped[str] = mapped_column(String(16))
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Appointment(Base):
    """A person holds a role over an area and all below it, from `from_date` to `until_date` (included; None = open).

    Roles: treasurer, officer, chair, fund_secretary, coordinator, assistant, secretary, joint_secretary, observer.
    `assists_person_id`: for whom an assistant works; his rights end with that person's. `code_id`: the invite code.
    """

    __tablename__ = "appointments"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), index=True)
    role: Mapped[str] = mapped_column(String(32))
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"), index=True)
    from_date: Mapped[date] = mapped_column(Date)
    until_date: Mapped[date | None] = mapped_column(Date)
    assists_person_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id", ondelete="SET NULL"))
    code_id: Mapped[int | None] = mapped_column(ForeignKey("codes.id", ondelete="SET NULL"))
