"""The volunteers' work: records, meetings, fund states and figures, matching, revival, reviews, plans, handovers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
DOCUMENT = sa.JSON().with_variant(JSONB(), "postgresql")
SEALED = sa.LargeBinary()


def upgrade() -> None:
    op.create_table(
        "matching_rules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("fiscal_year", sa.Integer()),
        sa.Column("mode", sa.String(length=16), nullable=False),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("basis", sa.String(length=8), nullable=False),
        sa.Column("per_head_satang", sa.BigInteger(), nullable=False),
        sa.Column("most_rounds", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_matching_rules_area_id_fiscal_year", "matching_rules", ["area_id", "fiscal_year"], unique=True)

    op.create_table(
        "zone_amphoes",
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("province", sa.String(length=64), nullable=False),
        sa.Column("amphoe", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("area_id", "province", "amphoe"),
    )
    op.create_table(
        "handovers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer()),
        sa.Column("successor_person_id", sa.Integer()),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("summary", SEALED, nullable=False),
        sa.Column("told_at", MOMENT),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["successor_person_id"], ["persons.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_handovers_area_id", "handovers", ["area_id"])
    op.create_index("ix_handovers_person_id", "handovers", ["person_id"])
    op.create_index("ix_handovers_successor_person_id", "handovers", ["successor_person_id"])

    op.create_table(
        "records",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("fund_id", sa.Integer()),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer()),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("draft_key", sa.String(length=32)),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("before", DOCUMENT),
        sa.Column("withdrawn_at", MOMENT),
        sa.Column("withdrawn_by_person_id", sa.Integer()),
        sa.Column("withdrawn_reason", sa.Text()),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"]),
        sa.ForeignKeyConstraint(["fund_id"], ["funds.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["withdrawn_by_person_id"], ["persons.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("draft_key"),
    )
    op.create_index("ix_records_area_id_kind_day", "records", ["area_id", "kind", "day"])
    op.create_index("ix_records_fund_id_kind_day", "records", ["fund_id", "kind", "day"])
    op.create_index("ix_records_person_id_recorded_at", "records", ["person_id", "recorded_at"])

    op.create_table(
        "revival_cases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fund_id", sa.Integer(), nullable=False),
        sa.Column("owner_person_id", sa.Integer()),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("closed_on", sa.Date()),
        sa.Column("next_visit", sa.Date()),
        sa.CheckConstraint("state IN ('open', 'revived', 'given_up')", name=op.f("ck_revival_cases_state")),
        sa.ForeignKeyConstraint(["fund_id"], ["funds.id"]),
        sa.ForeignKeyConstraint(["owner_person_id"], ["persons.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_revival_cases_fund_id", "revival_cases", ["fund_id"])
    op.create_index("ix_revival_cases_owner_person_id", "revival_cases", ["owner_person_id"])

    op.create_table(
        "assessments",
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("for_year", sa.Integer(), nullable=False),
        sa.Column("rubric", sa.String(length=32), nullable=False),
        sa.Column("rubric_version", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.String(length=8), nullable=False),
        sa.Column("answers", DOCUMENT, nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("record_id"),
    )
    op.create_table(
        "attendances",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", SEALED),
        sa.Column("role", sa.Text()),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("record_id", "number"),
    )
    op.create_table(
        "fund_figures",
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("members", sa.Integer()),
        sa.Column("founding", sa.Integer()),
        sa.Column("accumulated", sa.Integer()),
        sa.Column("joined", sa.Integer()),
        sa.Column("resigned", sa.Integer()),
        sa.Column("dead", sa.Integer()),
        sa.Column("ended", sa.Integer()),
        sa.Column("by_kind", DOCUMENT),
        sa.Column("population", sa.Integer()),
        sa.Column("population_as_of", sa.Date()),
        sa.Column("balance_satang", sa.BigInteger()),
        sa.Column("balance_as_of", sa.Date()),
        sa.Column("unchanged", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("record_id"),
    )
    op.create_table(
        "fund_states",
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("since", sa.Date()),
        sa.Column("since_grain", sa.String(length=8), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("suspected", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("record_id"),
    )
    op.create_table(
        "matchings",
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("party", sa.String(length=8), nullable=False),
        sa.Column("outcome", sa.String(length=8), nullable=False),
        sa.Column("for_year", sa.Integer(), nullable=False),
        sa.Column("satang", sa.BigInteger()),
        sa.Column("persons", sa.Integer()),
        sa.Column("members_then", sa.Integer()),
        sa.Column("received_on", sa.Date()),
        sa.Column("reason", sa.Text()),
        sa.CheckConstraint("outcome IN ('received', 'approved', 'pending', 'none')", name=op.f("ck_matchings_outcome")),
        sa.CheckConstraint("party IN ('member', 'local', 'state')", name=op.f("ck_matchings_party")),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("record_id"),
    )
    op.create_index("ix_matchings_party_for_year", "matchings", ["party", "for_year"])

    op.create_table(
        "meeting_zones",
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"]),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("record_id", "area_id"),
    )
    op.create_index("ix_meeting_zones_area_id", "meeting_zones", ["area_id"])

    op.create_table(
        "meetings",
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(length=16)),
        sa.Column("title", sa.Text()),
        sa.Column("held_from", sa.Date(), nullable=False),
        sa.Column("held_to", sa.Date(), nullable=False),
        sa.Column("venue", sa.Text()),
        sa.Column("tambon", sa.Text()),
        sa.Column("amphoe", sa.Text()),
        sa.Column("province", sa.Text()),
        sa.Column("attendance", sa.Integer()),
        sa.Column("attendance_qualifier", sa.String(length=8)),
        sa.Column("attendance_groups", DOCUMENT),
        sa.Column("hosts", DOCUMENT),
        sa.Column("agenda", DOCUMENT),
        sa.Column("notes", SEALED, nullable=False),
        sa.Column("reporter", SEALED),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("record_id"),
    )
    op.create_table(
        "plan_items",
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("for_year", sa.Integer(), nullable=False),
        sa.Column("topic", sa.Integer(), nullable=False),
        sa.Column("activity", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text()),
        sa.Column("due_on", sa.Date()),
        sa.Column("budget_satang", sa.BigInteger()),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.CheckConstraint("state IN ('open', 'done', 'dropped')", name=op.f("ck_plan_items_state")),
        sa.CheckConstraint("topic BETWEEN 1 AND 6", name=op.f("ck_plan_items_topic")),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("record_id"),
    )
    op.create_table(
        "resolutions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", SEALED, nullable=False),
        sa.Column("owner", SEALED),
        sa.Column("owner_person_id", sa.Integer()),
        sa.Column("due_on", sa.Date()),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("done_at", MOMENT),
        sa.CheckConstraint("state IN ('open', 'done', 'dropped')", name=op.f("ck_resolutions_state")),
        sa.ForeignKeyConstraint(["owner_person_id"], ["persons.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("record_id", "number"),
    )
    op.create_index("ix_resolutions_owner_person_id", "resolutions", ["owner_person_id"])
    op.create_index("ix_resolutions_state_due_on", "resolutions", ["state", "due_on"])

    op.create_table(
        "reviews",
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("for_year", sa.Integer(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("result", sa.String(length=16), nullable=False),
        sa.Column("reviewers", DOCUMENT),
        sa.Column("documents", DOCUMENT),
        sa.Column("members_verified", sa.Integer()),
        sa.Column("balance_satang", sa.BigInteger()),
        sa.Column("difference_satang", sa.BigInteger()),
        sa.Column("findings", SEALED),
        sa.Column("fix_by", sa.Date()),
        sa.CheckConstraint("result IN ('passed', 'conditional', 'failed', 'pending')", name=op.f("ck_reviews_result")),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("record_id"),
    )
    op.create_table(
        "revival_visits",
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("visited_on", sa.Date(), nullable=False),
        sa.Column("found", sa.Text()),
        sa.Column("next_visit", sa.Date()),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["revival_cases.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("record_id"),
    )
    op.create_index("ix_revival_visits_case_id_number", "revival_visits", ["case_id", "number"])

    op.create_table(
        "submissions",
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("obligation", sa.String(length=24), nullable=False),
        sa.Column("for_year", sa.Integer(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("record_id"),
    )
    op.create_index("ix_submissions_obligation_for_year", "submissions", ["obligation", "for_year"])

    op.create_table(
        "targets",
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("metric", sa.String(length=24), nullable=False),
        sa.Column("for_year", sa.Integer()),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.Text()),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("record_id"),
    )
    with op.batch_alter_table("appointments") as batch_op:
        batch_op.add_column(sa.Column("assists_person_id", sa.Integer()))
        batch_op.add_column(sa.Column("code_id", sa.Integer()))
        batch_op.create_foreign_key(
            op.f("fk_appointments_assists_person_id"), "persons", ["assists_person_id"], ["id"], ondelete="SET NULL"
        )
        batch_op.create_foreign_key(op.f("fk_appointments_code_id"), "codes", ["code_id"], ["id"], ondelete="SET NULL")

    with op.batch_alter_table("codes") as batch_op:
        batch_op.add_column(sa.Column("issued_by_person_id", sa.Integer()))
        batch_op.create_index(op.f("ix_codes_issued_by_person_id"), ["issued_by_person_id"], unique=False)
        batch_op.create_foreign_key(
            op.f("fk_codes_issued_by_person_id"), "persons", ["issued_by_person_id"], ["id"], ondelete="SET NULL"
        )

    with op.batch_alter_table("funds") as batch_op:
        batch_op.add_column(sa.Column("founded_on", sa.Date()))
        batch_op.add_column(sa.Column("elderly_count", sa.Integer()))
        batch_op.add_column(sa.Column("population", sa.Integer()))
        batch_op.add_column(sa.Column("population_as_of", sa.Date()))
        batch_op.add_column(sa.Column("balance_as_of", sa.Date()))
        batch_op.add_column(sa.Column("told_on", sa.Date()))


def downgrade() -> None:
    with op.batch_alter_table("funds") as batch_op:
        for column in ("told_on", "balance_as_of", "population_as_of", "population", "elderly_count", "founded_on"):
            batch_op.drop_column(column)
    with op.batch_alter_table("codes") as batch_op:
        batch_op.drop_constraint("fk_codes_issued_by_person_id", type_="foreignkey")
        batch_op.drop_index("ix_codes_issued_by_person_id")
        batch_op.drop_column("issued_by_person_id")
    with op.batch_alter_table("appointments") as batch_op:
        batch_op.drop_constraint("fk_appointments_code_id", type_="foreignkey")
        batch_op.drop_constraint("fk_appointments_assists_person_id", type_="foreignkey")
        batch_op.drop_column("code_id")
        batch_op.drop_column("assists_person_id")
    for table in (
        "targets",
        "submissions",
        "revival_visits",
        "reviews",
        "resolutions",
        "plan_items",
        "meetings",
        "meeting_zones",
        "matchings",
        "fund_states",
        "fund_figures",
        "attendances",
        "assessments",
        "revival_cases",
        "records",
        "handovers",
        "zone_amphoes",
        "matching_rules",
    ):
        op.drop_table(table)
