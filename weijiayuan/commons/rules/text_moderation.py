"""Which texts a person reads before others do.

Danger, somebody's numbers, somebody named as doing wrong, elections and petitions. What is found
here too much waits for a person; what is missed is public.
"""

import re
import tomllib
from functools import cache
from importlib.resources import files

from weijiayuan import danger
from weijiayuan.public_words import says_who, tight

DANGER = "danger"


@cache
def _sayings(name: str) -> re.Pattern[str]:
    raw = files("weijiayuan").joinpath("data", "commons", "moderation.toml").read_text("utf-8")
    return re.compile("|".join(tomllib.loads(raw)[name]))


def reason_to_hold(*texts: str) -> str:
    """Return why these words wait for a person, "" if they do not.

    >>> reason_to_hold("3栋502的人天天半夜吵"), reason_to_hold("北门的路灯坏了")
    ('someone_named', '')
    """
    whole = "\n".join(texts)
    if danger.recognise(whole) is not None:
        return DANGER
    found = says_who(*texts)
    if found:
        return found
    political = _sayings("elections").search(tight(whole)) or is_election(whole)
    return "elections_and_party" if political else ""


def is_election(*texts: str) -> bool:
    """Tell whether the law wants it decided in booths and counted on the spot.

    >>> is_election("选举新一届居委会主任：张三还是李四"), is_election("要不要选业委会")
    (True, False)
    """
    return bool(_sayings("booths").search(tight("\n".join(texts))))


def elects_committee(*texts: str) -> bool:
    """Tell whether somebody is chosen for the owners' committee, under whatever title.

    >>> elects_committee("谁当业委会主任最好"), elects_committee("要不要成立业委会")
    (True, False)
    """
    return any(_chooses("committee", each) for each in texts)


def may_elect(text: str) -> bool:
    """Tell whether a text chooses who leads neighbours, so that a person has to look.

    >>> may_elect("大家觉得谁来当小区的带头人好"), may_elect("谁来负责浇花")
    (True, False)
    """
    return elects_committee(text) or _chooses("leaders", text)


def _chooses(name: str, text: str) -> bool:
    seen = tight(text)
    return bool(_sayings(name).search(seen)) and not _sayings("no_election").search(seen)
