"""What can be wrong with an agreement, why, and what to do."""

from dataclasses import dataclass

KINDS: dict[str, tuple[str, str, str]] = {
    "violence": (
        "涉及家庭暴力",
        "不放到一张桌子上调解；可以报警、申请人身安全保护令",
        "反家庭暴力法第二条、第二十三条",
    ),
    "vague": ("写得不明确", "请写明日期、金额、做什么", "民诉法解释第三百五十八条第五项"),
    "blank": ("有空没有填", "请填好，不用的空划掉再签", "民诉法解释第三百五十八条第五项"),
    "who": ("没有写明是谁", "请写明由谁向谁履行", "民诉法解释第三百五十八条第五项"),
    "amount": ("没有写明金额", "请写明金额", "民诉法解释第三百五十八条第五项"),
    "date": ("没有写明期限", "请写明哪天之前", "民诉法解释第三百五十八条第五项"),
    "account": (
        "没有写明怎样给付",
        "请写明现金，或转入谁的哪个账户",
        "民诉法解释第三百五十八条第五项",
    ),
    "amount_words": ("大小写金额不一致", "请核对大小写金额", "民诉法解释第三百五十八条第五项"),
    "sum": ("各笔相加与总数不符", "请核对各笔和总数", "民诉法解释第三百五十八条第五项"),
    "dates": (
        "日期不对",
        "请核对日期：要存在、不早于今天、分期要先后有序",
        "民诉法解释第三百五十八条第五项",
    ),
    "condition": (
        "只写了条件，没有确定的日期",
        "请加上最晚的日期",
        "民诉法解释第三百五十八条第五项",
    ),
    "default_clause": (
        "违约条款过高",
        "利息不超过一年期 LPR 的四倍，违约金与损失相当",
        "民法典第五百八十五条",
    ),
    "ownership": (
        "确认了物权或知识产权的归属",
        "这一项不能司法确认，请另行起诉",
        "民诉法解释第三百五十五条第五项",
    ),
    "status": (
        "涉及婚姻、亲子、收养等身份",
        "这一项不能司法确认，请走诉讼或登记",
        "民诉法解释第三百五十五条第三项",
    ),
    "third_party": (
        "涉及没有参加调解的人",
        "请该人参加并签字，或去掉这一项",
        "民诉法解释第三百五十八条第二项",
    ),
    "public_law": (
        "涉及公权力的事",
        "这不由当事人约定，请去掉；可写明愿意出具谅解",
        "民诉法解释第三百五十八条第一项",
    ),
    "unlawful": ("违反法律或公序良俗", "请去掉这一项", "民诉法解释第三百五十八条第一项"),
    "authority": ("代理人没有授权委托书", "请附授权委托书，写明权限", "民事诉讼法第六十二条"),
    "capacity": (
        "当事人没有完全行为能力",
        "请监护人（法定代理人）参加并签字",
        "民法典第十九条至第二十二条",
    ),
    "paper": (
        "要在纸上签",
        "婚姻、收养、继承的事不用电子签名，请打印后当面签名、按指印",
        "电子签名法第三条",
    ),
    "common": (
        "处分了大家共有、公用的部分",
        "公共部位、公共场地不能由两方约定归谁用，请去掉；要用请走业主共同决定或审批",
        "民诉法解释第三百五十八条第二项、民法典第二百七十三条",
    ),
    "judgment": (
        "已有判决、裁定或仲裁裁决",
        "不能用调解协议改掉生效文书；请向法院申请执行，要让步的在执行中和解",
        "民事诉讼法第二百四十七条、第二百四十一条",
    ),
    "not_court_matter": (
        "不归法院受理的事",
        "请去掉，向主管机关提出",
        "民诉法解释第三百五十五条第一项",
    ),
    "special_procedure": (
        "要走破产、公示催告等特别程序",
        "请去掉，按那个程序向法院申请",
        "民诉法解释第三百五十五条第四项",
    ),
    "doubtful": (
        "像是有问题，请人看一下",
        "请核对：谁给谁、多少、哪天；有没有让没来的人出钱、有没有不合法",
        "民诉法解释第三百五十八条",
    ),
    "impossible": ("做不到", "请改成能够履行的内容", "民诉法解释第三百五十八条第五项"),
}
OTHER_ARTICLES = {"public_order": "民诉法解释第三百五十八条第三项"}
TO_A_PERSON = {
    "default_clause",
    "public_law",
    "capacity",
    "authority",
    "paper",
    "judgment",
    "doubtful",
}
"""Kinds that a person decides about; the others are put right in the editor."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: its kind, where it stands, and what more there is to say."""

    kind: str
    at: str
    detail: str = ""
    ground: str = ""
    """The ground of refusal, where the faults of a kind fall under several."""

    @property
    def name(self) -> str:
        return KINDS[self.kind][0]

    @property
    def says(self) -> str:
        return f"{self.detail}；{KINDS[self.kind][1]}" if self.detail else KINDS[self.kind][1]

    @property
    def article(self) -> str:
        return OTHER_ARTICLES.get(self.ground, KINDS[self.kind][2])

    @property
    def needs_person(self) -> bool:
        return self.kind in TO_A_PERSON
