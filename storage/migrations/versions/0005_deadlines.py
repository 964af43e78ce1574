"""Deadlines, extensions, exemptions, and the reminders of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
STANDING = sa.text("ended_at IS NULL")
PLANNED = sa.text("state = 'planned'")


def person(name: str = "person_id") -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), sa.ForeignKey("persons.id", ondelete="SET NULL"))


def area() -> sa.Column[int]:
    return sa.Column("area_id", sa.Integer(), sa.ForeignKey("areas.id"), nullable=False)


def upgrade() -> None:
    op.create_table(
        "deadlines",
        sa.Column("id", sa.Integer(), primary_key=True),
        area(),
        sa.Column("obligation", sa.String(24), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date()),
        person("set_by_person_id"),
        sa.Column("set_at", MOMENT, nullable=False),
        sa.Column("record_id", sa.Integer(), sa.ForeignKey("records.id", ondelete="SET NULL")),
        sa.Column("moved_from_id", sa.Integer(), sa.ForeignKey("deadlines.id", ondelete="SET NULL")),
        sa.Column("ended_at", MOMENT),
    )
    op.create_index("ix_deadlines_set_by_person_id", "deadlines", ["set_by_person_id"])
    op.create_index("ix_deadlines_record_id", "deadlines", ["record_id"])
    op.create_index("ix_deadlines_due_on", "deadlines", ["due_on"])
    op.create_index(
        "uq_deadlines_standing",
        "deadlines",
        ["area_id", "obligation", "fiscal_year"],
        unique=True,
        sqlite_where=STANDING,
        postgresql_where=STANDING,
    )
    op.create_table(
        "extensions",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("deadline_id", sa.Integer(), sa.ForeignKey("deadlines.id", ondelete="CASCADE"), nullable=False),
        area(),
        sa.Column(
            "record_id", sa.Integer(), sa.ForeignKey("records.id", ondelete="CASCADE"), nullable=False, unique=True
        ),
        person("asked_by_person_id"),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("asked_until", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("decision", sa.String(8)),
        person("decided_by_person_id"),
        sa.Column("decided_at", MOMENT),
        sa.CheckConstraint("decision IN ('granted', 'refused')", name="decision"),
    )
    op.create_index("ix_extensions_deadline_id_area_id", "extensions", ["deadline_id", "area_id"])
    op.create_index("ix_extensions_asked_by_person_id", "extensions", ["asked_by_person_id"])
    op.create_index("ix_extensions_decided_by_person_id", "extensions", ["decided_by_person_id"])
    op.create_table(
        "exemptions",
        sa.Column("record_id", sa.Integer(), sa.ForeignKey("records.id", ondelete="CASCADE"), primary_key=True),
        area(),
        sa.Column("obligation", sa.String(24), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text()),
    )
    op.create_index("ix_exemptions_area_id", "exemptions", ["area_id"])
    op.create_index("ix_exemptions_obligation_fiscal_year", "exemptions", ["obligation", "fiscal_year"])
    op.create_table(
        "nudges",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("matter", sa.String(16), nullable=False),
        sa.Column("deadline_id", sa.Integer(), sa.ForeignKey("deadlines.id", ondelete="CASCADE")),
        sa.Column("resolution_id", sa.Integer(), sa.ForeignKey("resolutions.id", ondelete="CASCADE")),
        area(),
        sa.Column("fund_id", sa.Integer(), sa.ForeignKey("funds.id")),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("persons.id", ondelete="CASCADE"), nullable=False),
        sa.Column("stage", sa.String(32), nullable=False),
        sa.Column("part", sa.String(8), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("delivery_id", sa.String(36)),
        sa.Column("why", sa.String(24)),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("settled_at", MOMENT),
        sa.UniqueConstraint("matter", "area_id", "person_id", "stage"),
        sa.CheckConstraint("state IN ('planned', 'sent', 'silenced', 'escalated', 'merged')", name="state"),
    )
    op.create_index("ix_nudges_deadline_id", "nudges", ["deadline_id"])
    op.create_index("ix_nudges_resolution_id", "nudges", ["resolution_id"])
    op.create_index("ix_nudges_person_id_day", "nudges", ["person_id", "day"])
    op.create_index("ix_nudges_planned", "nudges", ["delivery_id"], sqlite_where=PLANNED, postgresql_where=PLANNED)
    op.create_table(
        "snoozes",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("persons.id", ondelete="CASCADE"), nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("done_at", MOMENT),
    )
    op.create_index("ix_snoozes_person_id_done_at", "snoozes", ["person_id", "done_at"])


def downgrade() -> None:
    for name in ("snoozes", "nudges", "exemptions", "extensions", "deadlines"):
        op.drop_table(name)
