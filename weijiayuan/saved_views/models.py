"""What somebody keeps of their desk."""

from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from weijiayuan.db import Model


class SavedView(Model):
    """Filters, order and columns of one list, under a name that its owner gave.

    `settings` is the query by which the page opens again; it never holds more than the address
    line does.
    """

    __tablename__ = "desk_views"
    __table_args__ = (UniqueConstraint("staff_id", "page", "name"),)

    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff_accounts.id"))
    page: Mapped[str]
    name: Mapped[str]
    settings: Mapped[str]
