"""the whole terms that were in public, and a post's place among the newest"""

import sqlalchemy as sa
from alembic import op

revision = "0093"
down_revision = "0092"
branch_labels = None
depends_on = None

ADDED = (
    *("requirements", "benefits", "minutes_per_day", "days_per_week", "shifts"),
    *("insured", "board", "lodging"),
    *("contract_months", "probation_months", "probation_pay_fen", "user_employer"),
)
AT_ONCE = 1000


def upgrade() -> None:
    op.add_column("jobs", sa.Column("list_number", sa.BigInteger(), nullable=True))
    jobs = sa.table(
        "jobs",
        sa.column("id", sa.Uuid()),
        sa.column("state", sa.String()),
        sa.column("list_number", sa.BigInteger()),
        sa.column("published_terms", sa.JSON(none_as_null=True)),
        *(sa.column(name, sa.Boolean()) for name in ("insured", "board", "lodging")),
        *(sa.column(name) for name in ADDED if name not in ("insured", "board", "lodging")),
    )
    rows = sa.table("job_search", sa.column("job_id", sa.Uuid()), sa.column("number"))
    number = sa.select(rows.c.number).where(rows.c.job_id == jobs.c.id).scalar_subquery()
    op.execute(jobs.update().values(list_number=number))
    bind = op.get_bind()
    wanted = sa.select(jobs).where(
        jobs.c.state.in_(["published", "paused"]), jobs.c.published_terms.is_not(None)
    )
    after = None
    while True:
        part = wanted if after is None else wanted.where(jobs.c.id > after)
        found = bind.execute(part.order_by(jobs.c.id).limit(AT_ONCE)).mappings().all()
        if not found:
            return
        for row in found:
            terms = {name: row[name] for name in ADDED} | row["published_terms"]
            bind.execute(jobs.update().where(jobs.c.id == row["id"]).values(published_terms=terms))
        after = found[-1]["id"]


def downgrade() -> None:
    op.drop_column("jobs", "list_number")
