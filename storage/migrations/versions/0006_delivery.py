"""Why a message is sent and how long it is worth sending; what platforms tell of quotas; announcements and digests."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
NEW = ("why", "deliver_after", "expires_at", "tried", "unsure")


def upgrade() -> None:
    op.add_column("deliveries", sa.Column("why", sa.String(16)))
    op.add_column("deliveries", sa.Column("deliver_after", MOMENT))
    op.add_column("deliveries", sa.Column("expires_at", MOMENT))
    op.add_column("deliveries", sa.Column("tried", sa.String(64)))
    op.add_column("deliveries", sa.Column("unsure", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "quota_readings",
        sa.Column("channel", sa.String(16), primary_key=True),
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("most", sa.Integer()),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("kept", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
    )
    op.create_table(
        "announcements",
        sa.Column("record_id", sa.Integer(), sa.ForeignKey("records.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("audience", sa.String(16), nullable=False),
        sa.Column("recipients", sa.Integer(), nullable=False),
        sa.Column("cost", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
    )
    op.create_table(
        "digest_stops",
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("since", MOMENT, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("digest_stops")
    op.drop_table("announcements")
    op.drop_table("quota_readings")
    for name in NEW:
        op.drop_column("deliveries", name)
