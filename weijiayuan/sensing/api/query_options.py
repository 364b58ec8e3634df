"""The query options of SensorThings that are answered, and an honest refusal of the others.

`$top` (more than 100 are given a hundred at a time), `$skip`, `$count`,
`$orderby=phenomenonTime [asc|desc]`, and `$filter` with up to 100 comparisons of `phenomenonTime`
or `result` joined by `and`; `$skiptoken` is where a next link goes on, also while readings arrive.
Everything else that begins with a dollar sign is refused: an option that is let by would give an
answer to another question.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from weijiayuan.sensing.errors import QueryUnsupported

MOST = 100
MOST_SKIPPED = 100_000
MOST_PARTS = 100
TOP, SKIP, COUNT, ORDER, FILTER = "$top", "$skip", "$count", "$orderby", "$filter"
AFTER = "$skiptoken"
OF_LISTS = frozenset({TOP, SKIP, COUNT})
OF_OBSERVATIONS = OF_LISTS | {ORDER, FILTER, AFTER}
ORDERED = re.compile(r"phenomenonTime(?: (asc|desc))?")
PART = re.compile(r"(phenomenonTime|result) (eq|ne|gt|ge|lt|le) (\S+)")


@dataclass(frozen=True, slots=True)
class Comparison:
    """One part of a filter: a column, `eq`, `ne`, `gt`, `ge`, `lt` or `le`, and a value."""

    column: str
    operator: str
    value: datetime | float


@dataclass(frozen=True, slots=True)
class Options:
    """Which part of a list is asked for, in what order."""

    top: int
    skip: int
    count: bool
    newest_first: bool
    where: tuple[Comparison, ...]
    given: tuple[tuple[str, str], ...]

    def next_link(self, path: str, *, found: int) -> str | None:
        """Return where the rest is, where more than `top` were found."""
        if found <= self.top or self.top == 0:
            return None
        asked = dict(self.given) | {TOP: str(self.top), SKIP: str(self.skip + self.top)}
        return f"{path}?{urlencode(asked)}"

    def link_after(self, path: str, last: datetime | None, *, found: int) -> str | None:
        """Return the same from the last moment that was shown on: what arrives moves nothing."""
        if last is None or found <= self.top:
            return None
        kept = {name: value for name, value in self.given if name != SKIP}
        token = f"{last.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"
        return f"{path}?{urlencode(kept | {TOP: str(self.top), AFTER: token})}"


def options_of(args: "MultiDict[str, str]", known: Iterable[str]) -> Options:
    """Read the options of a request. Raises `QueryUnsupported`."""
    odd = [name for name in args if name.startswith("$") and name not in known]
    if odd or any(len(values) > 1 for _, values in args.lists()):
        raise QueryUnsupported(option="、".join(odd) or "重复的参数")
    is_newest_first = _is_newest_first(args.get(ORDER, "phenomenonTime desc"))
    where = [_comparison(part) for part in _parts(args.get(FILTER, ""))]
    if token := args.get(AFTER):
        where.append(_comparison(f"phenomenonTime {'lt' if is_newest_first else 'gt'} {token}"))
    return Options(
        top=_whole(args, TOP, MOST, least=0, most=MOST),
        skip=_whole(args, SKIP, 0, least=0, most=MOST_SKIPPED),
        count=_yes_or_no(args.get(COUNT, "false")),
        newest_first=is_newest_first,
        where=tuple(where),
        given=tuple(args.items()),
    )


def _whole(args: "MultiDict[str, str]", name: str, usual: int, *, least: int, most: int) -> int:
    text = args.get(name)
    if text is None:
        return usual
    if not re.fullmatch(r"[0-9]{1,18}", text) or int(text) < least:
        raise QueryUnsupported(option=f"{name}={text[:40]}")
    if int(text) > most and name != TOP:
        raise QueryUnsupported(option=f"{name}={text[:40]}")
    return min(int(text), most)


def _yes_or_no(text: str) -> bool:
    if text not in ("true", "false"):
        raise QueryUnsupported(option=f"{COUNT}={text[:40]}")
    return text == "true"


def _is_newest_first(text: str) -> bool:
    found = ORDERED.fullmatch(text.strip())
    if found is None:
        raise QueryUnsupported(option=f"{ORDER}={text[:40]}")
    return found[1] == "desc"


def _parts(text: str) -> list[str]:
    parts = [part.strip() for part in text.split(" and ")] if text else []
    if len(parts) > MOST_PARTS:
        raise QueryUnsupported(option=f"{FILTER} 超过{MOST_PARTS}个条件")
    return parts


def _comparison(part: str) -> Comparison:
    found = PART.fullmatch(part)
    if found is None:
        raise QueryUnsupported(option=f"{FILTER}={part[:60]}")
    column, operator, value = found.groups()
    try:
        return Comparison(column, operator, _value(column, value))
    except (ValueError, OverflowError) as error:
        raise QueryUnsupported(option=f"{FILTER}={part[:60]}") from error


def _value(column: str, text: str) -> Any:
    if column == "result":
        return float(text)
    at = datetime.fromisoformat(text.replace(" ", "+"))
    if at.tzinfo is None:
        raise ValueError("a moment without a zone")
    return at.astimezone(UTC)
