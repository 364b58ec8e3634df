"""One title proves one unit however its number is written."""

import pytest

from tests.commons.people import make_roll, make_space
from tests.commons.test_unit_binding import PROOF, asked_for, decided
from weijiayuan.accounts.rules import Role
from weijiayuan.commons.rules import title_number

WHOLE = "粤(2026)光明区不动产权第7652887号"
SPELLINGS = [
    "粤（２０２６）光明区不动产权第７６５２８８７号",
    "粤2026光明区不动产权第7652887号",
    "粤2026光明7652887",
    "粤(2026)光明区不动产权第7652887",
    "粤(2026)光明不动产权第7652887号",
    "广东省(2026)光明区不动产权第7652887号",
    "粤(2026)深圳市不动产权7652887",
    "粤(2026)光明区不动产权第07652887号",
    "不动产权第7652887号",
    "7652887",
]
OTHERS = [
    "粤(2025)光明区不动产权第7652887号",
    "粤(2026)光明区不动产权第7652888号",
    "7652888",
    "合同A-2026-7652887",
]


def entered():
    return make_roll(make_space(), [None, None])


def seen(roll, desk, person, unit, reference):
    request = asked_for(roll, person, unit).json
    return decided(desk, request, **PROOF | {"reference": reference})


@pytest.mark.parametrize(
    ("first", "second"),
    [(WHOLE, each) for each in SPELLINGS] + [(each, WHOLE) for each in SPELLINGS],
)
def test_another_spelling_of_a_title_number_is_the_same_title(
    client, as_desk, as_resident, first, second
):
    roll, desk = entered(), as_desk(Role.COMMITTEE)
    assert seen(roll, desk, as_resident(), "1-1", first).json["state"] == "seen"
    used = seen(roll, desk, as_resident(), "1-2", second)
    assert (used.status_code, used.json["code"]) == (409, "commons.proof_used")


@pytest.mark.parametrize("other", OTHERS)
def test_another_title_is_another(client, as_desk, as_resident, other):
    roll, desk = entered(), as_desk(Role.COMMITTEE)
    seen(roll, desk, as_resident(), "1-1", WHOLE)
    assert seen(roll, desk, as_resident(), "1-2", other).json["state"] == "seen"


def test_two_who_write_one_number_in_two_ways_read_the_same():
    assert {title_number.read(each).key for each in SPELLINGS[:8]} == {title_number.read(WHOLE).key}
