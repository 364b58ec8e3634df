"""Shapes that the commons share."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from marshmallow import fields

from weijiayuan.commons.rules.floor_area_units import MOST_M2, dm2_of, m2_text
from weijiayuan.commons.schemas.public_text import LEAST_REASON, PublicReason
from weijiayuan.web.schemas import Id, PageIn, Schema


class Area(fields.Decimal):
    """An area in m² with at most two decimals; inside it is a whole number of 0.01 m²."""

    default_error_messages = {  # noqa: RUF012  # marshmallow's way
        "fine": "面积最多两位小数（单位：平方米）",
        "range": "面积要在0到{most}平方米之间",
    }

    def __init__(self, **more: Any) -> None:
        super().__init__(as_string=True, **more)

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> Any:
        m2: Decimal = super()._deserialize(value, attr, data, **kwargs)
        if not 0 <= m2 <= MOST_M2:
            raise self.make_error("range", most=MOST_M2)
        try:
            return dm2_of(m2)
        except ValueError as error:
            raise self.make_error("fine") from error

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> Any:  # noqa: ARG002
        return None if value is None else m2_text(value)


class ShareOut(Schema):
    """A share with its 95 % Wilson interval."""

    share = fields.Float(allow_none=True)
    low = fields.Float()
    high = fields.Float()


class ReasonIn(Schema):
    reason = PublicReason(least=LEAST_REASON, most=400, required=True)


class OfSpaceIn(PageIn):
    """Which space a list is of."""

    space = Id(required=True)
