"""Whether the sums of an agreement add up to what it says they come to."""

import re
from collections.abc import Iterator

from weijiayuan.appeals.rules.agreement import money_amounts
from weijiayuan.appeals.rules.agreement.agreement_text import MONEY, Written, number
from weijiayuan.appeals.rules.agreement.finding_catalogue import Finding
from weijiayuan.appeals.rules.agreement.sum_relations import difference, relations

NUMERAL = f"[{money_amounts.WORDS}]"
CAPITALS = rf"(?:人民币)?({NUMERAL}{{1,20}}(?:元|圆)(?:{NUMERAL}角)?零?(?:{NUMERAL}分)?)[整正]?"
TOTAL = re.compile(
    r"(?:共计|合计|总计|总额|总共|一共|共)(?:为|是|人民币|¥|:|赔偿?|付|支付|给|还|退|补|[甲乙丙]方)*(\d+(?:\.\d+)?)(万元|元)"
)
IN_PARTS = re.compile(r"分([两二三四五六七八九十\d]+)(期|次|笔|个月)")
EACH_PART = re.compile(r"每(?:期|次|笔|月|个月)[^,。;\d]{0,12}(\d+(?:\.\d+)?)(万元|元)")
EACH_SIDE = re.compile(
    r"(\d+(?:\.\d+)?)(万元|元)[^。;]{0,30}?(双方|两人|二人|三方|三人|四人)(?:各自?|平均|均摊)[^,。;\d]{0,8}(\d+(?:\.\d+)?)(万元|元)"
)
SHARES = {"双方": 2, "两人": 2, "二人": 2, "三方": 3, "三人": 3, "四人": 4}
TOTAL_FIRST = re.compile(r"[^\d。;]{0,10}?(\d+(?:\.\d+)?)(万元|元)[:：]")


def sums(written: Written) -> Iterator[Finding]:
    """Add up what is said to add up."""
    added = [one for portion in _portions(written) for one in _sum_of(portion)]
    related = (one for clause in written.clauses for one in relations(_promised(clause)))
    yield from added or related
    whole = _figures_alone(written)
    for found in EACH_SIDE.finditer(whole):
        total, each = (
            money_amounts.fen_of(found[1], found[2]),
            money_amounts.fen_of(found[4], found[5]),
        )
        if total is not None and each is not None and total != each * SHARES[found[3]]:
            yield Finding("sum", found.group()[:40], difference(total, each * SHARES[found[3]]))


def _figures_alone(written: Written) -> str:
    """Return a text without the capitals beside its figures."""
    return re.sub(rf"\((?:大写)?[::]?{CAPITALS}\)", "", written.plain)


def _promised(clause: Written) -> str:
    """Return a clause without what follows if it is broken."""
    return re.sub(r"(逾期|违约)[^。;]*", "", _figures_alone(clause))


def _portions(written: Written) -> list[str]:
    """Return the stretches within which parts belong to one total.

    A total that stands beside its parts in one clause has none in the others.
    """
    own = [line for line in map(_figures_alone, written.clauses) if _has_parts(line)]
    if own:
        return own
    text = _figures_alone(written)
    totals = len(TOTAL.findall(text)) + len(IN_PARTS.findall(text))
    return [text] if totals <= 2 and len(TOTAL.findall(text)) <= 1 else re.split(r"[。;]", text)


def _has_parts(line: str) -> bool:
    """Tell whether a clause names another sum beside its total."""
    total = TOTAL.search(line)
    return total is not None and any(
        found.start() != total.start(1) for found in MONEY.finditer(line)
    )


def _sum_of(text: str) -> Iterator[Finding]:
    text = re.sub(r"(逾期|违约)[^。;]*", "", text)
    said, parted = TOTAL.search(text), IN_PARTS.search(text)
    amounts = [(m.start(), money_amounts.fen_of(m[1], m[2]) or 0) for m in MONEY.finditer(text)]
    before = [pair for pair in amounts if parted and pair[0] < parted.start()]
    following = TOTAL_FIRST.match(text, parted.end()) if parted else None
    if following:
        at, total = following.start(1), money_amounts.fen_of(following[1], following[2]) or 0
    elif said:
        at, total = said.start(1), money_amounts.fen_of(said[1], said[2]) or 0
    elif before:
        at, total = before[-1]
    else:
        return
    parts = _equal_parts(text, parted) or [
        fen
        for start, fen in amounts
        if start != at and fen != total and (not parted or start > parted.start())
    ]
    if sum(parts) in {fen for _, fen in amounts} and _equal_parts(text, parted):
        return
    if len(parts) >= 2 and sum(parts) != total:
        yield Finding("sum", text[:40], difference(total, sum(parts)))


def _equal_parts(text: str, parted: re.Match[str] | None) -> list[int]:
    """Return the parts of "in five parts of 4,000 each"."""
    each = EACH_PART.search(text)
    if parted is None or each is None:
        return []
    count = number(parted[1])
    return [money_amounts.fen_of(each[1], each[2]) or 0] * int(count or 0)
