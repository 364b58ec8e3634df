"""number the publications of the rulebook: of two at one time the database takes one"""

import sqlalchemy as sa
from alembic import op

revision = "0118"
down_revision = "0117"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("approval_rulebooks") as table:
        table.add_column(sa.Column("number", sa.Integer(), nullable=True))
        table.add_column(sa.Column("base_number", sa.Integer(), nullable=False, server_default="0"))
    books = sa.table(
        "approval_rulebooks",
        sa.column("id"),
        sa.column("created_at"),
        sa.column("published_at"),
        sa.column("number", sa.Integer()),
        sa.column("base_number", sa.Integer()),
    )
    published = sa.select(books.c.id).where(books.c.published_at.is_not(None))
    found = op.get_bind().scalars(published.order_by(books.c.published_at, books.c.id)).all()
    for number, book_id in enumerate(found, start=1):
        op.execute(books.update().where(books.c.id == book_id).values(number=number))
    former = books.alias("former")
    before = sa.select(sa.func.count()).where(former.c.published_at <= books.c.created_at)
    op.execute(books.update().values(base_number=before.scalar_subquery()))
    with op.batch_alter_table("approval_rulebooks") as table:
        table.alter_column("base_number", server_default=None)
        table.create_unique_constraint(op.f("uq_approval_rulebooks_number"), ["number"])


def downgrade() -> None:
    with op.batch_alter_table("approval_rulebooks") as table:
        table.drop_constraint(op.f("uq_approval_rulebooks_number"), type_="unique")
        table.drop_column("base_number")
        table.drop_column("number")
