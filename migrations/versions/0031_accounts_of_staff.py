"""failures by name and network, links by code, telephones on duty, samples that say so"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def marks(name: str, *columns: sa.Column) -> None:
    op.create_table(
        name,
        sa.Column("name_mark", sa.String(), nullable=False),
        sa.Column("network_mark", sa.String(), nullable=False),
        *columns,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint(
            "name_mark", "network_mark", name=op.f(f"uq_{name}_name_mark_network_mark")
        ),
    )


def upgrade() -> None:
    marks(
        "sign_in_failures",
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
    )
    op.create_index("ix_sign_in_failures_last_at", "sign_in_failures", ["last_at"])
    marks("known_networks", sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False))
    op.create_index("ix_known_networks_seen_at", "known_networks", ["seen_at"])
    op.create_table(
        "staff_link_codes",
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["staff_id"],
            ["staff_accounts.id"],
            name=op.f("fk_staff_link_codes_staff_id_staff_accounts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_link_codes")),
        sa.UniqueConstraint("staff_id", name=op.f("uq_staff_link_codes_staff_id")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_staff_link_codes_code_hash")),
    )
    op.add_column(
        "login_sessions", sa.Column("stepped_up_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column(
        "staff_accounts",
        sa.Column("is_sample", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.execute("UPDATE staff_accounts SET is_sample = true WHERE display_name LIKE '示例·%'")
    op.drop_column("staff_accounts", "failures")
    op.drop_column("staff_accounts", "locked_until")


def downgrade() -> None:
    op.add_column(
        "staff_accounts", sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column(
        "staff_accounts",
        sa.Column("failures", sa.Integer(), nullable=False, server_default=sa.text("0")),
    )
    op.drop_column("staff_accounts", "is_sample")
    op.drop_column("login_sessions", "stepped_up_at")
    op.drop_table("staff_link_codes")
    op.drop_table("known_networks")
    op.drop_table("sign_in_failures")
