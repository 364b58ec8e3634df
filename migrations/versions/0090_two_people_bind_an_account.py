"""two people bind an account to a unit, by evidence; sheets say by which way each consent came"""

import sqlalchemy as sa
from alembic import op

revision = "0090"
down_revision = "0089"
branch_labels = None
depends_on = None

ASKED = "uq_commons_member_requests_asked"
MEMBERS = {
    "confirmed_by": sa.Uuid(),
    "bound_at": sa.DateTime(timezone=True),
    "release_asked_by": sa.Uuid(),
}
REQUESTS = {"evidence": sa.String(), "evidence_digest": sa.String(), "seen_by": sa.Uuid()}


def upgrade() -> None:
    for name, kind in MEMBERS.items():
        op.add_column("commons_members", sa.Column(name, kind, nullable=True))
    for name, kind in REQUESTS.items():
        op.add_column("commons_member_requests", sa.Column(name, kind, nullable=True))
    _unique_while("state IN ('asked', 'seen')")
    op.add_column(
        "commons_consents",
        sa.Column("way", sa.String(), nullable=False, server_default="account"),
    )
    op.execute("UPDATE commons_consents SET way = 'paper' WHERE typed_by IS NOT NULL")
    op.add_column(
        "commons_consent_sheets",
        sa.Column("replaced", sa.Integer(), nullable=False, server_default="0"),
    )


def downgrade() -> None:
    op.drop_column("commons_consent_sheets", "replaced")
    op.drop_column("commons_consents", "way")
    op.execute("UPDATE commons_member_requests SET state = 'asked' WHERE state = 'seen'")
    _unique_while("state = 'asked'")
    for name in REQUESTS:
        op.drop_column("commons_member_requests", name)
    for name in MEMBERS:
        op.drop_column("commons_members", name)


def _unique_while(condition: str) -> None:
    op.drop_index(ASKED, table_name="commons_member_requests")
    op.create_index(
        ASKED,
        "commons_member_requests",
        ["roll_id", "resident_id"],
        unique=True,
        sqlite_where=sa.text(condition),
        postgresql_where=sa.text(condition),
    )
