"""appeals mediation and confirmation"""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:  # noqa: PLR0915  # one table after the other
    op.create_table(
        "appeal_leads",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("community_code", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("reporter_id", sa.Uuid(), nullable=True),
        sa.Column("visited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["reporter_id"], ["residents.id"], name=op.f("fk_appeal_leads_reporter_id_residents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal_leads")),
    )
    with op.batch_alter_table("appeal_leads", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_appeal_leads_community_code"), ["community_code"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_appeal_leads_expires_at"), ["expires_at"], unique=False
        )

    op.create_table(
        "court_rooms",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("territory_code", sa.String(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked", sa.String(), nullable=False),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["bookables.id"], name=op.f("fk_court_rooms_id_bookables")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_court_rooms")),
    )
    op.create_table(
        "appeal_duty_shifts",
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("territory_code", sa.String(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_appeal_duty_shifts_span")),
        sa.ForeignKeyConstraint(
            ["staff_id"],
            ["staff_accounts.id"],
            name=op.f("fk_appeal_duty_shifts_staff_id_staff_accounts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal_duty_shifts")),
    )
    with op.batch_alter_table("appeal_duty_shifts", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_appeal_duty_shifts_staff_id"), ["staff_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_appeal_duty_shifts_territory_code"), ["territory_code"], unique=False
        )

    op.create_table(
        "appeals",
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("holder_id", sa.Uuid(), nullable=False),
        sa.Column("held_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asks", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("text_hash", sa.String(), nullable=False),
        sa.Column("community_code", sa.String(), nullable=False),
        sa.Column("check_code", sa.String(), nullable=False),
        sa.Column("against", sa.Text(), nullable=False),
        sa.Column("road", sa.String(), nullable=True),
        sa.Column("deadlines", sa.Text(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=True),
        sa.Column("receipt_mark", sa.String(), nullable=True),
        sa.Column("danger", sa.String(), nullable=True),
        sa.Column("violence_at_home", sa.Boolean(), nullable=False),
        sa.Column("track", sa.String(length=32), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("both_said_settled", sa.Boolean(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reopened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stars", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("level BETWEEN 0 AND 2", name=op.f("ck_appeals_level")),
        sa.ForeignKeyConstraint(
            ["holder_id"], ["staff_accounts.id"], name=op.f("fk_appeals_holder_id_staff_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["residents.id"], name=op.f("fk_appeals_resident_id_residents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeals")),
        sa.UniqueConstraint("check_code", name=op.f("uq_appeals_check_code")),
        sa.UniqueConstraint("number", name=op.f("uq_appeals_number")),
        sa.UniqueConstraint("receipt_mark", name=op.f("uq_appeals_receipt_mark")),
    )
    with op.batch_alter_table("appeals", schema=None) as batch_op:
        batch_op.create_index("ix_appeals_holder_id_state", ["holder_id", "state"], unique=False)
        batch_op.create_index(
            "ix_appeals_resident_id_created_at", ["resident_id", "created_at"], unique=False
        )

    op.create_table(
        "judges",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["bookables.id"], name=op.f("fk_judges_id_bookables")),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff_accounts.id"], name=op.f("fk_judges_staff_id_staff_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_judges")),
        sa.UniqueConstraint("staff_id", name=op.f("uq_judges_staff_id")),
    )
    op.create_table(
        "mediators",
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("fields", sa.String(), nullable=False),
        sa.Column("languages", sa.String(), nullable=False),
        sa.Column("ties", sa.String(), nullable=False),
        sa.Column("since_year", sa.Integer(), nullable=True),
        sa.Column("off_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff_accounts.id"], name=op.f("fk_mediators_staff_id_staff_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mediators")),
        sa.UniqueConstraint("staff_id", name=op.f("uq_mediators_staff_id")),
    )
    op.create_table(
        "appeal_duty_pages",
        sa.Column("appeal_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acked_by", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["acked_by"],
            ["staff_accounts.id"],
            name=op.f("fk_appeal_duty_pages_acked_by_staff_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["appeal_id"], ["appeals.id"], name=op.f("fk_appeal_duty_pages_appeal_id_appeals")
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"],
            ["staff_accounts.id"],
            name=op.f("fk_appeal_duty_pages_staff_id_staff_accounts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal_duty_pages")),
        sa.UniqueConstraint("appeal_id", "step", name=op.f("uq_appeal_duty_pages_appeal_id_step")),
    )
    with op.batch_alter_table("appeal_duty_pages", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_appeal_duty_pages_staff_id"), ["staff_id"], unique=False
        )

    op.create_table(
        "appeal_hand_overs",
        sa.Column("appeal_id", sa.Uuid(), nullable=False),
        sa.Column("from_id", sa.Uuid(), nullable=False),
        sa.Column("to_id", sa.Uuid(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("from_id <> to_id", name=op.f("ck_appeal_hand_overs_to_another")),
        sa.ForeignKeyConstraint(
            ["appeal_id"], ["appeals.id"], name=op.f("fk_appeal_hand_overs_appeal_id_appeals")
        ),
        sa.ForeignKeyConstraint(
            ["from_id"],
            ["staff_accounts.id"],
            name=op.f("fk_appeal_hand_overs_from_id_staff_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["to_id"], ["staff_accounts.id"], name=op.f("fk_appeal_hand_overs_to_id_staff_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal_hand_overs")),
    )
    with op.batch_alter_table("appeal_hand_overs", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_appeal_hand_overs_answer_by"), ["answer_by"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_appeal_hand_overs_to_id"), ["to_id"], unique=False)
        batch_op.create_index(
            "uq_appeal_hand_overs_pending",
            ["appeal_id"],
            unique=True,
            sqlite_where=sa.text("state = 'pending'"),
            postgresql_where=sa.text("state = 'pending'"),
        )

    op.create_table(
        "appeal_holders",
        sa.Column("appeal_id", sa.Uuid(), nullable=False),
        sa.Column("holder_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("how", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["appeal_id"], ["appeals.id"], name=op.f("fk_appeal_holders_appeal_id_appeals")
        ),
        sa.ForeignKeyConstraint(
            ["holder_id"],
            ["staff_accounts.id"],
            name=op.f("fk_appeal_holders_holder_id_staff_accounts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal_holders")),
    )
    with op.batch_alter_table("appeal_holders", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_appeal_holders_appeal_id"), ["appeal_id"], unique=False
        )

    op.create_table(
        "appeal_messages",
        sa.Column("appeal_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["appeal_id"], ["appeals.id"], name=op.f("fk_appeal_messages_appeal_id_appeals")
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"],
            ["staff_accounts.id"],
            name=op.f("fk_appeal_messages_staff_id_staff_accounts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal_messages")),
    )
    with op.batch_alter_table("appeal_messages", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_appeal_messages_appeal_id"), ["appeal_id"], unique=False
        )

    op.create_table(
        "mediations",
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("territory_code", sa.String(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("opened_by", sa.Uuid(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("appeal_id", sa.Uuid(), nullable=True),
        sa.Column("mediator_id", sa.Uuid(), nullable=True),
        sa.Column("mediator_how", sa.String(), nullable=False),
        sa.Column("refused", sa.String(), nullable=False),
        sa.Column("disclosed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("disclosure", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("failed_because", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state <> 'talking' OR disclosed_at IS NOT NULL", name=op.f("ck_mediations_disclosed")
        ),
        sa.ForeignKeyConstraint(
            ["appeal_id"], ["appeals.id"], name=op.f("fk_mediations_appeal_id_appeals")
        ),
        sa.ForeignKeyConstraint(
            ["mediator_id"],
            ["staff_accounts.id"],
            name=op.f("fk_mediations_mediator_id_staff_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["opened_by"],
            ["staff_accounts.id"],
            name=op.f("fk_mediations_opened_by_staff_accounts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mediations")),
        sa.UniqueConstraint("number", name=op.f("uq_mediations_number")),
    )
    with op.batch_alter_table("mediations", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_mediations_mediator_id"), ["mediator_id"], unique=False
        )

    op.create_table(
        "mediation_agreements",
        sa.Column("mediation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("terms_hash", sa.String(), nullable=False),
        sa.Column("needs_person", sa.Boolean(), nullable=False),
        sa.Column("faulty", sa.Boolean(), nullable=False),
        sa.Column("paper", sa.Text(), nullable=True),
        sa.Column("effective_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["mediation_id"],
            ["mediations.id"],
            name=op.f("fk_mediation_agreements_mediation_id_mediations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mediation_agreements")),
        sa.UniqueConstraint(
            "mediation_id", "version", name=op.f("uq_mediation_agreements_mediation_id_version")
        ),
    )
    op.create_table(
        "mediation_parties",
        sa.Column("mediation_id", sa.Uuid(), nullable=False),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("capacity", sa.String(), nullable=False),
        sa.Column("id_number", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("phone_mark", sa.String(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("guardian", sa.Text(), nullable=True),
        sa.Column("agent", sa.Text(), nullable=True),
        sa.Column("authority", sa.Boolean(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=True),
        sa.Column("code_mark", sa.String(), nullable=True),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("consent_version", sa.String(), nullable=True),
        sa.Column("refused_mediator", sa.Boolean(), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["mediation_id"],
            ["mediations.id"],
            name=op.f("fk_mediation_parties_mediation_id_mediations"),
        ),
        sa.ForeignKeyConstraint(
            ["resident_id"],
            ["residents.id"],
            name=op.f("fk_mediation_parties_resident_id_residents"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mediation_parties")),
        sa.UniqueConstraint("code_mark", name=op.f("uq_mediation_parties_code_mark")),
        sa.UniqueConstraint(
            "mediation_id", "side", name=op.f("uq_mediation_parties_mediation_id_side")
        ),
    )
    with op.batch_alter_table("mediation_parties", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_mediation_parties_resident_id"), ["resident_id"], unique=False
        )

    op.create_table(
        "mediation_talk",
        sa.Column("mediation_id", sa.Uuid(), nullable=False),
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("speaker", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["mediation_id"],
            ["mediations.id"],
            name=op.f("fk_mediation_talk_mediation_id_mediations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mediation_talk")),
    )
    with op.batch_alter_table("mediation_talk", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_mediation_talk_mediation_id"), ["mediation_id"], unique=False
        )

    op.create_table(
        "confirmations",
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("mediation_id", sa.Uuid(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("terms_hash", sa.String(), nullable=False),
        sa.Column("parties", sa.Integer(), nullable=False),
        sa.Column("last_day", sa.String(), nullable=False),
        sa.Column("consents", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("room_id", sa.Uuid(), nullable=True),
        sa.Column("judge_id", sa.Uuid(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("record_hash", sa.String(), nullable=True),
        sa.Column("ruling_number", sa.String(), nullable=True),
        sa.Column("ruling_hash", sa.String(), nullable=True),
        sa.Column("ruling", sa.Text(), nullable=False),
        sa.Column("ruling_code", sa.String(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("article", sa.String(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("served_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "filed_at IS NULL OR consents = parties OR state IN ('applying', 'withdrawn', 'offline')",
            name=op.f("ck_confirmations_both_or_neither"),
        ),
        sa.CheckConstraint(
            "state <> 'confirmed' OR ruling_hash = terms_hash",
            name=op.f("ck_confirmations_ruled_on_what_was_signed"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('filed', 'accepted', 'heard', 'confirmed') OR filed_at IS NOT NULL",
            name=op.f("ck_confirmations_filed"),
        ),
        sa.CheckConstraint(
            "consents BETWEEN 0 AND parties", name=op.f("ck_confirmations_consents")
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["mediation_agreements.id"],
            name=op.f("fk_confirmations_agreement_id_mediation_agreements"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"],
            ["staff_accounts.id"],
            name=op.f("fk_confirmations_decided_by_staff_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["judge_id"],
            ["staff_accounts.id"],
            name=op.f("fk_confirmations_judge_id_staff_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["mediation_id"],
            ["mediations.id"],
            name=op.f("fk_confirmations_mediation_id_mediations"),
        ),
        sa.ForeignKeyConstraint(
            ["room_id"], ["court_rooms.id"], name=op.f("fk_confirmations_room_id_court_rooms")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confirmations")),
        sa.UniqueConstraint("number", name=op.f("uq_confirmations_number")),
        sa.UniqueConstraint("ruling_code", name=op.f("uq_confirmations_ruling_code")),
    )
    with op.batch_alter_table("confirmations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_confirmations_judge_id"), ["judge_id"], unique=False)
        batch_op.create_index(
            "uq_confirmations_alive",
            ["mediation_id"],
            unique=True,
            sqlite_where=sa.text(
                "state IN ('applying', 'filed', 'accepted', 'heard', 'confirmed')"
            ),
            postgresql_where=sa.text(
                "state IN ('applying', 'filed', 'accepted', 'heard', 'confirmed')"
            ),
        )

    op.create_table(
        "mediation_performances",
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("mediation_id", sa.Uuid(), nullable=False),
        sa.Column("term", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("debtor", sa.String(), nullable=False),
        sa.Column("creditor", sa.String(), nullable=False),
        sa.Column("debtor_says", sa.String(), nullable=True),
        sa.Column("creditor_says", sa.String(), nullable=True),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["mediation_agreements.id"],
            name=op.f("fk_mediation_performances_agreement_id_mediation_agreements"),
        ),
        sa.ForeignKeyConstraint(
            ["mediation_id"],
            ["mediations.id"],
            name=op.f("fk_mediation_performances_mediation_id_mediations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mediation_performances")),
        sa.UniqueConstraint(
            "agreement_id", "term", name=op.f("uq_mediation_performances_agreement_id_term")
        ),
    )
    with op.batch_alter_table("mediation_performances", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_mediation_performances_mediation_id"), ["mediation_id"], unique=False
        )

    op.create_table(
        "mediation_signatures",
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("serial", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["mediation_agreements.id"],
            name=op.f("fk_mediation_signatures_agreement_id_mediation_agreements"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mediation_signatures")),
        sa.UniqueConstraint(
            "agreement_id", "who", name=op.f("uq_mediation_signatures_agreement_id_who")
        ),
    )
    op.create_table(
        "confirmation_answers",
        sa.Column("confirmation_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["confirmation_id"],
            ["confirmations.id"],
            name=op.f("fk_confirmation_answers_confirmation_id_confirmations"),
        ),
        sa.ForeignKeyConstraint(
            ["party_id"],
            ["mediation_parties.id"],
            name=op.f("fk_confirmation_answers_party_id_mediation_parties"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confirmation_answers")),
        sa.UniqueConstraint(
            "confirmation_id",
            "party_id",
            "question",
            name=op.f("uq_confirmation_answers_confirmation_id_party_id_question"),
        ),
    )
    op.create_table(
        "confirmation_consents",
        sa.Column("confirmation_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["confirmation_id"],
            ["confirmations.id"],
            name=op.f("fk_confirmation_consents_confirmation_id_confirmations"),
        ),
        sa.ForeignKeyConstraint(
            ["party_id"],
            ["mediation_parties.id"],
            name=op.f("fk_confirmation_consents_party_id_mediation_parties"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confirmation_consents")),
        sa.UniqueConstraint(
            "confirmation_id",
            "party_id",
            "step",
            name=op.f("uq_confirmation_consents_confirmation_id_party_id_step"),
        ),
    )
    op.create_table(
        "confirmation_interruptions",
        sa.Column("confirmation_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["confirmation_id"],
            ["confirmations.id"],
            name=op.f("fk_confirmation_interruptions_confirmation_id_confirmations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confirmation_interruptions")),
    )
    with op.batch_alter_table("confirmation_interruptions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_confirmation_interruptions_confirmation_id"),
            ["confirmation_id"],
            unique=False,
        )


def downgrade() -> None:  # noqa: PLR0915
    op.execute(
        "DELETE FROM claims WHERE bookable_id IN"
        " (SELECT id FROM bookables WHERE kind IN ('court_room', 'judge'))"
    )
    with op.batch_alter_table("confirmation_interruptions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_confirmation_interruptions_confirmation_id"))

    op.drop_table("confirmation_interruptions")
    op.drop_table("confirmation_consents")
    op.drop_table("confirmation_answers")
    op.drop_table("mediation_signatures")
    with op.batch_alter_table("mediation_performances", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mediation_performances_mediation_id"))

    op.drop_table("mediation_performances")
    with op.batch_alter_table("confirmations", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_confirmations_alive",
            sqlite_where=sa.text(
                "state IN ('applying', 'filed', 'accepted', 'heard', 'confirmed')"
            ),
            postgresql_where=sa.text(
                "state IN ('applying', 'filed', 'accepted', 'heard', 'confirmed')"
            ),
        )
        batch_op.drop_index(batch_op.f("ix_confirmations_judge_id"))

    op.drop_table("confirmations")
    with op.batch_alter_table("mediation_talk", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mediation_talk_mediation_id"))

    op.drop_table("mediation_talk")
    with op.batch_alter_table("mediation_parties", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mediation_parties_resident_id"))

    op.drop_table("mediation_parties")
    op.drop_table("mediation_agreements")
    with op.batch_alter_table("mediations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mediations_mediator_id"))

    op.drop_table("mediations")
    with op.batch_alter_table("appeal_messages", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_appeal_messages_appeal_id"))

    op.drop_table("appeal_messages")
    with op.batch_alter_table("appeal_holders", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_appeal_holders_appeal_id"))

    op.drop_table("appeal_holders")
    with op.batch_alter_table("appeal_hand_overs", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_appeal_hand_overs_pending",
            sqlite_where=sa.text("state = 'pending'"),
            postgresql_where=sa.text("state = 'pending'"),
        )
        batch_op.drop_index(batch_op.f("ix_appeal_hand_overs_to_id"))
        batch_op.drop_index(batch_op.f("ix_appeal_hand_overs_answer_by"))

    op.drop_table("appeal_hand_overs")
    with op.batch_alter_table("appeal_duty_pages", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_appeal_duty_pages_staff_id"))

    op.drop_table("appeal_duty_pages")
    op.drop_table("mediators")
    op.drop_table("judges")
    with op.batch_alter_table("appeals", schema=None) as batch_op:
        batch_op.drop_index("ix_appeals_resident_id_created_at")
        batch_op.drop_index("ix_appeals_holder_id_state")

    op.drop_table("appeals")
    with op.batch_alter_table("appeal_duty_shifts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_appeal_duty_shifts_territory_code"))
        batch_op.drop_index(batch_op.f("ix_appeal_duty_shifts_staff_id"))

    op.drop_table("appeal_duty_shifts")
    op.drop_table("court_rooms")
    with op.batch_alter_table("appeal_leads", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_appeal_leads_expires_at"))
        batch_op.drop_index(batch_op.f("ix_appeal_leads_community_code"))

    op.drop_table("appeal_leads")
    op.execute("DELETE FROM bookables WHERE kind IN ('court_room', 'judge')")
    op.execute(
        "DELETE FROM duties WHERE role IN"
        " ('mediator', 'judge', 'room_keeper', 'duty_worker', 'adviser')"
    )
