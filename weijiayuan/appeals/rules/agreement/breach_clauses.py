"""Interest and penalties that an agreement sets for the case that it is broken."""

import re
from collections.abc import Iterator

from weijiayuan.appeals.rules.agreement import money_amounts
from weijiayuan.appeals.rules.agreement.agreement_text import MONEY, Written, number, table
from weijiayuan.appeals.rules.agreement.finding_catalogue import Finding

RATE = re.compile(
    r"(日|月|年|每日|每月|每年|每天)(?:利率|化利率|息|利息|利|化|违约金|滞纳金)?(?:为|按|的|按照)*(?:本金|欠款|未付款?|应付款?)?(?:总额)?(?:的)?(百分之|千分之|万分之)?([\d.]+|[一二三四五六七八九十]+)(%|‰|分)?"
)
FIXED = re.compile(
    r"(?:逾期|违约|不还|未付|未还)[^。;]{0,16}每(日|天|月|个月|年)[^,。;\d]{0,14}?(\d+(?:\.\d+)?)(万元|元)"
    r"|(?:逾期|晚|迟|拖|超)[^,。;]{0,4}?[一1](天|日|月|个月|年)[^,。;\d]{0,8}?(\d+(?:\.\d+)?)(万元|元)"
)
LUMP = re.compile(
    r"(?:违约金|罚款|赔偿违约)[^,。;\d]{0,8}(\d+(?:\.\d+)?)(万元|元)|(\d+(?:\.\d+)?)(万元|元)(?:的)?违约金"
)
FINE = re.compile(
    r"(?:罚款|罚(?:\d|[一二两三四五六七八九十百千万]+(?:元|块))|翻倍|加倍|双倍|翻番|[两三四五六七八九十]倍(?:还|赔|付|返))[^,。;]{0,6}"
)
LAWFUL_MULTIPLE = re.compile("定金|退一赔|消费者|食品安全")
"""Multiples that the law itself gives."""
SHARE = re.compile(
    r"(百分之)([\d.]+|[一二三四五六七八九十]+)[^,。;\d]{0,4}(违约金|滞纳金|罚金)"
    r"|([\d.]+)%[^,。;\d]{0,4}(违约金|滞纳金|罚金)"
    r"|违约金[^,。;\d]{0,8}(?:[一两二三四五六七八九十\d]+|双|加)倍"
)
BY_TIME = re.compile("日|天|月|年")
PER_DAY = re.compile(
    r"(?:迟|晚|逾期|超期|拖)[^,。;]{0,4}(日|天)[^,。;\d]{0,8}?(百分之|千分之|万分之)([\d.]+|[一二三四五六七八九十]+)"
)
TIMES_LPR = re.compile(r"(LPR|市场报价利率)[^,。;]{0,10}?([\d.]+|[一二两三四五六七八九十]+)倍")
COMPOUND = re.compile(
    r"利滚利|复利|驴打滚|(?:利息|息)[^,。;]{0,8}(?:计入|并入|并进|滚入|加进|转为)本金?|并进本|砍头息"
    r"|先扣[^,。;]{0,12}(?:利|息)|(?:利|息)[^,。;]{0,6}先扣|实际(?:到手|交付)"
)
"""Interest on interest, and interest kept back from what is lent."""
TURNED_RATE = re.compile(
    r"([一二两三四五六七八九十\d.]+)分[一二三四五六七八九]?的?(?:月利|月息|利息?(?![^,。;]{0,2}年))"
)
REGULAR = re.compile(
    r"每个?(天|日|周|礼拜|星期|月|年)[^,。;\d]{0,6}?(\d+(?:\.\d+)?)(万元|元)[^,。;\d]{0,2}(?:利|息)|每个?(天|日|周|礼拜|星期|月|年)的?(?:利息|息)[^,。;\d]{0,3}(\d+(?:\.\d+)?)(万元|元)"
)
"""So much interest again and again."""
PER_EVENT = re.compile(
    r"(?:再|每|谁|敢|如果|若)[^。;]{0,14}?[一1]?(?:次|句|下|声|回|分钟|小时|袋|张|个字)[^。;\d每]{0,10}?(?:付|赔|扣|罚|给|交)[^,。;\d]{0,6}(\d+(?:\.\d+)?)(万元|元)"
)
PLAIN_PARTS = re.compile(
    r"共\d|期|还款|分[两二三四五六七八九十\d]|还完|付完|补贴|工资|租|学费|维修|上门"
)
PER_YEAR = {
    "周": 52,
    "礼拜": 52,
    "星期": 52,
    "日": 365,
    "每日": 365,
    "每天": 365,
    "天": 365,
    "月": 12,
    "每月": 12,
    "个月": 12,
    "年": 1,
    "每年": 1,
}
LEAST_FINE = 20_000
"""Fen; less than this for each time may be what it costs."""
PART = {"百分之": 1.0, "%": 1.0, "千分之": 0.1, "‰": 0.1, "万分之": 0.01, "分": 1.0}


