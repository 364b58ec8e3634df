"""the directory of services: sites, services, where and when they are held"""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "directory_hours",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("timetable", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directory_hours")),
        sa.UniqueConstraint("digest", name=op.f("uq_directory_hours_digest")),
    )
    op.create_table(
        "directory_organisations",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("uscc", sa.String(), nullable=True),
        sa.Column("alliance", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("standing", sa.String(length=32), nullable=False),
        sa.Column("assured_on", sa.Date(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directory_organisations")),
        sa.UniqueConstraint("code", name=op.f("uq_directory_organisations_code")),
        sa.UniqueConstraint("uscc", name=op.f("uq_directory_organisations_uscc")),
    )
    op.create_index(
        op.f("ix_directory_organisations_alliance"),
        "directory_organisations",
        ["alliance"],
        unique=False,
    )
    op.create_table(
        "directory_services",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("need", sa.String(), nullable=False),
        sa.Column("alliance", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("how", sa.String(length=32), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("list_no", sa.Integer(), nullable=True),
        sa.Column("rule", sa.String(), nullable=True),
        sa.Column("cost_fen", sa.Integer(), nullable=True),
        sa.Column("fees", sa.String(), nullable=False),
        sa.Column("papers", sa.JSON(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("how_often", sa.String(), nullable=False),
        sa.Column("quality", sa.Text(), nullable=False),
        sa.Column("complaints", sa.String(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("standing", sa.String(length=32), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("cost_fen >= 0", name=op.f("ck_directory_services_cost")),
        sa.CheckConstraint("list_no BETWEEN 1 AND 100", name=op.f("ck_directory_services_list_no")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["directory_organisations.id"],
            name=op.f("fk_directory_services_organisation_id_directory_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directory_services")),
        sa.UniqueConstraint("code", name=op.f("uq_directory_services_code")),
        sa.UniqueConstraint("list_no", name=op.f("uq_directory_services_list_no")),
    )
    op.create_index(
        "ix_directory_services_alliance", "directory_services", ["alliance", "id"], unique=False
    )
    op.create_index(
        "ix_directory_services_need", "directory_services", ["need", "id"], unique=False
    )
    op.create_index(
        op.f("ix_directory_services_organisation_id"),
        "directory_services",
        ["organisation_id"],
        unique=False,
    )
    op.create_table(
        "directory_sites",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("assured_on", sa.Date(), nullable=False),
        sa.Column("assured_by", sa.String(length=32), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("lng", sa.Double(), nullable=True),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("street_code", sa.String(), nullable=True),
        sa.Column("community_code", sa.String(), nullable=True),
        sa.Column("grid_code", sa.String(), nullable=True),
        sa.Column("hours_id", sa.Uuid(), nullable=True),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("photo_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("ramp", sa.Boolean(), nullable=True),
        sa.Column("lift", sa.Boolean(), nullable=True),
        sa.Column("toilet", sa.Boolean(), nullable=True),
        sa.Column("hearing_loop", sa.Boolean(), nullable=True),
        sa.Column("nursing", sa.Boolean(), nullable=True),
        sa.Column("standing", sa.String(length=32), nullable=False),
        sa.Column("doubted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("venue_id", sa.Uuid(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(lng IS NULL) = (lat IS NULL)", name=op.f("ck_directory_sites_point")),
        sa.ForeignKeyConstraint(
            ["hours_id"],
            ["directory_hours.id"],
            name=op.f("fk_directory_sites_hours_id_directory_hours"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["directory_organisations.id"],
            name=op.f("fk_directory_sites_organisation_id_directory_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"],
            ["directory_sites.id"],
            name=op.f("fk_directory_sites_parent_id_directory_sites"),
        ),
        sa.ForeignKeyConstraint(
            ["photo_id"], ["files.id"], name=op.f("fk_directory_sites_photo_id_files")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directory_sites")),
        sa.UniqueConstraint("code", name=op.f("uq_directory_sites_code")),
        sa.UniqueConstraint("venue_id", name=op.f("uq_directory_sites_venue_id")),
    )
    op.create_index(
        "ix_directory_sites_assured_on", "directory_sites", ["assured_on"], unique=False
    )
    op.create_index(
        "ix_directory_sites_community", "directory_sites", ["community_code", "id"], unique=False
    )
    op.create_index(
        op.f("ix_directory_sites_grid_code"), "directory_sites", ["grid_code"], unique=False
    )
    op.create_index("ix_directory_sites_kind", "directory_sites", ["kind", "id"], unique=False)
    op.create_index("ix_directory_sites_lat_lng", "directory_sites", ["lat", "lng"], unique=False)
    op.create_index(
        op.f("ix_directory_sites_organisation_id"),
        "directory_sites",
        ["organisation_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_directory_sites_parent_id"), "directory_sites", ["parent_id"], unique=False
    )
    op.create_table(
        "directory_wishes",
        sa.Column("resident_id", sa.Uuid(), nullable=True),
        sa.Column("community_code", sa.String(), nullable=False),
        sa.Column("need", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["resident_id"],
            ["residents.id"],
            name=op.f("fk_directory_wishes_resident_id_residents"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directory_wishes")),
        sa.UniqueConstraint(
            "resident_id",
            "community_code",
            "need",
            name=op.f("uq_directory_wishes_resident_id_community_code_need"),
        ),
    )
    op.create_index(
        op.f("ix_directory_wishes_resident_id"), "directory_wishes", ["resident_id"], unique=False
    )
    op.create_index(
        "ix_directory_wishes_tally", "directory_wishes", ["community_code", "need"], unique=False
    )
    op.create_table(
        "directory_closures",
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_directory_closures_span")),
        sa.ForeignKeyConstraint(
            ["site_id"],
            ["directory_sites.id"],
            name=op.f("fk_directory_closures_site_id_directory_sites"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directory_closures")),
    )
    op.create_index(
        "ix_directory_closures_ends_at", "directory_closures", ["ends_at"], unique=False
    )
    op.create_index(
        "ix_directory_closures_site", "directory_closures", ["site_id", "ends_at"], unique=False
    )
    op.create_table(
        "directory_matters",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("authority", sa.String(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=True),
        sa.Column("window", sa.String(), nullable=False),
        sa.Column("guide", sa.Text(), nullable=False),
        sa.Column("papers", sa.JSON(), nullable=False),
        sa.Column("instant", sa.Boolean(), nullable=False),
        sa.Column("approval", sa.String(), nullable=True),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["site_id"],
            ["directory_sites.id"],
            name=op.f("fk_directory_matters_site_id_directory_sites"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directory_matters")),
        sa.UniqueConstraint("name", "site_id", name=op.f("uq_directory_matters_name_site_id")),
    )
    op.create_index(op.f("ix_directory_matters_code"), "directory_matters", ["code"], unique=False)
    op.create_index(
        op.f("ix_directory_matters_site_id"), "directory_matters", ["site_id"], unique=False
    )
    op.create_table(
        "directory_saved_sites",
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["resident_id"],
            ["residents.id"],
            name=op.f("fk_directory_saved_sites_resident_id_residents"),
        ),
        sa.ForeignKeyConstraint(
            ["site_id"],
            ["directory_sites.id"],
            name=op.f("fk_directory_saved_sites_site_id_directory_sites"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directory_saved_sites")),
        sa.UniqueConstraint(
            "resident_id", "site_id", name=op.f("uq_directory_saved_sites_resident_id_site_id")
        ),
    )
    op.create_index(
        op.f("ix_directory_saved_sites_site_id"), "directory_saved_sites", ["site_id"], unique=False
    )
    op.create_table(
        "directory_service_at",
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("assured_on", sa.Date(), nullable=False),
        sa.Column("hours_id", sa.Uuid(), nullable=True),
        sa.Column("desk", sa.String(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "until IS NULL OR since IS NULL OR until >= since",
            name=op.f("ck_directory_service_at_span"),
        ),
        sa.ForeignKeyConstraint(
            ["hours_id"],
            ["directory_hours.id"],
            name=op.f("fk_directory_service_at_hours_id_directory_hours"),
        ),
        sa.ForeignKeyConstraint(
            ["service_id"],
            ["directory_services.id"],
            name=op.f("fk_directory_service_at_service_id_directory_services"),
        ),
        sa.ForeignKeyConstraint(
            ["site_id"],
            ["directory_sites.id"],
            name=op.f("fk_directory_service_at_site_id_directory_sites"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directory_service_at")),
        sa.UniqueConstraint(
            "service_id", "site_id", name=op.f("uq_directory_service_at_service_id_site_id")
        ),
    )
    op.create_index(
        "ix_directory_service_at_site",
        "directory_service_at",
        ["site_id", "service_id"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_index("ix_directory_service_at_site", table_name="directory_service_at")
    op.drop_table("directory_service_at")
    op.drop_index(op.f("ix_directory_saved_sites_site_id"), table_name="directory_saved_sites")
    op.drop_table("directory_saved_sites")
    op.drop_index(op.f("ix_directory_matters_site_id"), table_name="directory_matters")
    op.drop_index(op.f("ix_directory_matters_code"), table_name="directory_matters")
    op.drop_table("directory_matters")
    op.drop_index("ix_directory_closures_site", table_name="directory_closures")
    op.drop_index("ix_directory_closures_ends_at", table_name="directory_closures")
    op.drop_table("directory_closures")
    op.drop_index("ix_directory_wishes_tally", table_name="directory_wishes")
    op.drop_index(op.f("ix_directory_wishes_resident_id"), table_name="directory_wishes")
    op.drop_table("directory_wishes")
    op.drop_index(op.f("ix_directory_sites_parent_id"), table_name="directory_sites")
    op.drop_index(op.f("ix_directory_sites_organisation_id"), table_name="directory_sites")
    op.drop_index("ix_directory_sites_lat_lng", table_name="directory_sites")
    op.drop_index("ix_directory_sites_kind", table_name="directory_sites")
    op.drop_index(op.f("ix_directory_sites_grid_code"), table_name="directory_sites")
    op.drop_index("ix_directory_sites_community", table_name="directory_sites")
    op.drop_index("ix_directory_sites_assured_on", table_name="directory_sites")
    op.drop_table("directory_sites")
    op.drop_index(op.f("ix_directory_services_organisation_id"), table_name="directory_services")
    op.drop_index("ix_directory_services_need", table_name="directory_services")
    op.drop_index("ix_directory_services_alliance", table_name="directory_services")
    op.drop_table("directory_services")
    op.drop_index(op.f("ix_directory_organisations_alliance"), table_name="directory_organisations")
    op.drop_table("directory_organisations")
    op.drop_table("directory_hours")
