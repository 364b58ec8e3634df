"""Whoever signed believes it done: that a signature fell is said to whose it was."""

import pytest

from tests.appeals.conftest import TERM, fine, talking, verified


def told(speaker):
    """Return what an inbox says of a signature that fell, the newest first."""
    items = fine(speaker.get("/api/v1/me/notices"), 200)["items"]
    return [one for one in items if "签名不再算数" in one["text"]]


def write(case, amount):
    terms = [TERM | {"amount_fen": amount}]
    return fine(case.mediator.post(f"{case.at}/terms", json={"terms": terms}))["terms_hash"]


def sign(case, speaker, terms_hash):
    return fine(speaker.post(f"{case.at}/sign", json={"terms_hash": terms_hash}))


@pytest.fixture
def half(quarrel):
    """A quarrel whose terms 甲 alone has signed."""
    talking(quarrel)
    terms = write(quarrel, 500000)
    verified(quarrel)
    sign(quarrel, quarrel.zhang, terms)
    return quarrel


def test_who_signed_hears_that_other_terms_stand_there_now(half):
    write(half, 100)
    (one,) = told(half.zhang)
    assert "条款改写了" in one["text"]
    assert "新的一稿" in one["text"]
    assert one["link"] == f"/pages/appeals/mediation/mediation?id={half.id}"
    assert told(half.li) == []


def test_each_writing_over_a_signature_is_told_and_none_where_nobody_had_signed(half):
    write(half, 100)
    terms = write(half, 200)
    assert len(told(half.zhang)) == 1
    verified(half)
    for speaker in (half.zhang, half.li):
        sign(half, speaker, terms)
    write(half, 300)
    assert (len(told(half.zhang)), len(told(half.li))) == (2, 1)


@pytest.mark.parametrize(
    ("door", "asked", "says"),
    [
        ("disclosures", {"has_ties": True, "text": "同村"}, "利害关系"),
        ("fail", {"reason": "谈不拢"}, "没有达成协议"),
    ],
)
def test_what_the_mediator_ends_falls_with_its_signatures_and_is_told(half, door, asked, says):
    fine(half.mediator.post(f"{half.at}/{door}", json=asked))
    (one,) = told(half.zhang)
    assert says in one["text"]
    assert told(half.li) == []


def test_a_mediator_refused_by_the_other_side_leaves_no_signature_unsaid(half):
    fine(half.li.post(f"{half.at}/refuse-mediator"))
    (one,) = told(half.zhang)
    assert "调解员不再主持" in one["text"]
    assert told(half.li) == []
