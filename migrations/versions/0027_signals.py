"""signals of more than usual, the looks and lines behind them"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "signal_calibrations",
        sa.Column("family", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("families_version", sa.String(), nullable=False),
        sa.Column("history_days", sa.Integer(), nullable=False),
        sa.Column("mean_a_day", sa.Double(), nullable=False),
        sa.Column("spread", sa.Double(), nullable=False),
        sa.Column("allowed_false", sa.Double(), nullable=False),
        sa.Column("measured_false", sa.Double(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("cluster_curve", sa.JSON(), nullable=False),
        sa.Column("cluster_threshold", sa.Double(), nullable=False),
        sa.Column("creep_curve", sa.JSON(), nullable=False),
        sa.Column("creep_threshold", sa.Double(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signal_calibrations")),
        sa.UniqueConstraint("family", "day", name=op.f("uq_signal_calibrations_family_day")),
    )
    op.create_table(
        "signal_looks",
        sa.Column("family", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("statistic", sa.Double(), nullable=False),
        sa.Column("threshold", sa.Double(), nullable=False),
        sa.Column("matters", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signal_looks")),
        sa.UniqueConstraint("family", "at", name=op.f("uq_signal_looks_family_at")),
    )
    op.create_table(
        "signals",
        sa.Column("family", sa.String(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=False),
        sa.Column("grids", sa.JSON(), nullable=False),
        sa.Column("observed", sa.Integer(), nullable=False),
        sa.Column("expected", sa.Double(), nullable=False),
        sa.Column("statistic", sa.Double(), nullable=False),
        sa.Column("threshold", sa.Double(), nullable=False),
        sa.Column("recurrence_days", sa.Double(), nullable=True),
        sa.Column("by_patrol", sa.Boolean(), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("calibration_id", sa.Uuid(), nullable=False),
        sa.Column("seen_due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_by", sa.Uuid(), nullable=True),
        sa.Column("passed_on_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deed", sa.String(length=32), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("acted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acted_by", sa.Uuid(), nullable=True),
        sa.Column("over_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verdict", sa.String(length=32), nullable=True),
        sa.Column("finding", sa.Text(), nullable=False),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("judged_by", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["calibration_id"],
            ["signal_calibrations.id"],
            name=op.f("fk_signals_calibration_id_signal_calibrations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signals")),
        sa.UniqueConstraint(
            "family",
            "kind",
            "raised_at",
            "rank",
            name=op.f("uq_signals_family_kind_raised_at_rank"),
        ),
    )
    op.create_index("ix_signals_newest", "signals", ["raised_at", "id"], unique=False)
    op.create_index(
        "ix_signals_state_last_raised_at", "signals", ["state", "last_raised_at"], unique=False
    )


def downgrade() -> None:
    op.drop_index("ix_signals_state_last_raised_at", table_name="signals")
    op.drop_index("ix_signals_newest", table_name="signals")
    op.drop_table("signals")
    op.drop_table("signal_looks")
    op.drop_table("signal_calibrations")
