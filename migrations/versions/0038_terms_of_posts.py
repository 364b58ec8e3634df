"""jobs: the terms that were in public, and those that somebody applied for"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

TERMS = (
    *("title", "occupation", "kind", "duties"),
    *("pay_min_fen", "pay_max_fen", "pay_unit", "pay_parts", "base_pay_fen"),
    *("community_code", "address", "lng", "lat"),
)


def upgrade() -> None:
    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.add_column(sa.Column("published_terms", sa.JSON(), nullable=True))
    with op.batch_alter_table("job_applications", schema=None) as batch_op:
        batch_op.add_column(sa.Column("terms", sa.JSON(), nullable=True))
    _keep_what_is_in_public()


def _keep_what_is_in_public() -> None:
    """Take what a post says now as what was approved; applications keep showing the post."""
    columns = [sa.column(name) for name in ("id", "published_at", "published_terms", *TERMS)]
    jobs = sa.table("jobs", *columns)
    asked = sa.select(jobs.c.id, *(jobs.c[name] for name in TERMS))
    connection = op.get_bind()
    change = sa.text("UPDATE jobs SET published_terms = :terms WHERE id = :id")
    if connection.dialect.name == "postgresql":
        change = sa.text("UPDATE jobs SET published_terms = CAST(:terms AS json) WHERE id = :id")
    for row in connection.execute(asked.where(jobs.c.published_at.is_not(None))).all():
        terms = {name: getattr(row, name) for name in TERMS}
        connection.execute(change, {"terms": json.dumps(terms, ensure_ascii=False), "id": row.id})


def downgrade() -> None:
    with op.batch_alter_table("job_applications", schema=None) as batch_op:
        batch_op.drop_column("terms")
    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.drop_column("published_terms")
