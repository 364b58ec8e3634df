"""claims of any bookable: a table of their own, and no seat taken twice over any overlap

The exclusion needs no extension: every range has a GiST operator class, and a range of one uuid
overlaps another exactly when they are equal.
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

COLUMNS = "id, created_at, bookable_id, starts_at, ends_at, seat, holder, holder_id"

EXCLUDE = """
ALTER TABLE claims ADD CONSTRAINT ex_claims_seat EXCLUDE USING gist (
    uuid_span(bookable_id, bookable_id, '[]') WITH &&,
    int4range(seat, seat, '[]') WITH &&,
    tstzrange(starts_at, ends_at) WITH &&
) WHERE (seat <> 0)
"""
# "+starts_at" keeps SQLite from walking through a bookable's whole past.
SKIP = """
CREATE TRIGGER tr_claims_seat BEFORE INSERT ON claims
WHEN NEW.seat <> 0 AND EXISTS (
    SELECT 1 FROM claims
     WHERE bookable_id = NEW.bookable_id AND ends_at > NEW.starts_at
       AND +starts_at < NEW.ends_at AND +seat = NEW.seat
)
BEGIN SELECT RAISE(IGNORE); END
"""


def create(name: str, *, lowest_seat: int, is_new: bool) -> None:
    """Create the table of claims under its old or its new name."""
    op.create_table(
        name,
        sa.Column("bookable_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seat", sa.Integer(), nullable=False),
        sa.Column("holder", sa.String(length=32), nullable=False),
        sa.Column("holder_id", sa.Uuid(), nullable=False),
        *([sa.Column("until", sa.DateTime(timezone=True), nullable=True)] if is_new else []),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f(f"ck_{name}_span")),
        sa.CheckConstraint(f"seat >= {lowest_seat}", name=op.f(f"ck_{name}_seat")),
        sa.ForeignKeyConstraint(
            ["bookable_id"], ["bookables.id"], name=op.f(f"fk_{name}_bookable_id_bookables")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint(
            "bookable_id", "starts_at", "seat", name=op.f(f"uq_{name}_bookable_id_starts_at_seat")
        ),
    )


def index(name: str, *, whole: str, where: str) -> None:
    """Give the table its indexes."""
    op.create_index(f"ix_{name}_ending", name, ["bookable_id", "ends_at"])
    op.create_index(op.f(f"ix_{name}_holder_id"), name, ["holder_id"])
    op.create_index(
        whole,
        name,
        ["bookable_id", "ends_at"],
        sqlite_where=sa.text(where),
        postgresql_where=sa.text(where),
    )


def upgrade() -> None:
    create("claims", lowest_seat=-1, is_new=True)
    op.execute(f"INSERT INTO claims ({COLUMNS}) SELECT {COLUMNS} FROM venue_claims")
    op.drop_table("venue_claims")
    index("claims", whole="ix_claims_whole", where="seat <= 0")
    op.create_index(op.f("ix_claims_until"), "claims", ["until"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE TYPE uuid_span AS RANGE (subtype = uuid)")
        op.execute(EXCLUDE)
    else:
        op.execute(SKIP)


def downgrade() -> None:
    create("venue_claims", lowest_seat=0, is_new=False)
    op.execute(f"INSERT INTO venue_claims ({COLUMNS}) SELECT {COLUMNS} FROM claims WHERE seat >= 0")
    op.drop_table("claims")
    index("venue_claims", whole="ix_venue_claims_closed", where="seat = 0")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TYPE uuid_span")
