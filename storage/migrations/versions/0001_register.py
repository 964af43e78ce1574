"""The register: areas, funds, rulebooks, members and money, persons and what ties them to all that."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
DOCUMENT = sa.JSON().with_variant(JSONB(), "postgresql")


def only(condition: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def upgrade() -> None:
    op.create_table(
        "areas",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.Integer(), sa.ForeignKey("areas.id")),
        sa.CheckConstraint("kind IN ('nation', 'region', 'province', 'zone', 'fund')", name="kind"),
        sa.UniqueConstraint("code"),
    )
    op.create_index("ix_areas_parent_id", "areas", ["parent_id"])
    op.create_table(
        "funds",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("area_id", sa.Integer(), sa.ForeignKey("areas.id"), nullable=False),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("tambon", sa.Text(), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("stopped_since", sa.Date()),
        sa.Column("phone", sa.Text()),
        sa.Column("office", sa.Text()),
        sa.Column("meeting_day", sa.Text()),
        sa.Column("payment_place", sa.Text()),
        sa.Column("members_count", sa.Integer()),
        sa.Column("balance_satang", sa.BigInteger()),
        sa.Column("figures_as_of", sa.Date()),
        sa.UniqueConstraint("area_id"),
        sa.UniqueConstraint("code"),
    )
    op.create_table(
        "rulebooks",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("fund_id", sa.Integer(), sa.ForeignKey("funds.id"), nullable=False),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("effective_to", sa.Date()),
        sa.Column("approved_by", sa.Text(), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("document", DOCUMENT, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.UniqueConstraint("fund_id", "version"),
    )
    op.create_table(
        "members",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("fund_id", sa.Integer(), sa.ForeignKey("funds.id"), nullable=False),
        sa.Column("number", sa.String(32), nullable=False),
        sa.Column("name", sa.Text()),
        sa.Column("sex", sa.String(8)),
        sa.Column("born", sa.Date()),
        sa.Column("joined", sa.Date(), nullable=False),
        sa.Column("paid_to", sa.String(7)),
        sa.Column("payments", sa.Integer()),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("ended_on", sa.Date()),
        sa.Column("arrears_paid_on", sa.Date()),
        sa.Column("arrears_paid_months", sa.Integer()),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.CheckConstraint("status IN ('active', 'suspended', 'ended', 'resigned', 'dead')", name="status"),
        sa.UniqueConstraint("fund_id", "number"),
    )
    op.create_table(
        "contributions",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("member_id", sa.Integer(), sa.ForeignKey("members.id", ondelete="CASCADE"), nullable=False),
        sa.Column("period_from", sa.Date(), nullable=False),
        sa.Column("period_to", sa.Date(), nullable=False),
        sa.Column("satang", sa.BigInteger(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("receipt_no", sa.String(64)),
    )
    op.create_index("ix_contributions_member_id", "contributions", ["member_id"])
    op.create_table(
        "claims_paid",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("fund_id", sa.Integer(), sa.ForeignKey("funds.id"), nullable=False),
        sa.Column("member_id", sa.Integer(), sa.ForeignKey("members.id", ondelete="CASCADE"), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("satang", sa.BigInteger(), nullable=False),
        sa.Column("details", sa.LargeBinary()),
    )
    op.create_index("ix_claims_paid_fund_id", "claims_paid", ["fund_id"])
    op.create_index("ix_claims_paid_member_id", "claims_paid", ["member_id"])
    op.create_table(
        "persons",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("display_name", sa.Text()),
        sa.Column("home_fund_id", sa.Integer(), sa.ForeignKey("funds.id", ondelete="SET NULL")),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("restricted", sa.Boolean(), nullable=False),
    )
    op.create_table(
        "identities",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("persons.id", ondelete="CASCADE"), nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("account_id", sa.String(128), nullable=False),
        sa.Column("blocked_at", MOMENT),
        sa.UniqueConstraint("channel", "account_id"),
    )
    op.create_index("ix_identities_person_id", "identities", ["person_id"])
    op.create_table(
        "links",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("persons.id", ondelete="CASCADE"), nullable=False),
        sa.Column("member_id", sa.Integer(), sa.ForeignKey("members.id", ondelete="CASCADE"), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("relation", sa.String(16)),
        sa.Column("proven_by", sa.String(64), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("until", MOMENT),
        sa.CheckConstraint("kind IN ('own', 'proxy')", name="kind"),
    )
    op.create_index("ix_links_member_id", "links", ["member_id"])
    op.create_index("ix_links_person_id", "links", ["person_id"])
    op.create_index("uq_links_open", "links", ["person_id", "member_id"], unique=True, **only("until IS NULL"))
    op.create_table(
        "consents",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("persons.id", ondelete="CASCADE"), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("fund_id", sa.Integer(), sa.ForeignKey("funds.id", ondelete="CASCADE")),
        sa.Column("text_version", sa.String(32), nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("given_at", MOMENT, nullable=False),
        sa.Column("withdrawn_at", MOMENT),
    )
    op.create_index("ix_consents_person_id", "consents", ["person_id"])
    op.create_table(
        "appointments",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("persons.id", ondelete="CASCADE"), nullable=False),
        sa.Column("role", sa.String(32), nullable=False),
        sa.Column("area_id", sa.Integer(), sa.ForeignKey("areas.id"), nullable=False),
        sa.Column("from_date", sa.Date(), nullable=False),
        sa.Column("until_date", sa.Date()),
    )
    op.create_index("ix_appointments_area_id", "appointments", ["area_id"])
    op.create_index("ix_appointments_person_id", "appointments", ["person_id"])
    op.create_table(
        "codes",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("purpose", sa.String(16), nullable=False),
        sa.Column("code_hash", sa.String(128), nullable=False),
        sa.Column("member_id", sa.Integer(), sa.ForeignKey("members.id", ondelete="CASCADE")),
        sa.Column("role", sa.String(32)),
        sa.Column("area_id", sa.Integer(), sa.ForeignKey("areas.id")),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("uses_left", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("revoked_at", MOMENT),
        sa.UniqueConstraint("code_hash"),
    )
    op.create_index("ix_codes_member_id", "codes", ["member_id"])
    op.create_table(
        "audit_events",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor_person_id", sa.Integer(), sa.ForeignKey("persons.id", ondelete="SET NULL")),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.String(64), nullable=False),
        sa.Column("subject", sa.String(128), nullable=False),
        sa.Column("before", DOCUMENT),
        sa.Column("after", DOCUMENT),
    )
    op.create_index("ix_audit_events_actor_person_id", "audit_events", ["actor_person_id"])
    op.create_index("ix_audit_events_at", "audit_events", ["at"])
    op.create_index("ix_audit_events_subject", "audit_events", ["subject"])
    op.create_table(
        "administrators",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "data_keys",
        sa.Column("key_id", sa.String(16), primary_key=True),
        sa.Column("added_at", MOMENT, nullable=False),
    )


def downgrade() -> None:
    for table in (
        "data_keys",
        "administrators",
        "audit_events",
        "codes",
        "appointments",
        "consents",
        "links",
        "identities",
        "persons",
        "claims_paid",
        "contributions",
        "members",
        "rulebooks",
        "funds",
        "areas",
    ):
        op.drop_table(table)
