"""Files behind links that expire, and evidence photos."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
SEALED = sa.LargeBinary()
WANTED = sa.text("state = 'wanted'")


def upgrade() -> None:
    op.create_table(
        "shared_files",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("token_hash", sa.String(128), nullable=False, unique=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.String(100), nullable=False),
        sa.Column("content", SEALED, nullable=False),
        sa.Column("small", SEALED),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("persons.id", ondelete="CASCADE")),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
    )
    op.create_index("ix_shared_files_person_id", "shared_files", ["person_id"])
    op.create_index("ix_shared_files_expires_at", "shared_files", ["expires_at"])
    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("record_id", sa.Integer(), sa.ForeignKey("records.id", ondelete="CASCADE")),
        sa.Column("draft_key", sa.String(64)),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("persons.id", ondelete="SET NULL")),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("chat_id", sa.String(128), nullable=False),
        sa.Column("message_id", sa.String(128), nullable=False),
        sa.Column("handle", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("content", SEALED),
        sa.Column("media_type", sa.String(100)),
        sa.Column("width", sa.Integer()),
        sa.Column("height", sa.Integer()),
        sa.Column("size", sa.Integer()),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", MOMENT, nullable=False),
        sa.Column("fault", sa.String(16)),
        sa.Column("quiet", sa.Boolean(), nullable=False),
        sa.Column("reply_token", sa.Text()),
        sa.Column("token_at", MOMENT),
        sa.Column("told_at", MOMENT),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("delete_after", sa.Date(), nullable=False),
        sa.Column("deleted_at", MOMENT),
        sa.UniqueConstraint("channel", "chat_id", "message_id"),
        sa.CheckConstraint("state IN ('asked', 'wanted', 'kept', 'failed', 'deleted')", name="state"),
        sa.CheckConstraint("kind IN ('sign_in', 'activity', 'paper', 'other')", name="kind"),
    )
    op.create_index("ix_evidence_record_id", "evidence", ["record_id"])
    op.create_index("ix_evidence_draft_key", "evidence", ["draft_key"])
    op.create_index("ix_evidence_person_id", "evidence", ["person_id"])
    op.create_index("ix_evidence_wanted", "evidence", ["next_at"], sqlite_where=WANTED, postgresql_where=WANTED)


def downgrade() -> None:
    op.drop_table("evidence")
    op.drop_table("shared_files")
