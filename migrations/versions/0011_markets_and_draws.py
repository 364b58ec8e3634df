"""markets and draws"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "draws",
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("family", sa.String(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seed", sa.Text(), nullable=False),
        sa.Column("promise", sa.String(), nullable=False),
        sa.Column("algorithm", sa.String(), nullable=False),
        sa.Column("entered", sa.Integer(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("entries_digest", sa.String(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("places >= 0", name=op.f("ck_draws_places")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draws")),
    )
    with op.batch_alter_table("draws", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_draws_family"), ["family"], unique=False)

    op.create_table(
        "markets",
        sa.Column("community_code", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("place_name", sa.String(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("organiser_name", sa.String(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("intro", sa.String(), nullable=False),
        sa.Column("lng", sa.Double(), nullable=True),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("cover_id", sa.Uuid(), nullable=True),
        sa.Column("series_id", sa.Uuid(), nullable=False),
        sa.Column("sign_ups_each", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_reason", sa.String(), nullable=True),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_markets_span")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_markets")),
    )
    with op.batch_alter_table("markets", schema=None) as batch_op:
        batch_op.create_index(
            "ix_markets_community_starts", ["community_code", "starts_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_markets_series_id"), ["series_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_markets_starts_at"), ["starts_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_markets_state"), ["state"], unique=False)

    op.create_table(
        "draw_entries",
        sa.Column("draw_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=True),
        sa.Column("for_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("tickets", sa.Integer(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rank", sa.Integer(), nullable=True),
        sa.Column("won", sa.Boolean(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(rank IS NULL) = (won IS NULL)", name=op.f("ck_draw_entries_drawn")),
        sa.CheckConstraint("number > 0 AND tickets > 0", name=op.f("ck_draw_entries_counted")),
        sa.ForeignKeyConstraint(
            ["draw_id"], ["draws.id"], name=op.f("fk_draw_entries_draw_id_draws")
        ),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["residents.id"], name=op.f("fk_draw_entries_resident_id_residents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draw_entries")),
        sa.UniqueConstraint("draw_id", "number", name=op.f("uq_draw_entries_draw_id_number")),
    )
    with op.batch_alter_table("draw_entries", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_draw_entries_resident_id"), ["resident_id"], unique=False
        )
        batch_op.create_index(
            "uq_draw_entries_live",
            ["draw_id", "for_id"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )

    op.create_table(
        "market_goods",
        sa.Column("market_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("how_to_buy", sa.String(), nullable=False),
        sa.Column("picture_id", sa.Uuid(), nullable=True),
        sa.Column("interested", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("interested >= 0", name=op.f("ck_market_goods_interested")),
        sa.ForeignKeyConstraint(
            ["market_id"], ["markets.id"], name=op.f("fk_market_goods_market_id_markets")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_market_goods")),
    )
    with op.batch_alter_table("market_goods", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_market_goods_market_id"), ["market_id"], unique=False)

    op.create_table(
        "market_guests",
        sa.Column("market_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["market_id"], ["markets.id"], name=op.f("fk_market_guests_market_id_markets")
        ),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["residents.id"], name=op.f("fk_market_guests_resident_id_residents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_market_guests")),
        sa.UniqueConstraint(
            "market_id", "resident_id", name=op.f("uq_market_guests_market_id_resident_id")
        ),
    )
    with op.batch_alter_table("market_guests", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_market_guests_resident_id"), ["resident_id"], unique=False
        )

    op.create_table(
        "market_items",
        sa.Column("market_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("stations", sa.Integer(), nullable=False),
        sa.Column("mode", sa.String(length=32), nullable=False),
        sa.Column("window_minutes", sa.Integer(), nullable=True),
        sa.Column("people", sa.JSON(), nullable=False),
        sa.Column("bring", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("min_age", sa.Integer(), nullable=True),
        sa.Column("max_age", sa.Integer(), nullable=True),
        sa.Column("draw_id", sa.Uuid(), nullable=True),
        sa.Column("draw_closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paused", sa.JSON(), nullable=False),
        sa.Column("calling", sa.JSON(), nullable=False),
        sa.Column("here", sa.Integer(), nullable=False),
        sa.Column("pace_seconds", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_market_items_span")),
        sa.CheckConstraint("here >= 0", name=op.f("ck_market_items_here")),
        sa.CheckConstraint("minutes > 0 AND stations > 0", name=op.f("ck_market_items_work")),
        sa.ForeignKeyConstraint(
            ["draw_id"], ["draws.id"], name=op.f("fk_market_items_draw_id_draws")
        ),
        sa.ForeignKeyConstraint(
            ["market_id"], ["markets.id"], name=op.f("fk_market_items_market_id_markets")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_market_items")),
    )
    with op.batch_alter_table("market_items", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_market_items_market_id"), ["market_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_market_items_service"), ["service"], unique=False)

    op.create_table(
        "market_scans",
        sa.Column("market_id", sa.Uuid(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("scan_id", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("scanned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["market_id"], ["markets.id"], name=op.f("fk_market_scans_market_id_markets")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_market_scans")),
        sa.UniqueConstraint("device", "scan_id", name=op.f("uq_market_scans_device_scan_id")),
    )
    with op.batch_alter_table("market_scans", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_market_scans_market_id"), ["market_id"], unique=False)

    op.create_table(
        "market_wishes",
        sa.Column("resident_id", sa.Uuid(), nullable=True),
        sa.Column("community_code", sa.String(), nullable=False),
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("granted_market_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["granted_market_id"],
            ["markets.id"],
            name=op.f("fk_market_wishes_granted_market_id_markets"),
        ),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["residents.id"], name=op.f("fk_market_wishes_resident_id_residents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_market_wishes")),
    )
    with op.batch_alter_table("market_wishes", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_market_wishes_resident_id"), ["resident_id"], unique=False
        )
        batch_op.create_index("ix_market_wishes_tally", ["community_code", "service"], unique=False)
        batch_op.create_index(
            "uq_market_wishes_open",
            ["resident_id", "community_code", "service"],
            unique=True,
            sqlite_where=sa.text("granted_market_id IS NULL"),
            postgresql_where=sa.text("granted_market_id IS NULL"),
        )

    op.create_table(
        "market_goods_interests",
        sa.Column("goods_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["goods_id"],
            ["market_goods.id"],
            name=op.f("fk_market_goods_interests_goods_id_market_goods"),
        ),
        sa.ForeignKeyConstraint(
            ["resident_id"],
            ["residents.id"],
            name=op.f("fk_market_goods_interests_resident_id_residents"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_market_goods_interests")),
        sa.UniqueConstraint(
            "goods_id", "resident_id", name=op.f("uq_market_goods_interests_goods_id_resident_id")
        ),
    )
    with op.batch_alter_table("market_goods_interests", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_market_goods_interests_resident_id"), ["resident_id"], unique=False
        )

    op.create_table(
        "market_windows",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("places_sign_up", sa.Integer(), nullable=False),
        sa.Column("places_walk_in", sa.Integer(), nullable=False),
        sa.Column("places_elder", sa.Integer(), nullable=False),
        sa.Column("taken_sign_up", sa.Integer(), nullable=False),
        sa.Column("taken_walk_in", sa.Integer(), nullable=False),
        sa.Column("taken_elder", sa.Integer(), nullable=False),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.Column("waited", sa.Integer(), nullable=False),
        sa.Column("issued", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_market_windows_span")),
        sa.CheckConstraint(
            "taken_elder >= 0 AND taken_elder <= places_elder",
            name=op.f("ck_market_windows_taken_elder"),
        ),
        sa.CheckConstraint(
            "taken_sign_up >= 0 AND taken_sign_up <= places_sign_up",
            name=op.f("ck_market_windows_taken_sign_up"),
        ),
        sa.CheckConstraint(
            "taken_walk_in >= 0 AND taken_walk_in <= places_walk_in",
            name=op.f("ck_market_windows_taken_walk_in"),
        ),
        sa.CheckConstraint("waiting >= 0", name=op.f("ck_market_windows_waiting")),
        sa.ForeignKeyConstraint(
            ["item_id"], ["market_items.id"], name=op.f("fk_market_windows_item_id_market_items")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_market_windows")),
        sa.UniqueConstraint("item_id", "position", name=op.f("uq_market_windows_item_id_position")),
    )
    op.create_table(
        "market_tickets",
        sa.Column("market_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("window_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=True),
        sa.Column("member_id", sa.Uuid(), nullable=True),
        sa.Column("for_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("age_group", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("previous", sa.Integer(), nullable=True),
        sa.Column("wait_number", sa.Integer(), nullable=True),
        sa.Column("turn", sa.BigInteger(), nullable=True),
        sa.Column("pool", sa.String(length=32), nullable=True),
        sa.Column("station", sa.Integer(), nullable=True),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("served_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_near", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(state IN ('waiting', 'expired')) = (number IS NULL) OR state = 'withdrawn'",
            name=op.f("ck_market_tickets_numbered"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('held', 'arrived', 'called', 'skipped', 'served') OR pool IS NOT NULL",
            name=op.f("ck_market_tickets_placed"),
        ),
        sa.CheckConstraint(
            "number IS NULL OR (number = 1 AND previous IS NULL) OR (previous = number - 1)",
            name=op.f("ck_market_tickets_chain"),
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["market_items.id"], name=op.f("fk_market_tickets_item_id_market_items")
        ),
        sa.ForeignKeyConstraint(
            ["market_id"], ["markets.id"], name=op.f("fk_market_tickets_market_id_markets")
        ),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["residents.id"], name=op.f("fk_market_tickets_resident_id_residents")
        ),
        sa.ForeignKeyConstraint(
            ["window_id", "previous"],
            ["market_tickets.window_id", "market_tickets.number"],
            name="fk_market_tickets_chain",
        ),
        sa.ForeignKeyConstraint(
            ["window_id"],
            ["market_windows.id"],
            name=op.f("fk_market_tickets_window_id_market_windows"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_market_tickets")),
        sa.UniqueConstraint("code", name=op.f("uq_market_tickets_code")),
        sa.UniqueConstraint("window_id", "number", name=op.f("uq_market_tickets_window_id_number")),
        sa.UniqueConstraint("window_id", "previous", name="uq_market_tickets_previous"),
    )
    with op.batch_alter_table("market_tickets", schema=None) as batch_op:
        batch_op.create_index("ix_market_tickets_line", ["item_id", "state"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_market_tickets_market_id"), ["market_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_market_tickets_resident_id"), ["resident_id"], unique=False
        )
        batch_op.create_index(
            "ix_market_tickets_waiting", ["window_id", "state", "wait_number"], unique=False
        )
        batch_op.create_index(
            "uq_market_tickets_each",
            ["item_id", "for_id"],
            unique=True,
            sqlite_where=sa.text("state NOT IN ('withdrawn', 'expired', 'no_show')"),
            postgresql_where=sa.text("state NOT IN ('withdrawn', 'expired', 'no_show')"),
        )
        batch_op.create_index(
            "uq_market_tickets_station",
            ["item_id", "station"],
            unique=True,
            sqlite_where=sa.text("state = 'called'"),
            postgresql_where=sa.text("state = 'called'"),
        )

    op.create_table(
        "market_ratings",
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("stars", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("stars BETWEEN 1 AND 5", name=op.f("ck_market_ratings_stars")),
        sa.ForeignKeyConstraint(
            ["ticket_id"],
            ["market_tickets.id"],
            name=op.f("fk_market_ratings_ticket_id_market_tickets"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_market_ratings")),
        sa.UniqueConstraint("ticket_id", name=op.f("uq_market_ratings_ticket_id")),
    )


def downgrade() -> None:
    op.drop_table("market_ratings")
    op.drop_table("market_tickets")
    op.drop_table("market_windows")
    op.drop_table("market_goods_interests")
    op.drop_table("market_wishes")
    op.drop_table("market_scans")
    op.drop_table("market_items")
    op.drop_table("market_guests")
    op.drop_table("market_goods")
    op.drop_table("draw_entries")
    op.drop_table("markets")
    op.drop_table("draws")
