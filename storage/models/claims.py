"""Welfare already decided and paid: what yearly caps and "once in a life" rules look back on."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Date, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, Json, Satang
from storage.models.encrypted import EncryptedJSON


class ClaimPaid(Base):
    """One paid claim, in satang. `details` says for what (kind, date, admitted, discharged, nights, count, ...).

    Nights and dates of a hospital stay are health data (PDPA s.26), so `details` is ciphertext on disk.
    """

    __tablename__ = "claims_paid"

    id: Mapped[int] = mapped_column(primary_key=True)
    fund_id: Mapped[int] = mapped_column(ForeignKey("funds.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), index=True)
    decided_on: Mapped[date] = mapped_column(Date)
    satang: Mapped[int] = mapped_column(Satang)
    details: Mapped[Json | None] = mapped_column(EncryptedJSON("claims_paid.details"))
