"""What is stopped, refused or returned has a reason that tells something."""

import pytest
from marshmallow import ValidationError

from weijiayuan.appeals import schemas
from weijiayuan.appeals.mediation_schemas import (
    agreement_terms,
    judicial_confirmation,
    mediation_cases,
)
from weijiayuan.web.schemas import Reason, Schema

REQUIRED = [
    (name, shape)
    for room in (schemas, agreement_terms, judicial_confirmation, mediation_cases)
    for name, shape in vars(room).items()
    if isinstance(shape, type) and issubclass(shape, Schema) and name.endswith("In")
    for field in [shape().fields.get("reason")]
    if field is not None and field.required
]


@pytest.mark.parametrize(("name", "shape"), REQUIRED)
def test_one_letter_or_a_bare_yes_is_no_reason(name, shape):
    field = shape().fields["reason"]
    assert isinstance(field, Reason), name
    for text in ("看", "好的", "同意"):
        with pytest.raises(ValidationError):
            field.deserialize(text)
    assert field.deserialize("对方不愿意再谈")


def test_there_are_such_reasons():
    assert len(REQUIRED) >= 6
