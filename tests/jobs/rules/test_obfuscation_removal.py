import pytest
from hypothesis import given
from hypothesis import strategies as st

from weijiayuan.jobs.rules.numerals import value
from weijiayuan.jobs.rules.obfuscation_removal import read


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("限 男 性", "限男性"),
        ("限♂", "限男"),
        ("限（男）性", "限男性"),
        ("仅限·男·士", "仅限男士"),
        ("押　金：３００", "押金:300"),
        ("押.金.二百", "押金200"),
        ("押，金，200元", "押金200元"),
        ("yajin 200元", "押金200元"),
        ("yā金", "押金"),
        ("扌甲金", "押金"),
        ("保証金五百元", "保证金500元"),
        ("乙月干", "乙肝"),
        ("月薪2️⃣0️⃣0️⃣0️⃣元", "月薪2000元"),
        ("月 薪 2 0 0 0", "月薪2000"),
        ("月薪2.5k", "月薪2500"),
        ("工资0.2万/月", "工资2000月"),
        ("月薪1万5千", "月薪15000"),
        ("工资3万5千元", "工资35000元"),
        ("提成1万2千3百元", "提成12300元"),
        ("押金2千5百", "押金2500"),
        ("押 shen 份证", "押身份证"),
        ("月薪3,000-5,000元", "月薪3000-5000元"),
    ],
)
def test_disguises_are_undone(written, meant):
    assert read(written).text == meant


@pytest.mark.parametrize(
    "honest", ["负责保证金属件合格", "现金收款", "3-5年经验", "压紧模具", "会用excel and word"]
)
def test_honest_words_stay_as_they_are(honest):
    assert read(honest).text == honest


@given(st.text(max_size=80))
def test_every_character_leads_back_into_the_original(text):
    reading = read(text)
    assert len(reading.text) == len(reading.starts) == len(reading.ends)
    assert all(
        0 <= start < end <= len(text)
        for start, end in zip(reading.starts, reading.ends, strict=True)
    )


@pytest.mark.parametrize(
    ("numeral", "number"),
    [
        ("三十五", 35),
        ("一百零五", 105),
        ("两千", 2000),
        ("一万二", 12000),
        ("贰仟伍佰", 2500),
        ("十", 10),
    ],
)
def test_chinese_numerals(numeral, number):
    assert value(numeral) == number
