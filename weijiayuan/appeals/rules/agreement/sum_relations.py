"""Sums that must agree: the whole with its parts, so many times so much, what is paid and left.

However a term tells it, its sums agree if the whole is some sum or some multiple of the others; if
no way of reading them gives the whole, they do not.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from weijiayuan.appeals.rules.agreement import money_amounts
from weijiayuan.appeals.rules.agreement.agreement_text import MONEY, number
from weijiayuan.appeals.rules.agreement.finding_catalogue import Finding

NUMERAL = r"(\d{1,3}|[一二两三四五六七八九十]{1,3})"
SUM = r"(\d+(?:\.\d+)?)(万元|元)"
COUNT = re.compile(
    rf"(?<![第\d.年月]){NUMERAL}(?:个月|个季|[期次笔人名位户家天日季只棵株项份个亩节桌台件块箱斤吨袋盒辆套间层回趟针兄姐子工小时]|周(?!岁))"
)
SPAN = re.compile(
    r"(?:(\d{4})年)?(\d{1,2})月(?:份)?(?:\d{1,2}[日号])?(?:至|到|起至|—|-)(?:(\d{4})年)?(\d{1,2})月"
)
BOTH = re.compile("双方|两家|两人|二人|各半|一半|对半|平分|夫妻|两口")
YEARS = ((re.compile("半年"), 6), (re.compile("一年|全年|整年"), 12), (re.compile("两年|二年"), 24))
WHOLE = re.compile(
    rf"(?:共计|合计|总计|总额|总共|一共|共(?![同用有享管处])|应付|应得|应收|加起来|全部|总价|[两二三四五六]项)"
    rf"[^,。;\d]{{0,8}}?{SUM}"
)
EACH = re.compile(rf"(?:每[^,。;\d]{{1,8}}?|各自?[^,。;\d]{{0,6}}?){SUM}")
DIVIDED = re.compile("分得|分给|每人|每户|每家|各得|各分|各付|各出|平均|平摊|均分")
PAID = re.compile(
    rf"(?:已经?[^,。;\d]{{0,3}}?(?:付|还|支付|给|收|交|垫)|先(?:付|还|给|支付)|首付|首期|报销|折抵|扣除|抵扣|扣掉?|减去|抵)(?:了|[^,。;\d]{{0,6}}?){SUM}"
)
LEFT = re.compile(
    rf"(?:余款|余额|尾款|剩余|剩下|剩|余下|尚欠|还欠|还差|还有|下欠|仍欠|实欠|净欠|后退|后付|再付|再给|再还|还要付|余|其余|实付|实退|应退)[^,。;\d]{{0,6}}?{SUM}"
)
OWED = re.compile(
    rf"(?:欠|款|费|金|共计?|合计|总额|损失|工钱|工资|价|租|债|账)[^,。;\d]{{0,8}}?{SUM}"
)
HALVES = re.compile(
    rf"{SUM}[^。;\d]{{0,16}}?(?:各(?:自)?(?:承担|付|出)?一半|平摊|对半|各半)[^。;\d]{{0,8}}{SUM}(?:[^。;\d]{{0,6}}{SUM})?"
)
CAPITALS = re.compile(
    r"([零壹贰弍叁肆伍陆柒捌玖拾佰仟万亿]{2,20})(?:元|圆)?((?:[壹贰叁肆伍陆柒捌玖]角)?零?(?:[壹贰叁肆伍陆柒捌玖]分)?)"
)
FIGURES = re.compile(
    r"(?<![\d年月.-])(?:(\d+(?:\.\d+)?)万|(\d{2,}(?:\.\d{1,2})?))(?![\d年月日号%期次])"
)
BESIDE = 9
"""So many letters away figures say the same as capitals do."""
MOST_COUNTED = 400
MOST_SUMS = 9
"""More sums than these are not tried in every way."""


def relations(text: str) -> Iterator[Finding]:
    """Find sums of a clause that cannot all be so."""
    for check in (_wholes, _divided, _paid_and_left, _halves):
        yield from check(text)


def _fen(figures: str, unit: str) -> int:
    return money_amounts.fen_of(figures, unit) or 0


def _counts(text: str) -> set[int]:
    """Return every number of things, people or times that a text tells."""
    told = {int(number(each) or 0) for each in COUNT.findall(text)}
    told |= {count for pattern, count in YEARS if pattern.search(text)}
    for found in SPAN.finditer(text):
        years = int(found[3] or 0) - int(found[1] or 0) if found[1] and found[3] else 0
        months = 12 * years + int(found[4]) - int(found[2])
        told.add((months if months >= 0 else months + 12) + 1)
    return {each for each in told if each > 1} | ({2} if BOTH.search(text) else set())


def _wholes(text: str) -> Iterator[Finding]:
    """Find a whole that no sum and no multiple of the others gives."""
    amounts = [_fen(m[1], m[2]) for m in MONEY.finditer(text)]
    if not 2 <= len(amounts) <= MOST_SUMS:
        return
    for found in WHOLE.finditer(text):
        whole = _fen(found[1], found[2])
        others = [each for each in amounts if each != whole]
        if others and not _agrees(whole, others, amounts.count(whole), text):
            yield Finding("sum", found.group()[:40], difference(whole, sum(others)))


def _agrees(whole: int, others: Sequence[int], said: int, text: str) -> bool:
    """Tell whether some reading gives the whole, or makes it a part of another."""
    counts = _counts(text)
    times = counts | {one * two for one, two in combinations(sorted(counts), 2)}
    products = {each * count for each in others for count in times}
    added = {
        each * count + more
        for each in others
        for count in times
        for more in (*others, *products)
        if more % each or more > each * MOST_COUNTED
    }
    sums = {sum(few) for size in range(2, len(others) + 1) for few in combinations(others, size)}
    made = sums | products | added
    if whole in made or (said > 1 and not EACH.search(text)):
        return True
    return any(
        other - whole in {*others, *products} or other in {whole * c for c in counts}
        for other in others
    )


def _divided(text: str) -> Iterator[Finding]:
    """Find shares that are too many or too few for what is divided."""
    if WHOLE.search(text) or not DIVIDED.search(text):
        return
    for found in EACH.finditer(text):
        before = [_fen(m[1], m[2]) for m in MONEY.finditer(text[: found.start()])]
        each, counts = _fen(found[1], found[2]), _counts(text)
        if len(before) == 1 and len(counts) == 1 and before[0] > each:
            (count,) = counts
            if each * count != before[0]:
                yield Finding("sum", found.group()[:40], difference(before[0], each * count))


def _paid_and_left(text: str) -> Iterator[Finding]:
    """Find a rest that is not what is left after what was paid."""
    left = LEFT.search(text)
    if left is None:
        return
    paid = [_fen(m[1], m[2]) for m in PAID.finditer(text[: left.start(1)])]
    first = PAID.search(text)
    owed = OWED.search(text[: first.start()]) if first else None
    if paid and owed is not None:
        parts = sum(paid) + _fen(left[1], left[2])
        if parts != _fen(owed[1], owed[2]):
            yield Finding("sum", text[:40], difference(_fen(owed[1], owed[2]), parts))


def _halves(text: str) -> Iterator[Finding]:
    """Find halves that are none."""
    for found in HALVES.finditer(text):
        whole = _fen(found[1], found[2])
        told = [_fen(found[at], found[at + 1]) for at in (3, 5) if found[at]]
        if any(2 * half != whole for half in told):
            yield Finding("sum", found.group()[:40], difference(whole, sum(told)))


def told_twice(text: str) -> Iterator[Finding]:
    """Find a sum in capitals that none of the figures beside it says."""
    for found in CAPITALS.finditer(text):
        said = money_amounts.read_fen(found[1] + "元" + (found[2] or ""))
        around = text[max(0, found.start() - BESIDE) : found.end() + BESIDE]
        told = [_fen(m[1] or m[2], "万元" if m[1] else "元") for m in FIGURES.finditer(around)]
        if said and told and said not in told:
            yield Finding("amount_words", found.group(), f"大写是{said / 100:.2f}元")


def difference(total: int, parts: int) -> str:
    return f"总数{total / 100:.2f}元，各笔相加{parts / 100:.2f}元，相差{abs(total - parts)}分"