def default_clause(written: Written) -> Iterator[Finding]:
    """Find interest and penalties beyond what courts uphold."""
    limit = 4 * float(table()["lpr_one_year_percent"])
    sums = [money_amounts.fen_of(m[1], m[2]) or 0 for m in MONEY.finditer(written.plain)]
    yield from _rates(written, limit)
    yield from _fixed(written, max(sums, default=0), limit)
    yield from _lumps(written, sums)
    yield from _shares(written)
    yield from _on_interest(written, max(sums, default=0), limit)
    yield from _for_each_time(written)


def _rates(written: Written, limit: float) -> Iterator[Finding]:
    """Find rates, and multiples of the reference rate."""
    for found in RATE.finditer(written.plain):
        if (found[2] or found[4]) and (rate := _rate(found)) is not None and rate > limit:
            yield Finding("default_clause", found.group(), f"折合年利率{rate:.1f}%")
    for found in PER_DAY.finditer(written.plain):
        part = number(found[3])
        if part is not None and part * PART[found[2]] * PER_YEAR["日"] > limit:
            yield Finding("default_clause", found.group()[:40])
    for found in TIMES_LPR.finditer(written.plain):
        times = number(found[2])
        if times is not None and times > 4:
            yield Finding("default_clause", found.group()[:40], "超过四倍")


def _on_interest(written: Written, principal: int, limit: float) -> Iterator[Finding]:
    """Find interest on interest, interest kept back, and interest told as a sum or in 分."""
    for found in COMPOUND.finditer(written.plain):
        yield Finding("default_clause", found.group()[:40], "利息不能预先扣除，也不能滚成高利")
    for found in TURNED_RATE.finditer(written.plain):
        rate = (number(found[1]) or 0) * PER_YEAR["月"]
        if rate > limit:
            yield Finding("default_clause", found.group(), f"折合年利率{rate:.1f}%")
    for found in REGULAR.finditer(written.plain):
        fen = money_amounts.fen_of(found[2] or found[5], found[3] or found[6]) or 0
        yearly = 100 * fen * PER_YEAR[found[1] or found[4]] / principal if principal > fen else 0
        if yearly > limit:
            yield Finding("default_clause", found.group()[:40], f"折合年利率{yearly:.1f}%")


def _for_each_time(written: Written) -> Iterator[Finding]:
    """Find a sum that is owed for each word, knock or minute, whatever the loss."""
    for sentence in written.sentences:
        if not PLAIN_PARTS.search(sentence):
            for found in PER_EVENT.finditer(sentence):
                if (money_amounts.fen_of(found[1], found[2]) or 0) >= LEAST_FINE:
                    yield Finding("default_clause", found.group()[:40], "请核对与损失相当")


def _fixed(written: Written, principal: int, limit: float) -> Iterator[Finding]:
    """Find so many yuan for each day or month."""
    for found in FIXED.finditer(written.plain):
        fen = money_amounts.fen_of(found[2] or found[5], found[3] or found[6]) or 0
        yearly = 100 * fen * PER_YEAR[found[1] or found[4]] / principal if principal else 0
        if yearly > limit and fen < principal:
            yield Finding("default_clause", found.group()[:40], f"折合年利率{yearly:.1f}%")


def _lumps(written: Written, sums: list[int]) -> Iterator[Finding]:
    """Find a penalty in one sum, measured by what is owed; and fines, which nobody may impose."""
    found_lumps = list(LUMP.finditer(written.plain))
    lumps = [money_amounts.fen_of(m[1] or m[3], m[2] or m[4]) or 0 for m in found_lumps]
    owed = list(sums)
    for fen in lumps:
        if fen in owed:
            owed.remove(fen)
    principal = max(owed, default=0)
    for found, fen in zip(found_lumps, lumps, strict=True):
        if principal and fen > principal * table()["penalty_share_percent"] / 100:
            yield Finding("default_clause", found.group()[:40], "违约金超过三成")
        elif not principal and fen >= 100 * table()["penalty_without_sum_yuan"]:
            yield Finding("default_clause", found.group()[:40], "请核对与损失相当")
    for found in FINE.finditer(written.plain):
        if LAWFUL_MULTIPLE.search(written.plain):
            continue
        yield Finding("default_clause", found.group()[:40], "当事人之间不能罚款")


def _shares(written: Written) -> Iterator[Finding]:
    """Find a penalty that is a share of what is owed, once and for all."""
    for found in SHARE.finditer(written.plain):
        share = number(found[2] or found[4] or "100")
        clause = re.split("[,。;]", written.plain[: found.end()])[-1]
        if share and share > table()["penalty_share_percent"] and not BY_TIME.search(clause):
            yield Finding("default_clause", found.group()[:40], "违约金超过三成")


def _rate(found: re.Match[str]) -> float | None:
    """Return the percent a year that a rate comes to."""
    figure = number(found[3])
    if figure is None:
        return None
    return figure * PART[found[2] or found[4]] * PER_YEAR[found[1]]
