"""The talk: group chats, conversations, questions, the inbox, the outbox and the push ledger."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def only(condition: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def upgrade() -> None:
    op.create_table(
        "chat_groups",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("chat_id", sa.String(128), nullable=False),
        sa.Column("fund_id", sa.Integer(), sa.ForeignKey("funds.id")),
        sa.Column("area_id", sa.Integer(), sa.ForeignKey("areas.id")),
        sa.Column("bound_by_person_id", sa.Integer(), sa.ForeignKey("persons.id", ondelete="SET NULL")),
        sa.Column("member_count", sa.Integer()),
        sa.Column("joined_at", MOMENT, nullable=False),
        sa.Column("left_at", MOMENT),
        sa.UniqueConstraint("channel", "chat_id"),
    )
    op.create_table(
        "conversations",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("chat_id", sa.String(128), nullable=False),
        sa.Column("account_id", sa.String(128), nullable=False),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("persons.id", ondelete="SET NULL")),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("lease_until", MOMENT),
        sa.UniqueConstraint("channel", "chat_id", "account_id"),
    )
    op.create_index("ix_conversations_person_id", "conversations", ["person_id"])
    op.create_index("ix_conversations_updated_at", "conversations", ["updated_at"])
    op.create_table(
        "questions",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("fund_id", sa.Integer(), sa.ForeignKey("funds.id")),
        sa.Column("asker_person_id", sa.Integer(), sa.ForeignKey("persons.id", ondelete="SET NULL")),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("chat_id", sa.String(128), nullable=False),
        sa.Column("text", sa.LargeBinary()),
        sa.Column("intent", sa.String(64)),
        sa.Column("slots", sa.LargeBinary(), nullable=False),
        sa.Column("urgency", sa.String(16), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("answer", sa.LargeBinary()),
        sa.Column("answered_by_person_id", sa.Integer(), sa.ForeignKey("persons.id", ondelete="SET NULL")),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("answered_at", MOMENT),
        sa.CheckConstraint("state IN ('open', 'answered', 'closed')", name="state"),
        sa.CheckConstraint("urgency IN ('normal', 'crisis')", name="urgency"),
    )
    op.create_index("ix_questions_asker_person_id", "questions", ["asker_person_id"])
    op.create_index("ix_questions_fund_id_state", "questions", ["fund_id", "state"])
    op.create_table(
        "inbox_events",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("event_id", sa.String(128), nullable=False),
        sa.Column("chat_key", sa.String(160), nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("occurred_at", MOMENT, nullable=False),
        sa.Column("body", sa.LargeBinary()),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease_until", MOMENT),
        sa.Column("error", sa.Text()),
        sa.Column("handled_at", MOMENT),
        sa.CheckConstraint("state IN ('new', 'handling', 'done', 'dead')", name="state"),
        sa.UniqueConstraint("channel", "event_id"),
    )
    op.create_index("ix_inbox_new_by_chat", "inbox_events", ["chat_key", "occurred_at", "id"], **only("state = 'new'"))
    op.create_index("ix_inbox_new_by_time", "inbox_events", ["occurred_at", "id"], **only("state = 'new'"))
    op.create_index("uq_inbox_chat_in_hand", "inbox_events", ["chat_key"], unique=True, **only("state = 'handling'"))
    op.create_table(
        "deliveries",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("chat_id", sa.String(128), nullable=False),
        sa.Column("chat_kind", sa.String(16), nullable=False),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("persons.id", ondelete="SET NULL")),
        sa.Column("cause", sa.String(160), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("urgency", sa.String(16), nullable=False),
        sa.Column("body", sa.LargeBinary()),
        sa.Column("reply_token", sa.Text()),
        sa.Column("token_expires_at", MOMENT),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("way", sa.String(16)),
        sa.Column("cost", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("first_attempt_at", MOMENT),
        sa.Column("next_at", MOMENT, nullable=False),
        sa.Column("lease_until", MOMENT),
        sa.Column("fate", sa.Text()),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT),
        sa.CheckConstraint("state IN ('queued', 'sending', 'sent', 'refused', 'uncertain', 'dropped')", name="state"),
        sa.UniqueConstraint("cause", "seq"),
    )
    op.create_index("ix_deliveries_person_id", "deliveries", ["person_id"])
    op.create_index(
        "ix_outbox_queued_by_chat", "deliveries", ["channel", "chat_id", "next_at"], **only("state = 'queued'")
    )
    op.create_index("ix_outbox_queued_by_time", "deliveries", ["next_at"], **only("state = 'queued'"))
    op.create_index(
        "uq_outbox_chat_in_hand", "deliveries", ["channel", "chat_id"], unique=True, **only("state = 'sending'")
    )
    op.create_table(
        "sent_messages",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("chat_id", sa.String(128), nullable=False),
        sa.Column("message_id", sa.String(128), nullable=False),
        sa.Column("quote_token", sa.Text()),
        sa.Column("delivery_id", sa.String(36), sa.ForeignKey("deliveries.id", ondelete="SET NULL")),
        sa.Column("sent_at", MOMENT, nullable=False),
        sa.UniqueConstraint("channel", "message_id"),
    )
    op.create_index("ix_sent_messages_delivery_id", "sent_messages", ["delivery_id"])
    op.create_table(
        "quota_entries",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("delivery_id", sa.String(36), sa.ForeignKey("deliveries.id", ondelete="SET NULL")),
        sa.Column("cost", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
    )
    op.create_index("ix_quota_entries_channel_month", "quota_entries", ["channel", "month"])
    op.create_index("ix_quota_entries_delivery_id", "quota_entries", ["delivery_id"])


def downgrade() -> None:
    for table in (
        "quota_entries",
        "sent_messages",
        "deliveries",
        "inbox_events",
        "questions",
        "conversations",
        "chat_groups",
    ):
        op.drop_table(table)
