"""Shapes that every domain shares."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import marshmallow
from marshmallow import RAISE, ValidationError, fields, validate

from weijiayuan.web import validation_messages, visible_characters

LONGEST_WHOLE = 2**53 - 1
MOMENTS = (datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC))
DAYS = (date(1900, 1, 1), date(2199, 12, 31))
DATUMS = ("gcj02", "wgs84")

validation_messages.in_chinese()


class Schema(marshmallow.Schema):
    """A shape that refuses what it does not know."""

    class Meta:
        unknown = RAISE

    error_messages = {"unknown": "没有这一项", "type": "格式不对"}  # noqa: RUF012  # marshmallow's way


class StrictBoolean(fields.Boolean):
    """Yes or no in a JSON body: `true` or `false`, and neither 1 nor "yes" nor "on".

    A promise is not made by a number. In query strings, where all is text, stays `fields.Boolean`.
    """

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return bool(super()._deserialize(value, attr, data, **kwargs))


class NothingIn(Schema):
    """The body of a request that says nothing: none, or an object without any field."""


class Text(fields.String):
    """Text from people: trimmed, in NFC, without characters that cannot be stored.

    What counts towards `least` is what can be seen; a text of which nothing can be is empty.
    """

    default_error_messages = {"unseen": "有无法识别的字符，请删去后再试"}  # noqa: RUF012
    counted = staticmethod(visible_characters.seen)

    def __init__(self, *, least: int = 1, most: int, lines: bool = False, **more: Any) -> None:
        super().__init__(**more)
        self.lines, self.least, self.most = lines, least, most
        self.sentence = f"请填写{least}到{most}个字" if least else f"最多{most}个字"
        length = validate.Length(min=least, max=most, error=self.sentence)
        self.validators = [length, self._check_readable, *self.validators]

    def _check_readable(self, text: str) -> None:
        if self.counted(text) < self.least:
            raise ValidationError(self.sentence)

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> str:
        text: str = super()._deserialize(value, attr, data, **kwargs)
        kept = {"\n", "\t"} if self.lines else set()
        if any(
            letter not in kept and unicodedata.category(letter) in {"Cc", "Cs"} for letter in text
        ):
            raise self.make_error("unseen")
        return unicodedata.normalize("NFC", text).strip() if self.counted(text) else ""


class Words(Text):
    """A reason, or what else somebody has to answer for: signs without a letter say nothing."""

    counted = staticmethod(visible_characters.said)


class Reason(Words):
    """Why somebody decides, or what they saw: a bare yes or no (好的, 同意, 无) tells nothing."""

    def __init__(self, *, least: int = 2, most: int, lines: bool = False, **more: Any) -> None:
        super().__init__(least=least, most=most, lines=lines, **more)

    def _check_readable(self, text: str) -> None:
        super()._check_readable(text)
        if text and visible_characters.is_bare(text):
            raise ValidationError("请写明看了什么、为什么，只写“好的”“同意”不算理由")


class Whole(fields.Integer):
    """A whole number within limits: 1.5 and "1" are refused, not rounded or read."""

    def __init__(self, *, least: int = 0, most: int = LONGEST_WHOLE, **more: Any) -> None:
        super().__init__(strict=True, **more)
        sentence = f"请填写{least}到{most}之间的整数"
        self.validators = [validate.Range(least, most, error=sentence), *self.validators]

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> int:
        if isinstance(value, bool) or (isinstance(value, str) and not self._in_query(data)):
            raise self.make_error("invalid")
        if isinstance(value, str) and len(value) < 20 and value.removeprefix("-").isdecimal():
            value = int(value)
        return super()._deserialize(value, attr, data, **kwargs)

    @staticmethod
    def _in_query(data: Mapping[str, Any] | None) -> bool:
        return hasattr(data, "getlist") or hasattr(data, "data")  # a query string has only text


class Id(fields.UUID):
    """An opaque id."""


class Moment(fields.AwareDateTime):
    """A moment in RFC 3339 with its offset."""

    default_error_messages = {  # noqa: RUF012
        "invalid": "请按 2026-11-23T09:00:00+08:00 的格式填写时间",
        "invalid_awareness": "时间要带时区",
    }

    def __init__(self, **more: Any) -> None:
        super().__init__(format="iso", **more)
        near = validate.Range(*MOMENTS, error="时间离现在太远")
        self.validators = [near, *self.validators]


class Place(Schema):
    """A point with the datum it was measured in; the datum is never assumed."""

    lng = fields.Float(required=True, validate=validate.Range(-180, 180, error="经度不对"))
    lat = fields.Float(required=True, validate=validate.Range(-90, 90, error="纬度不对"))
    datum = fields.String(
        required=True,
        validate=validate.OneOf(DATUMS, error="坐标系要写明 gcj02 或 wgs84"),
        error_messages={"required": "坐标系要写明 gcj02 或 wgs84"},
    )


class LngLat(fields.String):
    """A place as `lng,lat` in degrees; telephones give 14 decimals, kept are 6 (0.1 m)."""

    default_error_messages = {"place": "位置请写成 经度,纬度，例如 113.93,22.75"}  # noqa: RUF012
    degrees = r"\s*([+-]?[0-9]{1,3}(?:\.[0-9]{0,30})?)\s*"
    written = re.compile(f"{degrees},{degrees}")
    published = r"^-?(1[0-7][0-9]|[0-9]{1,2})(\.[0-9]{1,20})?,-?[0-8]?[0-9](\.[0-9]{1,20})?$"

    def __init__(self, *, metadata: Mapping[str, Any] | None = None, **more: Any) -> None:
        super().__init__(metadata={"pattern": self.published, **(metadata or {})}, **more)

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> str:
        found = self.written.fullmatch(super()._deserialize(value, attr, data, **kwargs))
        if found is None or abs(float(found[1])) > 180 or abs(float(found[2])) > 90:
            raise self.make_error("place")
        return f"{float(found[1]):.6f},{float(found[2]):.6f}"


class Day(fields.Date):
    """A day near enough for people and calendars: from 1900 to 2199."""

    def __init__(self, **more: Any) -> None:
        super().__init__(format="iso", **more)
        near = validate.Range(*DAYS, error="日期离现在太远")
        self.validators = [near, *self.validators]


class PageIn(Schema):
    """How lists are paged: at most 50 at a time, on from a cursor."""

    limit = Whole(least=1, most=50, load_default=20)
    cursor = fields.String(load_default=None, validate=validate.Length(max=400))


def page_schema(item: type[marshmallow.Schema]) -> type[marshmallow.Schema]:
    """Return the shape of a page of such items, at home where the item is."""
    page = marshmallow.Schema.from_dict(
        {"items": fields.List(fields.Nested(item)), "next_cursor": fields.String(allow_none=True)},
        name=f"{item.__name__.removesuffix('Out')}Page",
    )
    page.__module__ = item.__module__
    return page


def one_of(*choices: str, **more: Any) -> fields.String:
    """Return a field that takes one of the words."""
    check = validate.OneOf(choices, error=f"只能是 {'、'.join(choices)}")
    return fields.String(validate=check, **more)


def refuse(field: str, sentence: str) -> ValidationError:
    """Return the error of one field, for checks that span fields."""
    return ValidationError({field: [sentence]})
