"""what is near is found by strips of latitude; what is held knows its need and its place"""

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None

SITES, HELD, SERVICES = "directory_sites", "directory_service_at", "directory_services"
COPY = f"""UPDATE {HELD} SET
    need = (SELECT need FROM {SERVICES} WHERE {SERVICES}.id = {HELD}.service_id),
    strip = (SELECT strip FROM {SITES} WHERE {SITES}.id = {HELD}.site_id),
    lng = (SELECT lng FROM {SITES} WHERE {SITES}.id = {HELD}.site_id)"""
IN_SQLITE = {
    "directory_sites_put": f"INSERT ON {SITES}",
    "directory_sites_moved": f"UPDATE OF lng, lat ON {SITES}",
    "directory_service_at_put": f"INSERT ON {HELD}",
    "directory_service_at_moved": f"UPDATE OF service_id, site_id ON {HELD}",
    "directory_services_moved": f"UPDATE OF need ON {SERVICES}",
}
"""When each trigger fires."""


def upgrade() -> None:
    op.add_column(SITES, sa.Column("strip", sa.Integer(), nullable=True))
    op.add_column(HELD, sa.Column("need", sa.String(), nullable=True))
    op.add_column(HELD, sa.Column("strip", sa.Integer(), nullable=True))
    op.add_column(HELD, sa.Column("lng", sa.Double(), nullable=True))
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    op.execute(f"UPDATE {SITES} SET strip = {_strip('lat', is_sqlite=is_sqlite)}")
    op.execute(COPY)
    op.drop_index("ix_directory_sites_lat_lng", table_name=SITES)
    op.create_index("ix_directory_sites_strip", SITES, ["strip", "lng", "lat"])
    op.create_index("ix_directory_service_at_need", HELD, ["need", "strip", "lng"])
    op.create_index("ix_directory_service_at_strip", HELD, ["strip", "lng"])
    for statement in _in_sqlite() if is_sqlite else _in_postgresql():
        op.execute(statement)


def _strip(lat: str, *, is_sqlite: bool) -> str:
    """Degrees of latitude in five hundredths, rounded down; sites lie north of the equator."""
    return f"CAST({lat} * 500 AS INTEGER)" if is_sqlite else f"floor({lat} * 500)::integer"


def _in_sqlite() -> list[str]:
    strip = _strip("NEW.lat", is_sqlite=True)
    place = f"UPDATE {SITES} SET strip = {strip} WHERE id = NEW.id;"
    bodies = {
        "directory_sites_put": place,
        "directory_sites_moved": (
            f"{place} UPDATE {HELD} SET strip = {strip}, lng = NEW.lng WHERE site_id = NEW.id;"
        ),
        "directory_service_at_put": f"{COPY} WHERE id = NEW.id;",
        "directory_service_at_moved": f"{COPY} WHERE id = NEW.id;",
        "directory_services_moved": (
            f"UPDATE {HELD} SET need = NEW.need WHERE service_id = NEW.id;"
        ),
    }
    return [
        f"CREATE TRIGGER {name} AFTER {when} BEGIN {bodies[name]} END"
        for name, when in IN_SQLITE.items()
    ]


def _in_postgresql() -> list[str]:
    def function(name: str, body: str) -> str:
        return (
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"
        )

    def trigger(name: str, when: str, does: str) -> str:
        return f"CREATE TRIGGER {name} {when} FOR EACH ROW EXECUTE FUNCTION {does}()"

    return [
        function(
            "directory_sites_strip",
            f"NEW.strip := {_strip('NEW.lat', is_sqlite=False)}; RETURN NEW;",
        ),
        function(
            "directory_sites_follow",
            f"UPDATE {HELD} SET strip = NEW.strip, lng = NEW.lng WHERE site_id = NEW.id; "
            "RETURN NULL;",
        ),
        function(
            "directory_service_at_copy",
            f"SELECT need INTO NEW.need FROM {SERVICES} WHERE id = NEW.service_id; "
            f"SELECT strip, lng INTO NEW.strip, NEW.lng FROM {SITES} WHERE id = NEW.site_id; "
            "RETURN NEW;",
        ),
        function(
            "directory_services_follow",
            f"UPDATE {HELD} SET need = NEW.need WHERE service_id = NEW.id; RETURN NULL;",
        ),
        trigger("directory_sites_put", f"BEFORE INSERT ON {SITES}", "directory_sites_strip"),
        trigger(
            "directory_sites_moved", f"BEFORE UPDATE OF lat ON {SITES}", "directory_sites_strip"
        ),
        trigger(
            "directory_sites_moved_held",
            f"AFTER UPDATE OF lng, lat ON {SITES}",
            "directory_sites_follow",
        ),
        trigger(
            "directory_service_at_put",
            f"BEFORE INSERT OR UPDATE OF service_id, site_id ON {HELD}",
            "directory_service_at_copy",
        ),
        trigger(
            "directory_services_moved",
            f"AFTER UPDATE OF need ON {SERVICES}",
            "directory_services_follow",
        ),
    ]


def downgrade() -> None:
    _forget()
    op.drop_index("ix_directory_service_at_strip", table_name=HELD)
    op.drop_index("ix_directory_service_at_need", table_name=HELD)
    op.drop_index("ix_directory_sites_strip", table_name=SITES)
    op.create_index("ix_directory_sites_lat_lng", SITES, ["lat", "lng"])
    for table, column in ((HELD, "lng"), (HELD, "strip"), (HELD, "need"), (SITES, "strip")):
        op.drop_column(table, column)


def _forget() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name in IN_SQLITE:
            op.execute(f"DROP TRIGGER {name}")
        return
    for function in ("sites_strip", "sites_follow", "service_at_copy", "services_follow"):
        op.execute(f"DROP FUNCTION directory_{function}() CASCADE")
