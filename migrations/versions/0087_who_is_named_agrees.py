"""who is named in an application agrees to it; what was told of a house stays with the house"""

import sqlalchemy as sa
from alembic import op

revision = "0087"
down_revision = "0086"
branch_labels = None
depends_on = None

CONSENTS = "approval_consents"
INDEXES = {
    "approval_attempts": "address_mark",
    "approval_licences": "operator_mark",
}


def new() -> dict[str, list[sa.Column]]:
    """Return the columns that are added, by table."""
    return {
        "approval_applications": [sa.Column("named_barred", sa.Boolean())],
        "approval_attempts": [
            sa.Column("address_mark", sa.String()),
            sa.Column("place_told", sa.JSON(), nullable=False, server_default="[]"),
        ],
        "approval_licences": [sa.Column("operator_mark", sa.String())],
        "approval_objections": [
            sa.Column("lifted_by", sa.String(), nullable=False, server_default=""),
            sa.Column("lift_reason", sa.String(), nullable=False, server_default=""),
        ],
    }


def upgrade() -> None:
    op.create_table(
        CONSENTS,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        *(
            sa.Column(name, sa.String(), nullable=False)
            for name in ("what", "mark", "digest", "roles")
        ),
        sa.Column("lines", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("resident_id", sa.Uuid()),
        sa.Column("answered_at", sa.DateTime(timezone=True)),
        sa.Column("until", sa.Date()),
        sa.ForeignKeyConstraint(["application_id"], ["approval_applications.id"]),
        sa.ForeignKeyConstraint(["resident_id"], ["residents.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("application_id", "what", "mark"),
    )
    op.create_index("ix_approval_consents_mark_state", CONSENTS, ["mark", "state"])
    op.create_index("ix_approval_consents_resident_id", CONSENTS, ["resident_id"])
    for table, columns in new().items():
        with op.batch_alter_table(table) as changed:
            for column in columns:
                changed.add_column(column)
    for table, column in INDEXES.items():
        op.create_index(f"ix_{table}_{column}", table, [column])


def downgrade() -> None:
    for table, column in INDEXES.items():
        op.drop_index(f"ix_{table}_{column}", table_name=table)
    for table, columns in new().items():
        with op.batch_alter_table(table) as changed:
            for column in columns:
                changed.drop_column(column.name)
    op.drop_table(CONSENTS)
