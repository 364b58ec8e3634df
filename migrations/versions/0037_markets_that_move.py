"""markets that move: when sign-up opens, who was reminded of which time, offers of volunteers"""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("markets", sa.Column("sign_up_opens_at", MOMENT, nullable=True))
    op.add_column("market_tickets", sa.Column("reminded_for", MOMENT, nullable=True))
    op.create_table(
        "market_volunteer_offers",
        sa.Column("market_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["market_id"], ["markets.id"], name=op.f("fk_market_volunteer_offers_market_id_markets")
        ),
        sa.ForeignKeyConstraint(
            ["resident_id"],
            ["residents.id"],
            name=op.f("fk_market_volunteer_offers_resident_id_residents"),
        ),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["market_items.id"],
            name=op.f("fk_market_volunteer_offers_item_id_market_items"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_market_volunteer_offers")),
        sa.UniqueConstraint(
            "market_id",
            "resident_id",
            name=op.f("uq_market_volunteer_offers_market_id_resident_id"),
        ),
    )
    op.create_index(
        op.f("ix_market_volunteer_offers_resident_id"), "market_volunteer_offers", ["resident_id"]
    )


def downgrade() -> None:
    op.drop_table("market_volunteer_offers")
    with op.batch_alter_table("market_tickets") as table:
        table.drop_column("reminded_for")
    with op.batch_alter_table("markets") as table:
        table.drop_column("sign_up_opens_at")
