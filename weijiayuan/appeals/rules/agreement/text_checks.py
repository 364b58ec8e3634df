"""Checks of an agreement as it is written. Each reads the text and yields findings."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from weijiayuan import danger
from weijiayuan.appeals.rules.agreement import money_amounts, party_names
from weijiayuan.appeals.rules.agreement.agreement_text import MONEY, Written, words
from weijiayuan.appeals.rules.agreement.breach_clauses import default_clause
from weijiayuan.appeals.rules.agreement.date_checks import days
from weijiayuan.appeals.rules.agreement.doubtful_clause_classifier import doubtful
from weijiayuan.appeals.rules.agreement.finding_catalogue import Finding
from weijiayuan.appeals.rules.agreement.party_names import PARTIES
from weijiayuan.appeals.rules.agreement.sum_checks import CAPITALS, sums
from weijiayuan.appeals.rules.agreement.sum_relations import told_twice
from weijiayuan.appeals.rules.agreement.third_persons import third_persons

BOTH = re.compile(rf"(\d+(?:\.\d+)?)(万元|元)[^\d。;,(]{{0,4}}\((?:大写)?[::]?{CAPITALS}\)")
BOTH_TURNED = re.compile(rf"{CAPITALS}\((?:小写)?[::]?[¥￥]?(\d+(?:\.\d+)?)(万元|元)\)")
TIME = re.compile(
    r"\d{4}年\d{1,2}月\d{1,2}[日号]|\d{4}年\d{1,2}月(底|末|前)|每(月|日|天|周|年|季)|签[订署字](本协议)?(之|当|同)?[日时]|当(场|日|天)"
    r"|同(日|时)|即(日|时)|[\d一二三四五六七八九十两]+个?(工作)?(日|天|月|年|周|小时)(之)?内|之日起|已(经)?(收讫|付清|支付|履行|收到|搬|修|拆)"
    r"|(今|明|本|后)年\d{1,2}月|\d{1,2}月(\d{1,2}[日号]|底|初|末|中旬|前)|生效(之|当)日"
    r"|(本|这|下|上)个?(周|月|星期|礼拜)|[今明后][天晚早日]|[年月]底|限[\d一二三四五六七八九十两]+[天日]|\d{1,2}[日号](之)?前|(春|端午|中秋)节前"
)
DUTY = re.compile(
    r"支付|付(清|给|款|至|到)|归还|返还|退还|偿还|赔偿|补偿|交付|交还|修(好|复|理|缮)|维修|搬(离|走|出|迁)|拆除|清(理|除|运)|道歉|移(至|走|开|装)"
    r"|(?<!银行)(打|汇|转)(过|给|到|入)|还(给|清|款)|给付|恢复原状|退(?=[甲乙丙]方|给|房东|租客)|付(?=[甲乙丙]方)|赔(?=[甲乙丙]方|给)|还(?=[甲乙丙]方)|退出(?![^,。;]{0,10}群)|立回|归位|结清|撤走|给齐|收拾|腾出|安装|更换|配合|腾(退|空)|打(到|给|入)|转(入|给)"
)
NO_DUTY = re.compile(
    r"逾期|未(?:按|能|履行|在)|^如|如[甲乙丙]方|[甲乙丙]方如|如(?:迟|延|拖|到期|届)|申请(?:强制)?执行|违约|如(果|未|再|不|有)|若|不再|放弃|互不|不得|无(任何|其他|争议)|再无|连带(保证|责任|清偿)|视为|有权|一式|生效|持一份|确认书|自愿"
)
NOUN = re.compile(r"的|费|款(?!至|到|给|于|项)|金|店|单|厂|责任|义务|请求|协议|事宜|情况")
DENIED = re.compile(
    r"(?:互不|不再|不承担|无需|不用|不必|不|未)[^,。;]{0,8}$|(?:不再|不得|放弃|互不)[^,。;]{0,16}(?:要求|请求|主张|索要)[^,。;]{0,6}$|已(?:经)?(?:于\d{4}年\d{1,2}月\d{1,2}[日号])?[^,。;]{0,3}$|的$"
)
COUNTER = re.compile(r"(?:还|付|结)清(?:时|后|之后|以后|,)")
"""What waits for the other to have done everything hangs on that, not on chance."""
CRITERION = re.compile(
    r"(?:就算|算作|视为|即为|才算|算|为)(?:修好|修复|完成|履行(?:完毕)?|交付|合格|搬清|清理完|达标)$"
)
"""When something counts as done."""
LAST_DAY = re.compile(
    r"[,(、]{0,2}(?:最迟|最晚|不晚于|即|也就是|截至)[^,。;]{0,4}\d{4}年"
    r"|[^,。;()]{0,4}\((?:即|最迟|最晚)?\d{4}年"
)
"""A day that makes certain what was said before it."""
OTHER_MATTERS = re.compile(
    r"(?:其他|之外的|未尽|新的?|如有|再有|发生|履行中|临时)[^,。;]{0,8}(?:争议|事宜|事项|问题|纠纷|矛盾|变化|情况|有变)[^。;]*"
    r"|[^。;]*(?:最迟|最晚|不晚于|至迟|最多不超过)[^,。;]{0,10}(?:\d+[日号天月]|[月年]底)[^。;]*"
)
"""What the agreement leaves out on purpose it need not settle."""
RENOUNCED = re.compile(
    r"(?:不得|不再|不准|不许|不会|禁止|严禁|避免|不可以?|不动用|保证不|承诺不|今后不|以后不|绝不|已经?|原来|此前)[^,。;]{0,8}$"
)
PROMISED_NOT = re.compile(r"(?:不得|不再|不准|不许|禁止|严禁|避免|不会)[^,。;]{0,5}$")
SUFFERED = re.compile(
    r"依法|如实|法律规定|公证|医药费|医疗费|(?:退还|归还|交还|还给)[^,。;]{0,12}(?:身份证|证件|户口本|毕业证|护照)"
)
"""What heals or undoes it, and what the law itself does."""
WHILE = re.compile(r"[^,。;]{0,6}(?:时|的时候|期间|过程中)(?![段间刻])")
"""What is done while something else is done is not what is promised."""
SIZED = re.compile(rf"{MONEY.pattern}|%|[百千万]分之|利率|直接付给")
"""What tells how much; what goes to who does the work costs what that costs."""
PAYING = re.compile(r"支付|(?<!交)付|归还|返还|退还|偿还|赔偿|补偿|给付|(打|汇|转)(过|给)")
MONEY_WORDS = re.compile(
    r"(医药?疗?费|赔偿(款|金)|补偿(款|金)|欠款|借款|货款|工资|工钱|押金|租金|误工费|修理费|修复费|损失|款项|尾款|定金|会员费|学费|抚慰金|[护营误交住诊保养抚赡][^,。;]{0,3}费|救助金|违约金|保证金|奖金|利息)"
)
HOW = re.compile(
    r"现金|转账|转入|转至|转到|汇(入|款|至)|账户|账号|微信|支付宝|银行|工资卡|原路|按?原(支付|付款|来的?)|当(场|面)|扫码|直接付给|存折|抵扣|打(到|入)|尾号|代扣|交(给|付)施工|收讫"
)
COMMON_WAY = re.compile(
    rf"(?:以上|上述|上列|前述|各[项笔期]|所有|全部|款项|付款|本协议)[^,。;]{{0,12}}(?:{HOW.pattern})"
    r"|(?:收款|付款)(?:账户|账号|方式)|均(?:转|汇|打|付|以|用|通过)"
)
"""How everything is paid, said once for all."""
ACCOUNT = re.compile(r"[^,。;]{0,14}(?:账户|账号|银行卡|卡上|卡里)")
OWNED = re.compile(
    r"尾号|账号?[::]?\d|\d{6,}|甲方|乙方|丙方|丁方|本人|其(名下|指定的?(银行|微信|支付宝))|支付账户|工资(卡|账户)|原(支付)?|母亲|父亲|原告|申请人|[\u4e00-\u9fa5]{2,3}的(账户|账号|银行卡)"
)
NO_STATUS = re.compile(
    r"已(?:经)?(?:于|在)?[^,。;]{0,12}(?:离婚|离异|解除婚姻(?:关系)?)|(?:曾|原)(?:为|是|系)?夫妻"
    r"|(?:结婚|订婚|婚事|亲事)[^,。;]{0,8}(?:不办|取消|作罢|不成|告吹|没成)"
    r"|(?:猫|狗|犬|宠物|鹦鹉|兔子|鸽子)[^,。;]{0,8}(?:抚养|饲养|生活)"
)
ELSEWHERE = re.compile(
    r"已(?:经)?[^,。;]{0,12}(?:离婚|离异)(?!.*(?:抚养权|变更))|离婚(?:判决|登记|证)(?!.*(?:抚养权|变更))"
    r"|(?:前夫|前妻)(?!.*(?:抚养权|变更|归|跟|随|复婚))|"
    r"寒假|暑假|周末|假期|轮流|(?:照看|照顾|暂住)期间"
    r"|(?<!不)(?<!不用)(?:依法(?:处理|办理)|到婚姻登记|登记机关|不代替登记|去婚姻登记|人民法院判决|(?:本|这)(?:协议|调解|次)[^,。;]{0,4}(?:不涉及|不处理))"
)
"""Where a child is for some days, and what is left to those who decide about status."""
SHARE_OF_BILL = re.compile(
    r"(?:发票|票据|凭票|收据|单据|看票)[^。;]*(?:一半|平摊|平分|分摊|各(?![自种])|分之|%|[一二三四五六七八九]成|最迟)"
    r"|(?:一半|平摊|平分|分摊|分之|%|[一二三四五六七八九]成)[^。;]*(?:发票|票据|凭票|收据|单据)"
)
OF_A_SALE = re.compile(
    r"买卖|网签|成交价|(?:协助|配合)[^,。;]{0,8}(?:过户|变更登记|更名)|自有的|自己名下|本人名下"
)
FOR_A_CHILD = re.compile(
    r"抚养费|生活费|学费|补课|探望|接送|[父母爸妈](?:亲|爸|妈)?(?:[双各]方|二人|每月|承担|出|付|赔|负责|陪同|到场)|家长"
)
"""What is done for a child binds who does it."""
CLEARED = re.compile("移走|移除|移开|拆除|拆掉|清走|清理|搬走|搬离|腾空|恢复|不再|不得|不在")
NO_OWNERSHIP = re.compile(
    r"(?<!永久)归[甲乙丙丁]方[^,。;]{0,3}?(?:停放?|使用|用|打理|照看|照顾|打扫|管理|浇|值日)(?!权)"
)
"""Who uses something when does not say whose it is."""
BLANK = re.compile(
    r"[\u4e00-\u9fa5]{0,6}(?:_{2,}|\(\)|\[\]|〔〕|[xX×○□]{2,}(?=[元年月日号])|(?<=[于至在从])年月日)[\u4e00-\u9fa5]{0,4}"
)
"""A place that was left to be filled in later."""
MOST_FEN = 10**12
SIDE_OWES = re.compile(
    rf"{party_names.SIDE.pattern}(?![^,。;]{{0,12}}(?:已|同意[^,。;]{{0,12}}转|指定|名下))"
)
"""A party who owes. Who the parties of one term by itself are, the form holds."""
HABIT = re.compile(r"每(?:次|天|日|晚|周)|今后|以后|平时|日常|遛|外出时|使用时|期间|时[段间]")
"""What is done again and again has no day by which it is done."""


def findings(text: str, parties: Sequence[str] = PARTIES, *, on: date) -> list[Finding]:
    """Return what is wrong with the text, one finding for each kind and place."""
    written = Written(text, tuple(parties), on)
    doubts = (one for clause in written.clauses for one in _doubts_of(clause))
    found = dict.fromkeys((*_found(written), *doubts))
    return [replace(one, at=written.as_written(one.at)) for one in found]


def _found(written: Written) -> list[Finding]:
    return [one for check in CHECKS for one in check(written)]


def _doubts_of(clause: Written) -> Iterator[Finding]:
    """Doubt a clause for itself: the clean ones beside it say nothing of it."""
    if not _found(clause):
        yield from doubtful(clause)


def blanks(written: Written) -> Iterator[Finding]:
    """Find what was left to be filled in: who signs it signs whatever is written there later."""
    for found in BLANK.finditer(written.plain):
        yield Finding("blank", found.group()[:40])


def _said(kind: str, listed: str, written: Written, ground: str = "") -> Iterator[Finding]:
    for found in words(listed).finditer(written.plain):
        if not PROMISED_NOT.search(written.plain[max(0, found.start() - 16) : found.start()]):
            yield Finding(kind, found.group()[:40], ground=ground)


def forbidden_acts(written: Written) -> Iterator[Finding]:
    """Find what nobody may do to another, whatever was agreed; who promises not to, does right."""
    for sentence in written.sentences:
        for found in words("forbidden_acts").finditer(sentence):
            before = sentence[: found.start()]
            if not RENOUNCED.search(before) and not SUFFERED.search(sentence):
                yield Finding("unlawful", found.group()[:40])


def vague(written: Written) -> Iterator[Finding]:
    """Find words that leave open when, how much or who."""
    for found in words("vague").finditer(OTHER_MATTERS.sub("〇", written.plain)):
        if not LAST_DAY.match(written.plain, found.end()):
            yield Finding("vague", found.group()[:40])
    yield from _said("vague", "vague_who", written)
    for sentence in written.sentences:
        if not TIME.search(sentence):
            for found in words("vague_soft").finditer(sentence):
                yield Finding("vague", found.group()[:40])


def conditions(written: Written) -> Iterator[Finding]:
    """Find duties that hang on a condition and on no day."""
    yield from _said("condition", "discretion", written)
    for sentence in written.sentences:
        for found in words("condition").finditer(sentence):
            rest = sentence[found.end() :]
            if TIME.search(sentence) and not _only_monthly(sentence):
                continue
            if words("release").search(rest[:24]) or COUNTER.search(found.group()):
                continue
            if re.search(words("condition_leads_to").pattern, sentence):
                yield Finding("condition", found.group()[:40])


def _only_monthly(sentence: str) -> bool:
    return not re.search(
        r"\d{4}年|\d{1,2}月\d{1,2}[日号]|(日|天|月|年)(之)?内|当[天日场]", sentence
    )


def amounts_in_words(written: Written) -> Iterator[Finding]:
    """Compare figures with capital numerals."""
    pairs = [(m[1], m[2], m[3], m.group()) for m in BOTH.finditer(written.plain)]
    pairs += [(m[2], m[3], m[1], m.group()) for m in BOTH_TURNED.finditer(written.plain)]
    for figures, unit, capitals, whole in pairs:
        number, said = money_amounts.fen_of(figures, unit), money_amounts.read_fen(capitals)
        if number is not None and said is not None and number != said:
            detail = f"小写{number / 100:.2f}元，大写是{said / 100:.2f}元"
            yield Finding("amount_words", whole[:40], detail)
    if not pairs:
        yield from told_twice(written.plain)


def missing_parts(written: Written) -> Iterator[Finding]:
    """Find duties without day, amount or way of payment, each clause by itself."""
    common_way = COMMON_WAY.search(written.plain)
    for clause in written.clauses:
        if not party_names.SIDE.search(clause.sided):
            continue
        any_time = bool(TIME.search(clause.plain))
        any_way = bool(common_way or HOW.search(clause.plain))
        for sentence in clause.sided_sentences:
            if _has_duty(sentence) and SIDE_OWES.search(sentence):
                yield from _missing_of(sentence, any_time=any_time, any_way=any_way)


def _missing_of(sentence: str, *, any_time: bool, any_way: bool) -> Iterator[Finding]:
    lasting = HABIT.search(sentence) and not MONEY.search(sentence)
    if not TIME.search(sentence) and not lasting and not (any_time and _continues(sentence)):
        yield Finding("date", sentence[:40])
    if _wants_amount(sentence) and not SIZED.search(sentence):
        yield Finding("amount", sentence[:40])
    if MONEY.search(sentence) and _pays(sentence) and not any_way:
        yield Finding("account", sentence[:40])


def _has_duty(sentence: str) -> bool:
    """Tell whether somebody must do something: a noun (维修费) and what is denied are none.

    What only says when something counts as done is no duty either.
    """
    if CRITERION.search(sentence):
        return False
    first = next((m for m in DUTY.finditer(sentence) if _is_owed(m, sentence)), None)
    return first is not None and not NO_DUTY.search(sentence[: first.start() + 2])


def _pays(sentence: str) -> bool:
    return any(_is_owed(found, sentence) for found in PAYING.finditer(sentence))


def _is_owed(duty: re.Match[str], sentence: str) -> bool:
    rest = sentence[duty.end() :]
    if WHILE.match(rest):
        return False
    return not NOUN.match(sentence, duty.end()) and not DENIED.search(sentence[: duty.start()])


def _continues(sentence: str) -> bool:
    """Tell whether a sentence only adds to the one before: no duty of a party begins with it."""
    return not re.match(r"[一二三四五六七八九十\d、.()]*(甲方|乙方|丙方|由)", sentence)


def _wants_amount(sentence: str) -> bool:
    return bool(_pays(sentence) and MONEY_WORDS.search(sentence)) and "承担" not in sentence


def accounts(written: Written) -> Iterator[Finding]:
    """Find payments into an account of nobody."""
    for found in ACCOUNT.finditer(written.plain):
        start = max(0, found.start() - 12)
        if not OWNED.search(written.plain[start : found.end() + 14].split("打到")[-1]):
            yield Finding("account", found.group()[:40])
    for found in words("nobodys_account").finditer(written.plain):
        yield Finding("account", found.group()[:40])
    for found in re.finditer(r"打到账户|转入账户|转到账户|打到卡|转到卡|汇到账户", written.plain):
        yield Finding("account", found.group())


def agents(written: Written) -> Iterator[Finding]:
    """Find agents without authority, and parties who need a guardian."""
    if not words("authorised").search(written.plain):
        yield from _said("authority", "authority", written)
    yield from _said("authority", "unauthorised", written)
    if not words("guarded").search(written.plain):
        for sentence in written.sentences:
            if not FOR_A_CHILD.search(sentence):
                for found in words("minors").finditer(sentence):
                    yield Finding("capacity", found.group()[:40])


def sizes(written: Written) -> Iterator[Finding]:
    """Find amounts that nobody means."""
    for found in MONEY.finditer(written.plain):
        fen = money_amounts.fen_of(found[1], found[2]) or 0
        if fen == 0 or fen >= MOST_FEN:
            yield Finding("amount", found.group(), "金额不合常理")


def status(written: Written) -> Iterator[Finding]:
    """Find what is agreed about marriage and children; what was so before, and pets, are none."""
    yield from _of_persons("status", written)


def ownership(written: Written) -> Iterator[Finding]:
    """Find whose something shall be; who uses it on which days is none."""
    for found in words("ownership").finditer(NO_OWNERSHIP.sub("〇", written.sided)):
        if not OF_A_SALE.search(written.sided):
            yield Finding("ownership", found.group()[:40])


def papers(written: Written) -> Iterator[Finding]:
    """Find what the law wants signed on paper."""
    yield from _of_persons("paper", written)


def _of_persons(kind: str, written: Written) -> Iterator[Finding]:
    for sentence in written.sentences:
        if not ELSEWHERE.search(sentence):
            for found in words(kind).finditer(NO_STATUS.sub("〇", sentence)):
                yield Finding(kind, found.group()[:40])


def open_amounts(written: Written) -> Iterator[Finding]:
    """Find sums that are still to be found out; a share of what a bill says is none."""
    for sentence in written.sentences:
        if not SHARE_OF_BILL.search(sentence):
            for found in words("open_amount").finditer(sentence):
                yield Finding("amount", found.group()[:40])


def common_parts(written: Written) -> Iterator[Finding]:
    """Find what is everybody's given to one of two; who clears it gives it back."""
    for sentence in written.sentences:
        if not CLEARED.search(sentence):
            for found in words("common").finditer(sentence):
                yield Finding("common", found.group()[:40])


def violence(written: Written) -> Iterator[Finding]:
    """Find violence at home, promised to end or pardoned: no agreement settles it."""
    for sentence in written.sentences:
        if danger.names_violence_at_home(sentence, in_family=False):
            yield Finding("violence", sentence[:40])


CHECKS = (
    violence,
    vague,
    conditions,
    amounts_in_words,
    sums,
    days,
    missing_parts,
    accounts,
    default_clause,
    third_persons,
    blanks,
    forbidden_acts,
    agents,
    sizes,
    ownership,
    status,
    lambda written: _said("public_law", "public_law", written),
    lambda written: _said("unlawful", "unlawful", written),
    lambda written: _said("unlawful", "public_order", written, ground="public_order"),
    lambda written: _said("unlawful", "self_help", written),
    common_parts,
    lambda written: _said("judgment", "judgment", written),
    lambda written: _said("not_court_matter", "not_court_matter", written),
    lambda written: _said("special_procedure", "special_procedure", written),
    open_amounts,
    lambda written: _said("impossible", "impossible", written),
    papers,
)
