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


def test_ties_that_the_mediator_tells_of_let_a_signature_fall_and_it_is_told(half):
    fine(half.mediator.post(f"{half.at}/disclosures", json={"has_ties": True, "text": "同村"}))
    (one,) = told(half.zhang)
    assert "利害关系" in one["text"]
    assert told(half.li) == []


@pytest.mark.parametrize("by", ["zhang", "li", "mediator"])
def test_the_end_of_a_mediation_reaches_everybody_else_and_names_nobody(half, by):
    fine(getattr(half, by).post(f"{half.at}/fail", json={"reason": "谈不拢"}))
    for name in ("zhang", "li", "mediator"):
        items = fine(getattr(half, name).get("/api/v1/me/notices"), 200)["items"]
        ended = [one["text"] for one in items if "没有达成协议" in one["text"]]
        assert len(ended) == (name != by)
        assert not any(word in text for text in ended for word in ("甲方", "乙方", "谈不拢"))


def test_a_mediator_refused_by_the_other_side_leaves_no_signature_unsaid(half):
    fine(half.li.post(f"{half.at}/refuse-mediator"))
    (one,) = told(half.zhang)
    assert "调解员不再主持" in one["text"]
    assert told(half.li) == []
