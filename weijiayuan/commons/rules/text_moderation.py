"""Which texts a person reads before others do.

Danger, somebody's numbers, somebody named as doing wrong, elections and petitions. What is found
here too much waits for a person; what is missed is public.
"""

import re
import tomllib
from functools import cache
from importlib.resources import files

from weijiayuan import danger
from weijiayuan.commons.rules import seat_election_classifier
from weijiayuan.public_words import accusation_classifier, says_who, tight

DANGER = "danger"
SURE, LIKELY = 0.9, 0.5
"""How likely a question fills a seat that is refused, and that a second person looks at."""


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
    if any(map(accusation_classifier.accuses, texts)):
        return "someone_named"
    political = _says("elections", tight(whole)) or is_election(whole)
    return "elections_and_party" if political else ""


def is_election(*texts: str) -> bool:
    """Tell whether the law wants it decided in booths and counted on the spot.

    >>> is_election("选举新一届居委会主任：张三还是李四"), is_election("要不要选业委会")
    (True, False)
    """
    return _says("booths", tight("\n".join(texts)))


def elects_committee(*texts: str) -> bool:
    """Tell whether somebody is chosen for the owners' committee, under whatever title.

    >>> elects_committee("谁当业委会主任最好"), elects_committee("要不要成立业委会")
    (True, False)
    """
    return any(_elects(each) for each in map(tight, texts))


def may_elect(text: str) -> bool:
    """Tell whether a text chooses who leads neighbours, so that a person has to look.

    >>> may_elect("大家觉得谁来当小区的带头人好"), may_elect("谁来负责浇花")
    (True, False)
    >>> may_elect("业主委员会换血，你赞成吗"), may_elect("业委会给门岗添一台风扇")
    (True, False)
    """
    seen = tight(text)
    if _says("no_election", seen):
        return False
    return _says("leaders", seen) or seat_election_classifier.likelihood(seen) >= LIKELY


def _elects(seen: str) -> bool:
    if _says("no_election", seen):
        return False
    likelihood = seat_election_classifier.likelihood(seen)
    return likelihood >= SURE or (likelihood >= LIKELY and _says("committee", seen))


def _says(name: str, seen: str) -> bool:
    return bool(_sayings(name).search(seen))
