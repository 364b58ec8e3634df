"""views of the desk are kept"""

import sqlalchemy as sa
from alembic import op

revision = "0082"
down_revision = "0081"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "desk_views",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("page", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("settings", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff_accounts.id"], name="fk_desk_views_staff_id_staff_accounts"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_desk_views"),
        sa.UniqueConstraint("staff_id", "page", "name", name="uq_desk_views_staff_id_page_name"),
    )


def downgrade() -> None:
    op.drop_table("desk_views")
