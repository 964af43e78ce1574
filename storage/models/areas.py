"""Where: the one tree nation > region > province > zone > fund, and the funds at its leaves."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, Date, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, Satang


class Area(Base):
    """A node of the tree that roles hang on; `kind` is nation, region, province, zone or fund."""

    __tablename__ = "areas"
    __table_args__ = (CheckConstraint("kind IN ('nation', 'region', 'province', 'zone', 'fund')", name="kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    code: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(Text)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("areas.id"), index=True)


class ZoneAmphoe(Base):
    """An amphoe that a zone works in: a zone may span several, an amphoe may lie in several zones (domain.md A7)."""

    __tablename__ = "zone_amphoes"

    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id", ondelete="CASCADE"), primary_key=True)
    province: Mapped[str] = mapped_column(String(64), primary_key=True)
    amphoe: Mapped[str] = mapped_column(String(64), primary_key=True)


class Fund(Base):
    """A community welfare fund, with the figures it last told (`figures_as_of` dates members and balance).

    `balance_as_of` dates the balance where it was told of another day than the members; `status` is new, active,
    weak, stopped, reviving or dissolved (domain.md S0-15); `balance_satang` is in satang;
    `told_on`: when anybody last confirmed that this is how things are (staleness, domain.md S0-33).
    """

    __tablename__ = "funds"

    id: Mapped[int] = mapped_column(primary_key=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"), unique=True)
    code: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(Text)
    tambon: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(32), default="active")
    stopped_since: Mapped[date | None] = mapped_column(Date)
    phone: Mapped[str | None] = mapped_column(Text)
    office: Mapped[str | None] = mapped_column(Text)
    meeting_day: Mapped[str | None] = mapped_column(Text)
    payment_place: Mapped[str | None] = mapped_column(Text)
    founded_on: Mapped[date | None] = mapped_column(Date)
    members_count: Mapped[int | None] = mapped_column()
    elderly_count: Mapped[int | None] = mapped_column()
    population: Mapped[int | None] = mapped_column()
    population_as_of: Mapped[date | None] = mapped_column(Date)
    balance_satang: Mapped[int | None] = mapped_column(Satang)
    figures_as_of: Mapped[date | None] = mapped_column(Date)
    balance_as_of: Mapped[date | None] = mapped_column(Date)
    told_on: Mapped[date | None] = mapped_column(Date)
