"""Who handles matters: the tree district > street > community > grid, and the departments."""

from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from weijiayuan.db import Model


class Unit(Model):
    """A body that matters are given to.

    Territorial units carry the code of their place; departments have a code of their own. `place`
    is the code of the area they serve: a prefix of the grids in it.
    """

    __tablename__ = "units"

    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    kind: Mapped[str] = mapped_column(index=True)
    place: Mapped[str]
    parent_code: Mapped[str | None] = mapped_column(default=None, index=True)
    is_sample: Mapped[bool] = mapped_column(default=False)

    @property
    def level(self) -> int:
        """Return how high the unit stands: 0 grid, 1 community, 2 street, 3 district."""
        return {15: 0, 12: 1, 9: 2}.get(len(self.place), 3)


class UnitDuty(Model):
    """A category that a department owns (职责清单). A unit without any takes what rules send."""

    __tablename__ = "unit_duties"
    __table_args__ = (UniqueConstraint("unit_id", "category_code"),)

    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))
    category_code: Mapped[str]
