"""Danger is found beside whatever else is told, and what is harmless alone stays so together."""

from functools import cache
from itertools import cycle
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.danger.labelled import labelled
from tools import teach_danger
from weijiayuan import danger
from weijiayuan.danger import danger_recognition
from weijiayuan.danger.clause_splitting import statements

ORDINARILY = [
    *("想问下停车月卡怎么办", "物业说要房产证复印件", "楼道灯坏了", "还有楼道灯坏了半个月没人修"),
    *("麻烦处理一下", "上个月又涨了停车费", "另外想请你们看看一楼的门禁", "电梯三天两头坏"),
    *("食堂几点开门", "我想给孩子报暑假班", "垃圾桶满了没人收", "社保卡丢了在哪补"),
    *("房东不退押金", "公交站牌歪了", "快递柜又收费了", "想打听一下低保要什么材料"),
    *("楼上拖椅子很吵", "谢谢社区的工作人员", "去年换了物业公司", "健身房的卡能退吗"),
]
MARKS = "，。；！\n"
LIMIT_SECONDS = 15


def told():
    parts = (*teach_danger.TAUGHT, "eleventh")
    return [row.text for part in parts for row in labelled(f"{part}_danger")]


def beside(text):
    """Yield a text with each ordinary clause before it, after it and on both sides in turn."""
    bare = text.rstrip("。！!，")
    marks = cycle(MARKS)
    for at, clause in enumerate(ORDINARILY):
        mark, other = next(marks), ORDINARILY[at - 7]
        yield (f"{clause}{mark}{bare}", f"{bare}{mark}{clause}", f"{clause}{mark}{bare}。{other}")[
            at % 3
        ]


@pytest.fixture
def read_once(monkeypatch):
    """Read each statement once: the same ones stand in thousands of texts."""
    monkeypatch.setattr(danger_recognition, "_told_by", cache(danger_recognition._told_by))


@pytest.mark.usefixtures("read_once")
def test_no_danger_is_lost_beside_what_is_ordinary():
    lost = []
    for text in filter(danger.recognise, told()):
        bare = text.rstrip("。！!，")
        lost += [
            whole
            for whole in beside(text)
            if bare not in statements(whole) and danger.recognise(whole) is None
        ]
    assert not lost[:20], len(lost)


def test_what_is_ordinary_stays_so_together():
    pairs = [f"{a}{mark}{b}" for a in ORDINARILY for b in ORDINARILY for mark in "，。"]
    false = [pair for pair in pairs if danger.recognise(pair)]
    assert len(false) <= 0.01 * len(pairs), false


@pytest.mark.parametrize(
    "text",
    [
        "想问下停车月卡怎么办，保姆把宝宝往床上摔",
        "有人在楼道泼汽油，楼道灯也坏了",
        "楼道灯坏了。我要拿刀去跟他拼命。",
        "物业费的发票怎么开呢有人在楼道泼汽油",
    ],
)
def test_a_card_does_not_depend_on_what_stands_beside(text):
    assert danger.recognise(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "楼道灯坏了，去年，家里着火",
        "公交站牌歪了。听新闻说，外地着火",
        "以为着火了，原来是蒸包子的汽，路灯也坏了",
    ],
)
def test_what_frames_a_statement_stays_with_it(text):
    assert danger.recognise(text) is None


@given(st.text(alphabet="去年着火了吗谢楼灯坏，。；！\n ", max_size=60))
def test_statements_are_stretches_of_their_text(text):
    assert all(each in text for each in statements(text))


def test_a_long_text_is_read_in_time():
    long = "".join(f"第{number}户的灯坏了，没人修{number}。" for number in range(600))[:10_000]
    before = process_time()
    assert danger.recognise(long) is None
    assert process_time() - before < LIMIT_SECONDS
