"""What has changed of something that people signed up for, in words for them."""

from collections.abc import Mapping

POINT = "地图上的位置"  # its name among what matters; degrees tell nobody anything
LONG = 60  # letters: more is not quoted in a notice


def change_sentences(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """Return what changed, by its name; of long words and of a point only that they did.

    >>> change_sentences({"地点": "广场", "说明": ""}, {"地点": "礼堂", "说明": "自带水杯"})
    ['地点由“广场”改为“礼堂”', '说明改为“自带水杯”']
    >>> change_sentences({"说明": "短"}, {"说明": "长" * 61})
    ['说明有改动，请重新看一看']
    """
    return [
        _sentence(name, before[name], now) for name, now in after.items() if before[name] != now
    ]


def _sentence(name: str, was: str, now: str) -> str:
    if name == POINT or max(len(was), len(now)) > LONG:
        return f"{name}有改动，请重新看一看"
    if not now:
        return f"{name}“{was}”已取消"
    return f"{name}由“{was}”改为“{now}”" if was else f"{name}改为“{now}”"
