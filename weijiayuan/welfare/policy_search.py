"""Policies by words: those that say them, then those that people mean by them."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

Json = dict[str, Any]


def found(items: Iterable[Json], words: str) -> list[Json]:
    """Return the policies whose own words have these, then what people who say so mean.

    Words that are a policy's name mean that one.
    """
    known = {item["id"]: item for item in items}
    if not words:
        return list(known.values())
    said = [key for key, item in known.items() if words.lower() in _told(item)]
    is_name = any(words in known[key]["name"] for key in said)
    meant = [] if is_name else [key for key in _meant(words) if key in known]
    return [known[key] for key in dict.fromkeys((*said, *meant))]


def _told(item: Json) -> str:
    return f"{item['name']} {item['summary']} {item['gives']}".lower()


def _meant(words: str) -> list[str]:
    plain = "".join(words.split())
    return [key for says, policies in _spoken() if says.search(plain) for key in policies]


@cache
def _spoken() -> tuple[tuple[re.Pattern[str], list[str]], ...]:
    text = files("weijiayuan.welfare").joinpath("spoken_policy_words.toml").read_text("utf-8")
    return tuple(
        (re.compile(each["says"]), each["policies"]) for each in tomllib.loads(text)["spoken"]
    )
