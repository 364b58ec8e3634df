"""Telephone numbers and accounts in a post's words, which lead applicants round the platform."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from weijiayuan.jobs.rules.post_text_check import Finding
from weijiayuan.jobs.rules.prohibited_content import Level
from weijiayuan.kernel.private_number_masking import AS_DIGITS, PrivateKind, private_parts

WECHAT = "(?:[微薇威溦徽v]|wei) ?(?:信|芯|❤️?|♥️?|x)|wechat|wx"
QQ = "qq|扣扣|企鹅"
OF_FIGURES = frozenset({"minimum_wage", "probation", "hours"})
OF_A_TRADE = "群|好友|公众|客户|粉|小程序|聊天|运营|推广"
ACCOUNT = re.compile(
    rf"(?:{QQ})[号群]?[:： 是为]{{0,3}}\d(?:[ -]?\d){{4,10}}"
    rf"|(?:{WECHAT}|v(?![a-z]))号?[:： 是为]{{0,3}}[a-z0-9][-_a-z0-9]{{5,19}}"
    rf"|(?:{WECHAT}|[微薇v]|手机号?|电话)(?:号?也?)同(?:步)?(?:号|微信?|薇|手机|电话|v)"
    rf"|(?:(?<![更增参附叠])加|[➕+])(?:我|下|一下|hr|人事|老板|负责人|个)*"
    rf"(?:{WECHAT}|微(?![笑小薄弱量观型波生电])|薇|v(?![a-z])|{QQ})(?!.{{0,2}}(?:{OF_A_TRADE}))"
    rf"|(?:抖音|快手|小红书|飞机|电报|纸飞机|钉钉|陌陌|微博|whatsapp|telegram|tg|line|skype|探探|soul|闲鱼)"
    rf"(?:私信|联系|找|加|搜|看|我|一下|的|账?号|id|[:： ,，、是为])*@?[a-z][-_.a-z0-9]{{3,19}}"
    rf"|(?<![a-z0-9])@[a-z][-_a-z0-9]{{4,19}}"
    rf"|[a-z0-9][-.\w+]*(?:@|艾特|[\[(]at[\])])[a-z0-9-]+(?:\.|点)[a-z]{{2,}}"
    rf"|(?:抖音|快手|小红书|微博|私信)(?:私信|私聊|私)(?:我|人事|hr|老板)",
    re.ASCII,
)
SPLIT_MOBILE = re.compile(r"(?<!\d)(?<!\d[-. ])1(?:[-. —–]{0,2}\d){10}(?![-. ]?\d)")
"""A mobile number however its digits are set apart."""


def contacts(texts: Mapping[str, str]) -> Iterator[Finding]:
    """Yield every number or account that a text gives, in whatever digits; a person looks.

    >>> [each.text for each in contacts({"duties": "打13800138000，或加微信 abc_12345"})]
    ['13800138000', '加微信']
    >>> [each.text for each in contacts({"duties": "电话一三七一二三四五六七八，wei信同号"})]
    ['一三七一二三四五六七八', 'wei信同号']
    >>> list(contacts({"duties": "年薪150000-200000元，微信群里通知，QQ音乐客服"}))
    []
    """
    for name, text in texts.items():
        said = unicodedata.normalize("NFKC", text or "").lower()
        for start, end in sorted(spans(said)):
            yield Finding(
                text=said[start:end],
                rule="contact",
                name="正文里写了联系方式",
                article="",
                quote="",
                remedy="投递后平台会显示已核实的联系电话，正文里请删去",
                level=Level.REVIEW,
                field=name,
                start=start,
                end=end,
            )


def spans(said: str) -> Iterator[tuple[int, int]]:
    """Yield where numbers and accounts stand in a text, each once."""
    numbers = [part for part in private_parts(said) if part.kind is PrivateKind.PHONE]
    yield from ((part.start, part.end) for part in numbers)
    digits = said.translate(AS_DIGITS)
    yield from (match.span() for match in ACCOUNT.finditer(digits))
    for match in SPLIT_MOBILE.finditer(digits):
        if all(match.end() <= part.start or part.end <= match.start() for part in numbers):
            yield match.span()


def but_numbers(found: Iterable[Finding], telling: Iterable[Finding]) -> list[Finding]:
    """Leave out the sums and hours that were read into the digits of a telephone number."""
    contacts_told = list(telling)
    return [
        each
        for each in found
        if each.rule not in OF_FIGURES
        or not any(
            other.field == each.field and other.start < each.end and each.start < other.end
            for other in contacts_told
        )
    ]
