"""诉求受理回执: it proves from which day the limitation runs anew (诉讼时效规定 12)."""

import json

from weijiayuan.appeals.legal_documents import pdf_pages, pdf_signatures
from weijiayuan.appeals.legal_documents.signing_certificates import seals
from weijiayuan.appeals.models import Appeal
from weijiayuan.kernel import clock

FIELDS = ("seal",)
BODY = "诉求服务中心"


def paper(appeal: Appeal) -> bytes:
    """Return the receipt as a sealed PDF."""
    lines = [
        f"受理编号：{appeal.number}",
        f"受理时间：{appeal.received_at.astimezone(clock.CHINA):%Y年%m月%d日 %H:%M}",
        f"受理单位：{BODY}",
        f"请求：{appeal.asks}",
        f"向谁请求：{appeal.against or '（未写明）'}",
        f"诉求全文指纹（SHA-256）：{appeal.text_hash}",
        "",
        "依最高人民法院《关于审理民事案件适用诉讼时效制度若干问题的规定》第十二条，",
        "向有权解决民事纠纷的组织提出保护民事权利的请求，诉讼时效从提出请求之日起中断。",
        "行政复议、行政诉讼、工伤认定的期限不因本回执停止计算。",
        "",
        *(
            f"{line['title']}：最后安全日 {line['last_safe_day']}（{line['article']}）"
            for line in json.loads(appeal.deadlines)
        ),
    ]
    footer = f"查验码 {appeal.check_code}；在本平台输入即可查验真伪。"
    raw = pdf_pages.page("诉求受理回执", lines, footer=footer)
    return pdf_signatures.signed(
        pdf_signatures.with_fields(raw, FIELDS), FIELDS[0], seals().signer(BODY), first=True
    )
