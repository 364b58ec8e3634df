"""a line of a history may be moved within its table, as long as nothing of it changes"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

REFUSE = "BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        columns = sa.inspect(op.get_bind()).get_columns("event_entries")
        names = ", ".join(column["name"] for column in columns)
        op.execute("DROP TRIGGER event_entries_no_update")
        op.execute(
            f"CREATE TRIGGER event_entries_no_update BEFORE UPDATE OF {names} ON event_entries {REFUSE}"
        )
        return
    op.execute("DROP TRIGGER event_entries_append_only ON event_entries")
    op.execute(
        "CREATE TRIGGER event_entries_append_only BEFORE DELETE OR TRUNCATE "
        "ON event_entries FOR EACH STATEMENT EXECUTE FUNCTION event_entries_refuse()"
    )
    op.execute(
        "CREATE TRIGGER event_entries_unchanged BEFORE UPDATE ON event_entries FOR EACH ROW "
        "WHEN (OLD.*::text IS DISTINCT FROM NEW.*::text) EXECUTE FUNCTION event_entries_refuse()"
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER event_entries_no_update")
        op.execute(
            f"CREATE TRIGGER event_entries_no_update BEFORE UPDATE ON event_entries {REFUSE}"
        )
        return
    op.execute("DROP TRIGGER event_entries_unchanged ON event_entries")
    op.execute("DROP TRIGGER event_entries_append_only ON event_entries")
    op.execute(
        "CREATE TRIGGER event_entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE "
        "ON event_entries FOR EACH STATEMENT EXECUTE FUNCTION event_entries_refuse()"
    )
