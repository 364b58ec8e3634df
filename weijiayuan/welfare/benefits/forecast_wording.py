"""Changes to come in words: from which day, what begins, ends or becomes more, and why."""

from typing import Any

from weijiayuan.rules_engine.advise.forecast import Change, When
from weijiayuan.rules_engine.values.interval import FALSE, TRUE, UNKNOWN

Json = dict[str, Any]

LEADS = {When.ON: "", When.NOT_BEFORE: "最早从这天起，", When.NOT_AFTER: "最晚从这天起，"}
TURNS = {
    (FALSE, TRUE): "开始符合{}",
    (UNKNOWN, TRUE): "开始符合{}",
    (TRUE, FALSE): "不再符合{}",
    (UNKNOWN, FALSE): "就不符合{}了",
    (FALSE, UNKNOWN): "可能符合{}",
    (TRUE, UNKNOWN): "需要重新确认{}",
}
SUMS = {
    When.ON: "{name}由{was}变为{now}",
    When.NOT_BEFORE: "{name}可能由{was}变为{now}",
    When.NOT_AFTER: "{name}是{now}",
}


def in_words(change: Change, money: Json | None, was: Json | None, reasons: list[Json]) -> str:
    """Say a change in a sentence that stands beside its day."""
    return LEADS[change.when] + _said(change, money, was, reasons)


def _said(change: Change, money: Json | None, was: Json | None, reasons: list[Json]) -> str:
    name, turn = change.outcome.rule.policy.name, (change.earlier.verdict, change.outcome.verdict)
    if turn in TURNS:
        why = "；".join(reason["text"] for reason in reasons)
        return TURNS[turn].format(name) + (f"：{why}" if why else "")
    if money is None or was is None:
        return f"{name}的金额有变化，以窗口为准"
    return SUMS[change.when].format(name=name, was=was["text"], now=money["text"])
