"""files and their readers"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "files",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("resident_id", sa.Uuid(), nullable=True),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("claim_mark", sa.String(), nullable=True),
        sa.Column("attached_kind", sa.String(), nullable=True),
        sa.Column("attached_id", sa.Uuid(), nullable=True),
        sa.Column("attached_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_files")),
        sa.UniqueConstraint("claim_mark", name=op.f("uq_files_claim_mark")),
        sa.UniqueConstraint("key", name=op.f("uq_files_key")),
    )
    with op.batch_alter_table("files", schema=None) as batch_op:
        batch_op.create_index("ix_files_attached", ["attached_kind", "attached_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_files_attached_at"), ["attached_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_files_resident_id"), ["resident_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_files_staff_id"), ["staff_id"], unique=False)

    op.create_table(
        "file_grants",
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("audience", sa.String(length=32), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=True),
        sa.Column("role", sa.String(), nullable=True),
        sa.Column("territory_kind", sa.String(), nullable=True),
        sa.Column("territory_code", sa.String(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["files.id"], name=op.f("fk_file_grants_file_id_files"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_grants")),
    )
    with op.batch_alter_table("file_grants", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_file_grants_file_id"), ["file_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("file_grants", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_file_grants_file_id"))

    op.drop_table("file_grants")
    with op.batch_alter_table("files", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_files_staff_id"))
        batch_op.drop_index(batch_op.f("ix_files_resident_id"))
        batch_op.drop_index(batch_op.f("ix_files_attached_at"))
        batch_op.drop_index("ix_files_attached")

    op.drop_table("files")
