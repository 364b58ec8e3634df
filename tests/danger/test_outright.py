"""Danger said outright decides, however short and however it is written."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.danger.labelled import labelled
from weijiayuan import danger
from weijiayuan.danger import reference_data

SAYINGS = reference_data.read("explicit")["explicit"]
WORDS = [(word, row["kind"]) for row in SAYINGS for word in row["words"] if word.isalpha()]
FRAMES = ["{}", "我{}", "我想{}", "我要{}", "{}了", "有人{}", "他{}", "{}！", "您好，{}"]
WILLED = {"threat", "violence", "domestic"}
"""Who wants to do it threatens."""
ENDS = st.text(alphabet="。！!?？.… 了啊呀啦", max_size=4)
OPENINGS = st.sampled_from(
    ["", "您好，", "你好 ", "请问，", "麻烦您，", "不好意思，打扰一下，", "  "]
)
TOLD = [row.text for row in labelled("eleventh_danger") + labelled("eleventh_ordinary")]
SAID = [
    *(word for word, _ in WORDS),
    "爸爸打我",
    "他要杀我",
    "做防水",
    "想死你",
    "我不想自杀",
    *TOLD,
]


@pytest.mark.parametrize("frame", FRAMES)
def test_every_word_that_says_it_outright_opens_the_card_of_its_kind(frame):
    wrong = []
    for word, kind in WORDS:
        found = danger.recognise(frame.format(word))
        fitting = {kind} | (WILLED if kind in WILLED else set())
        if found is None or found.kind not in fitting:
            wrong.append((frame.format(word), found))
        elif not set(reference_data.kinds()[found.kind].call) <= set(found.call):
            wrong.append((word, found.call))
    assert not wrong


@settings(deadline=None)
@given(st.sampled_from(SAID), ENDS, OPENINGS, st.integers(1, 3))
def test_manner_changes_no_verdict(text, end, opening, times):
    plainly = danger.recognise(text.rstrip("。！!?？"))
    mannered = danger.recognise(opening + "，".join([text] * times) + end)

    assert (plainly and plainly.kind) == (mannered and mannered.kind), (text, end, opening, times)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("我想死", "self_harm"),
        ("老板不给钱，我要跳楼", "self_harm"),
        ("保险不赔我要跳楼", "self_harm"),
        ("特别想自杀", "self_harm"),
        ("唔想做人啦", "self_harm"),
        ("我8想活了", "self_harm"),
        ("我 想 自 杀", "self_harm"),
        ("以前他打我，我想自杀", "self_harm"),
        ("今晚我要捅死他", "threat"),
        ("别人要杀我", "threat"),
        ("爸爸打我", "domestic"),
        ("老公经常打我", "domestic"),
        ("继父晚上摸进我房间我十三岁", "crime"),
        ("老师叫女儿脱裤子", "crime"),
        ("十五岁妹妹带去酒店陪酒", "crime"),
    ],
)
def test_what_is_told_of_now_decides(text, kind):
    found = danger.recognise(text)
    assert found is not None
    assert found.kind == kind
    assert ("12356" in found.call) is (kind == "self_harm")


@pytest.mark.parametrize(
    "text",
    [
        "做防水",
        "累死了",
        "气死了",
        "拖了我们工钱人还在上班",
        "门口装摄像头对着我家",
        "没有着火",
        "小时候爸爸打我",
        "去年家里着火",
        "自杀干预热线是多少",
        "电影里有人跳楼",
        "消防演练着火",
        "跳楼价大甩卖",
        "想死你了",
        "爸爸打我电话",
    ],
)
def test_a_frame_takes_it_back(text):
    assert danger.recognise(text) is None
    assert danger.recognise(f"{text}！") is None


@pytest.mark.parametrize(
    "text",
    ["不想huo了", "想zs", "跳@楼", "杀.了.他", "割⼿腕", "他dǎ我", "想 s i 了", "我 要 自 sha"],
)
def test_words_that_are_hidden_are_read(text):
    assert danger.recognise(text) is not None


@pytest.mark.parametrize("text", ["想shopping", "3栋-2单元的灯坏了", "打的怎么报销", "si卡坏了"])
def test_signs_and_letters_that_hide_nothing_are_left(text):
    assert danger.recognise(text) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("安.眠.药.我.吃.了.一.瓶", "self_harm"),
        ("药，全，部，吞，下，去，了", "self_harm"),
        ("想 ，死", "self_harm"),
        ("我想歹匕", "self_harm"),
        ("救 / 命 / 啊", "violence"),
        ("起。火。了", "fire"),
        ("有人吊頸", "self_harm"),
        ("佢話要斬死我全家", "threat"),
        ("wo xiang si", "self_harm"),
        ("Bu xiang huo le", "self_harm"),
        ("wobuxianghuole", "self_harm"),
        ("jiù mìng", "violence"),
        ("qi huo le!", "fire"),
        ("我想zs", "self_harm"),
    ],
)
def test_words_taken_apart_spelt_out_or_in_the_other_script_are_read_as_meant(text, kind):
    found = danger.recognise(text)
    assert found is not None
    assert found.kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "zs 是张三，他家漏水",
        "si 号楼的快递柜在哪",
        "hello, is the library open",
        "xiangsi@example.com",
        "/api/zi sha/1",
        "a.b.c 三点，五点，七点都行",
        "是，好，谢谢",
        "起火点在哪的调查结果公布了吗",
    ],
)
def test_letters_marks_and_short_words_that_hide_nothing_raise_no_alarm(text):
    assert danger.recognise(text) is None


@pytest.mark.parametrize(
    ("said", "kinds"),
    [
        ("火烛啊，八楼烧紧", {"fire"}),
        ("着咗火", {"fire"}),
        ("有人被困在屋里出不来，到处是烟", {"fire", "trapped"}),
        ("烟好大，有个老人晕在屋里", {"fire", "medical"}),
        ("隧道口的水漫到我车窗了", {"trapped"}),
        ("水淹上来了，车里有人出不来", {"trapped"}),
        ("着火了，我爸被烧伤了", {"fire", "medical"}),
    ],
)
def test_what_a_text_tells_is_told_whole_the_gravest_first(said, kinds):
    found = danger.recognise(said)

    assert found is not None
    assert kinds <= set(found.kinds)
    assert found.kind == next(kind for kind in danger.kinds() if kind in found.kinds)


@pytest.mark.parametrize(
    "said", ["小心火烛", "火烛小心", "车泡水了，要拖车", "水浸车，部车熄咗火", "饭烧紧，等我一下"]
)
def test_what_only_sounds_like_fire_or_a_trapped_is_no_card(said):
    assert danger.recognise(said) is None
