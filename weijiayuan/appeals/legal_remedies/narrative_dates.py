"""Days that a story names, and what happened on them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

NUMERALS = {"〇": 0, "零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6}
NUMERALS |= {"七": 7, "八": 8, "九": 9}
NUMBER = r"[0-9〇零一二两三四五六七八九十廿]{1,4}"
DAY = re.compile(
    rf"(?:(?P<year>{NUMBER})年|(?P<rel>今年|去年|前年)(?:的)?|(?P<y2>20\d\d)[-./](?=\d))?"
    rf"(?:(?P<month>{NUMBER})月(?:份)?|(?P<m2>\d{{1,2}})[-./](?=\d))(?P<day>{NUMBER})[日号]?"
)
NEAR = {"今天": 0, "今日": 0, "昨天": 1, "昨日": 1, "昨晚": 1, "昨夜": 1, "前天": 2, "大前天": 3}
AGO = re.compile(rf"(?P<days>{NUMBER})天(?:之)?前")
WORD = re.compile("|".join(sorted(NEAR, key=len, reverse=True)))

DUE = re.compile(
    r"^[^,。]{0,2}(之?前|以前|到期|内)?[^,。]{0,6}(还|付|赔|归还|支付|结清|给|交|搬|到期|届满)"
)
PROMISED = re.compile(
    r"(约定|说好|讲好|写明|承诺|答应|应于|期限|到期|保证|判(决)?(他|她|对方|公司|其|被告)?)(于|在)?[^,。书]{0,4}$"
)
URGED = re.compile(
    r"催|讨(要|过|债)|要过|要求(他|她|对方|还|付)|发(了)?(微信|短信|律师函)|承认|认账|还(过|了)[^清]|付(过|了)[^清]"
    r"|写(了|下|过)?[^,。]{0,4}(欠条|还款计划|保证)|打(了)?[^,。]{0,3}欠条|申请(了|过)?[^,。]{0,6}调解|报(了|过)?警|提起"
)
LEFT = re.compile(
    r"辞退|开除|解雇|离职|离开|辞职|不干|炒|被裁|裁掉|解除|走(的|人)|合同(到期|终止)|劝退|终止"
)
RECEIVED = re.compile(
    r"收到|拿到|送(到|达)|知道|发现|得知|接到|领到|签收|通知|决定|看到|告诉|告知|寄到|下(来|达)"
)
HURT = re.compile(r"受的?伤|撞|咬")
DECIDED = ("award", "judgment", "review_decision", "petition_opinion")
AT_WORK = ("wages", "dismissal", "labour_other", "work_injury")
AGREED = re.compile(r"(签|达成|调解|协议|和解)")


@dataclass(frozen=True, slots=True)
class Named:
    """A day that a text names, with the clause it stands in."""

    day: date
    before: str
    after: str
    next_clause: str

    @property
    def clause(self) -> str:
        return self.before + self.after


def number(text: str) -> int | None:
    """Read a number as people write days.

    >>> [number(text) for text in ("12", "十二", "二十九", "二〇二六", "廿一")]
    [12, 12, 29, 2026, 21]
    """
    if text.isdecimal():
        return int(text)
    text = text.replace("廿", "二十")
    if "十" in text:
        tens, _, ones = text.partition("十")
        return NUMERALS.get(tens, 1) * 10 + (NUMERALS.get(ones, 0) if ones else 0)
    digits = [NUMERALS.get(letter) for letter in text]
    if None in digits:
        return None
    return int("".join(str(digit) for digit in digits))


def named(plain: str, *, on: date) -> Iterator[Named]:
    """Yield the days of a text in order; what is no day of the calendar is left out."""
    for found, day in _days(plain, on):
        start = max(plain.rfind(mark, 0, found.start()) for mark in ",。;！!?") + 1
        rest = plain[found.end() :]
        clauses = re.split(r"[,。;!?]", rest, maxsplit=2)
        yield Named(
            day, plain[start : found.start()], clauses[0], clauses[1] if len(clauses) > 1 else ""
        )


def _days(plain: str, on: date) -> list[tuple[re.Match[str], date]]:
    found: list[tuple[re.Match[str], date]] = []
    for match in DAY.finditer(plain):
        day = _calendar_day(match, on)
        if day is not None:
            found.append((match, day))
    found += [(match, on - timedelta(days=NEAR[match.group()])) for match in WORD.finditer(plain)]
    for match in AGO.finditer(plain):
        days = number(match["days"])
        if days is not None and days < 4000:
            found.append((match, on - timedelta(days=days)))
    return sorted(found, key=lambda each: each[0].start())


def _calendar_day(match: re.Match[str], on: date) -> date | None:
    month, day = number(match["month"] or match["m2"] or ""), number(match["day"])
    if month is None or day is None:
        return None
    try:
        return date(_year(match, month, day, on), month, day)
    except ValueError:
        return None


def _year(match: re.Match[str], month: int, day: int, on: date) -> int:
    """Return the year that is said, or that of the nearest such day in the past."""
    if match["rel"]:
        return on.year - ["今年", "去年", "前年"].index(match["rel"])
    said = number(match["year"] or match["y2"] or "") if match["year"] or match["y2"] else None
    if said is not None:
        return said + 2000 if said < 100 else said
    return on.year - ((month, day) > (on.month, on.day))


def answers(plain: str, known: Mapping[str, Any], *, on: date) -> dict[str, Any]:
    """Return the days a story names by what happened on them; the last word on each counts.

    Every request is kept, the earliest first: each may have begun the limitation anew.
    """
    said: dict[str, date] = {}
    requests: set[date] = set()
    for each in named(plain, on=on):
        role = role_of(each, known)
        if role == "interrupted_on":
            requests |= {each.day} if each.day <= on else set()
        else:
            said[role] = max(each.day, said.get(role, each.day)) if role == "due_on" else each.day
    asked = sorted(requests)
    if not asked:
        return {**said}
    return {**said, "interrupted_on": tuple(asked) if len(asked) > 1 else asked[0]}


def role_of(each: Named, known: Mapping[str, Any]) -> str:
    """Return which question a day answers."""
    matter, clause = known.get("matter"), each.clause
    left = LEFT.search(clause)
    decided = known.get("pending") in DECIDED or matter == "official_act"
    roles = (
        ("due_on", PROMISED.search(each.before) or DUE.search(each.after)),
        ("agreed_on", known.get("agreement") and AGREED.search(clause)),
        ("learned_on", decided),
        ("interrupted_on", URGED.search(clause) or ("催" in each.next_clause and not left)),
        ("ended_on", left and matter in AT_WORK),
        ("learned_on", RECEIVED.search(clause) and not HURT.search(clause)),
    )
    return next((role for role, is_it in roles if is_it), "happened_on")
