"""Sentences that staff often write with a move, filled in for one matter."""

import tomllib
from functools import cache
from importlib.resources import files

from weijiayuan.events.models import Event
from weijiayuan.events.rules import reference_data

Reply = dict[str, str]


@cache
def shipped() -> tuple[Reply, ...]:
    """Return the replies that ship, in their order."""
    table = tomllib.loads(
        files("weijiayuan").joinpath("data/events/replies.toml").read_text("utf-8")
    )
    return tuple(table["replies"])


def for_matter(event: Event, *, unit: str) -> list[Reply]:
    """Return the replies for a matter; what is not known yet is said in general words."""
    category = reference_data.categories().get(event.category_code or "")
    known = {
        "category": category.name if category else "",
        "unit": unit or "承办单位",
        "number": event.number,
    }
    return [{**reply, "text": reply["text"].format(**known)} for reply in shipped()]
