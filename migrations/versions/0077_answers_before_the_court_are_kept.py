"""answers before the court are kept"""

from alembic import op

revision = "0077"
down_revision = "0076"
branch_labels = None
depends_on = None

ONE_EACH = "uq_confirmation_answers_confirmation_id_party_id_question"
BY_CONFIRMATION = "ix_confirmation_answers_confirmation_id"
OLDER = (
    "DELETE FROM confirmation_answers WHERE EXISTS (SELECT 1 FROM confirmation_answers AS later"
    " WHERE later.confirmation_id = confirmation_answers.confirmation_id"
    " AND later.party_id = confirmation_answers.party_id"
    " AND later.question = confirmation_answers.question"
    " AND later.id > confirmation_answers.id)"
)


def upgrade() -> None:
    with op.batch_alter_table("confirmation_answers") as table:
        table.drop_constraint(ONE_EACH, type_="unique")
    op.create_index(BY_CONFIRMATION, "confirmation_answers", ["confirmation_id"])


def downgrade() -> None:
    op.drop_index(BY_CONFIRMATION, table_name="confirmation_answers")
    op.execute(OLDER)
    with op.batch_alter_table("confirmation_answers") as table:
        table.create_unique_constraint(ONE_EACH, ["confirmation_id", "party_id", "question"])
