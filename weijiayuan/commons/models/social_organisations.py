"""The register of social organisations."""

from datetime import date
from enum import StrEnum

from sqlalchemy import (
    Text,
)
from sqlalchemy.orm import Mapped, mapped_column

from weijiayuan.db import Model


class OrganisationKind(StrEnum):
    """社会团体, 民办非企业单位, 基金会, and groups that are only put on record (备案)."""

    ASSOCIATION = "association"
    SERVICE = "service"
    FOUNDATION = "foundation"
    GROUP = "group"


class Organisation(Model):
    """A social organisation as its register shows it."""

    __tablename__ = "commons_organisations"

    name: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[OrganisationKind]
    community_code: Mapped[str] = mapped_column(index=True)
    uscc: Mapped[str | None] = mapped_column(unique=True)
    supervisor: Mapped[str]
    registered_on: Mapped[date | None]
    contact: Mapped[str]
    about: Mapped[str] = mapped_column(Text)
    persons: Mapped[int | None]
    bodies: Mapped[int | None]
    contact_is_public: Mapped[bool] = mapped_column(default=False)
    reported_for: Mapped[int | None] = mapped_column(default=None)
    is_sample: Mapped[bool] = mapped_column(default=False)
