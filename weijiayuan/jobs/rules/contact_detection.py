"""Telephone numbers and accounts in a post's words, which lead applicants round the platform."""

import re
import unicodedata
from collections.abc import Iterator, Mapping

from weijiayuan.jobs.rules.post_text_check import Finding
from weijiayuan.jobs.rules.prohibited_content import Level
from weijiayuan.kernel.private_number_masking import LANDLINE, MOBILE

ACCOUNT = (
    r"(?:qq|扣扣|企鹅)[号群]?[:： 是为]{0,3}\d{5,11}"
    r"|(?:微信|薇信|v信|vx|wx)[号]?[:： 是为]{0,3}[a-z0-9][-_a-z0-9]{5,19}"
)
CONTACT = re.compile(f"{MOBILE.pattern}|{LANDLINE.pattern}|{ACCOUNT}")


def contacts(texts: Mapping[str, str]) -> Iterator[Finding]:
    """Yield every number or account that a text gives; a person looks.

    >>> [each.text for each in contacts({"duties": "打13800138000，或加微信 abc_12345"})]
    ['13800138000', '微信 abc_12345']
    >>> list(contacts({"duties": "年薪150000-200000元，微信群里通知，QQ音乐客服"}))
    []
    """
    for name, text in texts.items():
        for match in CONTACT.finditer(unicodedata.normalize("NFKC", text or "").lower()):
            yield Finding(
                text=match[0],
                rule="contact",
                name="正文里写了联系方式",
                article="",
                quote="",
                remedy="投递后平台会显示已核实的联系电话，正文里请删去",
                level=Level.REVIEW,
                field=name,
                start=match.start(),
                end=match.end(),
            )
