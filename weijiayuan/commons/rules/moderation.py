"""Which texts a person reads before others do: somebody named as doing wrong, and such."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Hold:
    """A reason to wait, with its words; every one of its patterns must be found."""

    why: str
    words: str
    patterns: tuple[re.Pattern[str], ...]

    def is_in(self, text: str) -> bool:
        """Tell whether the text gives this reason."""
        return all(each.search(text) for each in self.patterns)


@cache
def holds() -> Sequence[Hold]:
    """Return the reasons that ship."""
    raw = files("weijiayuan").joinpath("data", "commons", "moderation.toml").read_text("utf-8")
    return [
        Hold(each["why"], each["words"], tuple(re.compile(part) for part in each["all"]))
        for each in tomllib.loads(raw)["holds"]
    ]


def reason_to_hold(*texts: str) -> str:
    """Return why these words wait for a person, "" if they do not.

    >>> reason_to_hold("3栋502的人天天半夜吵"), reason_to_hold("北门的路灯坏了")
    ('someone_named', '')
    """
    whole = "\n".join(texts)
    return next((each.why for each in holds() if each.is_in(whole)), "")
