"""Answers of an application form. A null is an answer that was left out."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from marshmallow import fields, validate

from weijiayuan.approvals.rules.application_facts import LONG_TERM
from weijiayuan.approvals.rules.company_facts import BANNED_MEANS
from weijiayuan.web.schemas import Place, Schema, StrictBoolean, Text, Whole, one_of

LONGEST_NAME = 60
MOST_SCOPES = 40
MOST_HOLDERS = 200
MOST_MONEY = 10**15
USES = ("shop", "office", "factory", "market_stall", "dwelling", "platform", "other")
MEANS = ("cash", "in_kind", *sorted(BANNED_MEANS))
HOLDERS = ("person", "organisation", "foreign", "state")
EARLIEST = 1900
LONG_TERMS = (LONG_TERM, "长期", "9999-12-31", "99991231")
"""How a paper without an end is written: the last is what card readers give."""
WITHIN = validate.Range(date(2024, 7, 1), date(2100, 12, 31), error="请填写 2024-07-01 以后的日期")
ID_KINDS = ("resident_id", "hk_macao_permit", "taiwan_permit", "foreign")


class Day(fields.Date):
    """A date, kept as it is written on the wire."""

    default_error_messages = {"invalid": "请按 2026-11-28 的格式填写日期"}  # noqa: RUF012

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> Any:
        found: date = super()._deserialize(value, attr, data, **kwargs)
        if found.year < EARLIEST:
            raise self.make_error("invalid")
        return found.isoformat()


class DayOrLong(Day):
    """A date, or “长期”."""

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> Any:
        if value in LONG_TERMS:
            return LONG_TERM
        return super()._deserialize(value, attr, data, **kwargs)


class Money(Whole):
    """A sum in fen."""

    def __init__(self, **more: Any) -> None:
        super().__init__(least=0, most=MOST_MONEY, **more)


class ShareholderIn(Schema):
    name = Text(most=40, required=True)
    kind = one_of(*HOLDERS, allow_none=True)
    id_number = Text(least=0, most=20)
    contribution_fen = Money(allow_none=True)
    means = one_of(*MEANS, allow_none=True)
    due_on = Day(allow_none=True)


class NumberedIn(Schema):
    """Somebody who is named elsewhere, with the number of their identity card."""

    name = Text(most=40, required=True)
    id_number = Text(least=0, most=20)


class PaperIn(Schema):
    scope = Text(most=20, required=True)
    number = Text(least=0, most=60)
    issued_on = Day(required=True)
    valid_until = Day(allow_none=True, load_default=None)


def _names(most: int = 20) -> fields.List[Any]:
    return fields.List(
        Text(most=40), allow_none=True, validate=validate.Length(max=most, error=f"最多{most}人")
    )


class AnswersIn(Schema):
    """What an applicant wrote. Everything may be missing: the rules say what is."""

    wants_human = StrictBoolean(allow_none=True)
    operator_name = Text(least=0, most=40, allow_none=True)
    id_kind = one_of(*ID_KINDS, allow_none=True)
    id_number = Text(least=0, most=30, allow_none=True)
    id_valid_until = DayOrLong(allow_none=True)
    organisation = one_of("individual", "family", allow_none=True)
    family_members = _names()
    no_name = StrictBoolean(allow_none=True)
    name = Text(least=0, most=LONGEST_NAME, allow_none=True)
    scopes = fields.List(
        Text(most=20), allow_none=True, validate=validate.Length(max=MOST_SCOPES, error="选得太多")
    )
    pre_papers = fields.List(
        fields.Nested(PaperIn), allow_none=True, validate=validate.Length(max=20, error="太多")
    )
    address = Text(least=0, most=120, allow_none=True)
    place = fields.Nested(Place, allow_none=True)
    address_use = one_of(*USES, allow_none=True)
    company_type = one_of("limited", "joint_stock", "other", allow_none=True)
    capital_fen = Money(allow_none=True)
    shareholders = fields.List(
        fields.Nested(ShareholderIn),
        allow_none=True,
        validate=validate.Length(max=MOST_HOLDERS, error=f"最多{MOST_HOLDERS}名"),
    )
    charter = one_of("standard", "own", allow_none=True)
    directors = _names()
    managers = _names()
    legal_representative = Text(least=0, most=40, allow_none=True)
    supervisors = _names()
    no_supervisor_agreed = StrictBoolean(allow_none=True)
    liaison_name = Text(least=0, most=40, allow_none=True)
    liaison_phone = Text(least=0, most=20, allow_none=True)
    home = Text(least=0, most=120, allow_none=True)
    name_promise = StrictBoolean(allow_none=True)
    term = DayOrLong(allow_none=True)
    owners_promise = StrictBoolean(allow_none=True)
    beneficial_owners = _names(50)
    people = fields.List(
        fields.Nested(NumberedIn),
        allow_none=True,
        validate=validate.Length(max=MOST_HOLDERS, error=f"最多{MOST_HOLDERS}人"),
    )


class LookupsIn(Schema):
    """What registers would say, for a check that supposes it. Null: they do not answer."""

    identity = one_of("passed", "failed", "mismatch", allow_none=True)
    identity_minutes = Whole(most=100_000, allow_none=True)
    barred = StrictBoolean(allow_none=True)
    address_blocked = StrictBoolean(allow_none=True)
    address_live = Whole(most=100_000, allow_none=True)
    name_taken = StrictBoolean(allow_none=True)
    name_alike = StrictBoolean(allow_none=True)
    second_live = StrictBoolean(allow_none=True)
    agreed = StrictBoolean(allow_none=True)
    by_self = StrictBoolean(allow_none=True)


class CheckIn(Schema):
    """An application to be checked, on a day."""

    kind = one_of("individual", "company", required=True)
    answers = fields.Nested(AnswersIn, required=True)
    on = fields.Date(load_default=None, allow_none=True, validate=WITHIN)
    lookups = fields.Nested(LookupsIn, load_default=None, allow_none=True)
