"""The papers that an applicant hands in, as they are sent and shown."""

from typing import Any

from marshmallow import ValidationError, validates_schema

from weijiayuan.approvals.rules.required_evidence import FILED_BY_APPLICANT
from weijiayuan.approvals.schemas.applicant import OnAttemptIn
from weijiayuan.approvals.schemas.form_answers import Day
from weijiayuan.web.schemas import Id, Text, one_of


class HandInIn(OnAttemptIn):
    """A paper: a picture that was sent by `POST /files`, or its number, or both."""

    kind = one_of(*FILED_BY_APPLICANT, required=True)
    number = Text(least=0, most=60, load_default="")
    issued_on = Day(allow_none=True, load_default=None)
    file = Id(allow_none=True, load_default=None)

    @validates_schema
    def has_something(self, given: dict[str, Any], **_: Any) -> None:
        if not given.get("file") and not given.get("number"):
            raise ValidationError("拍一张照片，或者写上文号", "file")
