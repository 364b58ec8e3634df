"""What a text says without what weighs nothing: polite openings, last particles, repetition."""

import re
from functools import cache

from weijiayuan.danger import reference_data

ENDS = r"\s,，.。!！?？;；:：、…~～—\-"
REPEATED = re.compile(rf"(.+?)(?:[{ENDS}了啦啊呀哦]*\1)+", re.DOTALL)
SPACED_OUT = re.compile(r"(?<=[\u4e00-\u9fff]) +(?=[\u4e00-\u9fff](?: |$|[，。！？!?]))")
LONGEST = 20_000


def bare(text: str) -> str:
    """Return a text without polite words, particles and punctuation at its ends, and repetition.

    >>> bare("您好，着火啦！！着火啦！！")
    '着火'
    >>> bare("不好意思，打扰一下，")
    ''
    """
    told = SPACED_OUT.sub("", text[:LONGEST]).strip()
    for _ in range(2):
        told = _trimmed(told)
        repeated = REPEATED.fullmatch(told)
        told = repeated.group(1) if repeated else told
    return _trimmed(told)


def _trimmed(text: str) -> str:
    before, after = _edges()
    return after.sub("", before.sub("", text))


@cache
def _edges() -> tuple[re.Pattern[str], re.Pattern[str]]:
    polite = reference_data.read("explicit")["polite"]
    openings = "|".join(polite["before"])
    before = re.compile(rf"^(?:(?:{openings})|[{ENDS}]+)+")
    after = re.compile(rf"(?:{'|'.join(polite['after'])}|了|[{ENDS}])+$")
    return before, after
