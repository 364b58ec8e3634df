"""Whatever the product says in a subscribe message, WeChat's type rules take it."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from weijiayuan.gateways.fake_wechat.template_rules import is_fit
from weijiayuan.gateways.wechat.template_data import UnfitValue, fit, kind_of, length
from weijiayuan.kernel.money import Money

MOMENTS = st.integers(946_684_800, 4_102_444_800).map(lambda at: datetime.fromtimestamp(at, UTC))


@given(st.text(), st.sampled_from(["thing1", "phrase2", "name3"]))
@example("", "thing1")
@example("  \n\u200b\x00", "thing1")
@example("😀" * 30, "thing1")
@example("👩‍👩‍👧‍👦" * 5, "thing1")
@example("字" * 21, "thing1")
@example("a" * 20 + "字", "name3")
@example("abc", "phrase2")
def test_any_text_fits_a_text_keyword(text, keyword):
    assert is_fit(keyword, fit({keyword: text})[keyword])


@given(MOMENTS, st.sampled_from(["time1", "date2", "thing3"]))
def test_any_moment_fits(moment, keyword):
    assert is_fit(keyword, fit({keyword: moment})[keyword])


@given(st.integers(0, 10**10 - 1))
def test_any_money_fits(fen):
    assert is_fit("amount1", fit({"amount1": Money(fen)})["amount1"])


@given(
    st.text(max_size=40),
    st.sampled_from(
        ["number", "letter", "symbol", "character_string", "phone_number", "car_number"]
    ),
)
@example("1e400", "number")
@example("粤B12345", "car_number")
@example("13800138000", "phone_number")
@example("WJY-2026-000123", "character_string")
def test_what_must_stay_whole_fits_or_is_an_error(text, kind):
    try:
        fitted = fit({f"{kind}1": text})[f"{kind}1"]
    except UnfitValue:
        return
    assert is_fit(f"{kind}1", fitted)
    assert fitted == text.strip()


@given(st.text(alphabet=st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=10))
def test_a_short_thing_is_said_as_it_is(text):
    assert fit({"thing1": text})["thing1"] == text


@pytest.mark.parametrize(
    ("keyword", "value", "said"),
    [
        ("thing1", "光" * 20, "光" * 20),
        ("thing1", "光" * 21, "光" * 19 + "…"),
        ("thing1", " 光明\n文化站 ", "光明 文化站"),
        ("thing1", "", "无"),
        ("phrase2", "已受理", "已受理"),
        ("phrase2", "处理中（二）", "处理中二"),
        ("phrase2", "等待部门签收", "等待部门签"),
        ("time3", datetime(2026, 11, 23, 1, 5, tzinfo=UTC), "2026年11月23日 09:05"),
        ("date3", date(2026, 1, 2), "2026年1月2日"),
        ("amount4", Money(2540), "25.4元"),
        ("number5", 3, "3"),
        ("number5", Decimal("3.50"), "3.50"),
        ("character_string6", "K7-22", "K7-22"),
    ],
)
def test_values_are_said_so(keyword, value, said):
    assert fit({keyword: value}) == {keyword: said}


@pytest.mark.parametrize(
    ("keyword", "value"),
    [
        ("time1", "明天"),
        ("time1", datetime(2026, 1, 1)),  # noqa: DTZ001  # what is refused
        ("date1", "2026-01-01"),
        ("amount1", 100),
        ("amount1", Money(-1)),
        ("amount1", Money(10**10)),
        ("number1", ""),
        ("phone_number1", "1" * 18),
        ("character_string1", "编号7"),
        ("colour1", "red"),
    ],
)
def test_what_cannot_be_said_truly_is_an_error(keyword, value):
    with pytest.raises(UnfitValue):
        fit({keyword: value})


def test_an_emoji_counts_two():
    assert length("光😀") == 3


def test_a_keyword_names_its_type():
    assert kind_of("character_string12") == "character_string"
