"""Agreements against their labels, sums, certificates, mediators and figures."""

import io
import random
import re
import tomllib
from datetime import UTC, date, datetime, timedelta
from itertools import product
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weijiayuan.appeals.legal_documents import pdf_pages, pdf_signatures
from weijiayuan.appeals.legal_documents.signing_certificates import EmbeddedSeals
from weijiayuan.appeals.mediation_schemas.agreement_terms import CheckIn, EligibilityIn
from weijiayuan.appeals.rules import (
    cell_suppression,
    confirmation_eligibility,
    court_session_script,
    mediator_selection,
)
from weijiayuan.appeals.rules.agreement import money_amounts, structured_terms, text_checks
from weijiayuan.appeals.rules.agreement.structured_terms import Term, TermKind
from weijiayuan.appeals.rules.mediator_selection import Candidate, Needed
from weijiayuan.places.working_calendar import calendar_of

TODAY = date(2026, 11, 28)
HERE = Path(__file__).parent


def agreements(name):
    return tomllib.loads((HERE / f"{name}.toml").read_text("utf-8"))["agreements"]


def kinds(row):
    found = text_checks.findings(row["text"], row.get("parties", text_checks.PARTIES), on=TODAY)
    return {one.kind for one in found}


@pytest.mark.parametrize(
    "name", ["agreements", "agreements_second", "agreements_third", "agreements_fourth"]
)
def test_faults_are_found_and_clean_agreements_pass(name):
    rows = agreements(name)
    faulty = [row for row in rows if "fault" in row]
    clean = [row for row in rows if "fault" not in row]
    missed = [row["text"] for row in faulty if row["fault"] not in kinds(row)]
    alarmed = [row["text"] for row in clean if kinds(row)]
    assert len(missed) <= 0.05 * len(faulty), missed
    assert len(alarmed) <= 0.05 * len(clean), alarmed


def test_text_compiled_from_terms_is_never_faulted_itself():
    rows = [
        Term(
            debtor="乙方",
            creditor="甲方",
            kind=TermKind.MONEY,
            amount_fen=fen,
            due=date(2027, month, 1),
            how="转入甲方尾号1234的银行账户",
        )
        for fen, month in product([1, 99, 500000, 12345678901], [1, 12])
    ]
    for row in rows:
        assert structured_terms.findings([row], text="", parties={}, total_fen=None, on=TODAY) == []


def money(fen, due=date(2027, 1, 31), **more):
    usual = {
        "debtor": "乙方",
        "creditor": "甲方",
        "kind": TermKind.MONEY,
        "amount_fen": fen,
        "due": due,
        "how": "现金",
    }
    return Term(**usual | more)


def faults(*rows, total=None, parties=None):
    found = structured_terms.findings(
        rows, text="", parties=parties or {}, total_fen=total, on=TODAY
    )
    return {one.kind for one in found}


@pytest.mark.parametrize(
    ("rows", "more", "kind"),
    [
        ([money(300000), money(300000, date(2027, 2, 28))], {"total": 900000}, "sum"),
        ([money(100, date(2027, 2, 1)), money(100, date(2027, 1, 1))], {}, "dates"),
        ([money(100, date(2026, 1, 1))], {}, "dates"),
        ([money(100, None)], {}, "date"),
        ([money(100, None, condition="等房子卖了")], {}, "condition"),
        ([money(0)], {}, "amount"),
        ([money(10**12)], {}, "amount"),
        ([money(100, how="")], {}, "account"),
        ([money(500000, amount_words="伍佰元整")], {}, "amount_words"),
        ([money(100, debtor="丙方")], {"parties": {"甲方": {}, "乙方": {}}}, "third_party"),
        ([money(100)], {"parties": {"甲方": {"agent": "赵"}, "乙方": {}}}, "authority"),
        ([money(100)], {"parties": {"甲方": {"capacity": "limited"}, "乙方": {}}}, "capacity"),
    ],
)
def test_structured_terms_are_checked(rows, more, kind):
    assert kind in faults(*rows, **more)


@given(st.integers(min_value=1, max_value=10**13))
def test_capital_numerals_are_read_as_they_are_written(fen):
    assert money_amounts.read_fen(money_amounts.in_capitals(fen)) == fen


def test_the_hash_changes_with_any_term():
    assert structured_terms.hash_of([money(100)]) == structured_terms.hash_of([money(100)])
    assert structured_terms.hash_of([money(100)]) != structured_terms.hash_of([money(101)])


SEALS = EmbeddedSeals("tests")
FIELDS = ("party_a", "party_b", "mediator", "committee")


@pytest.fixture(scope="module")
def paper():
    made = pdf_signatures.with_fields(
        pdf_pages.page("人民调解协议书", ["乙方支付甲方5,000元。"]), FIELDS
    )
    for at, field in enumerate(FIELDS):
        made = pdf_signatures.signed(made, field, SEALS.signer(field), first=at == 0)
    return made


def intact(paper):
    return pdf_signatures.check(paper, fields=FIELDS, seals=SEALS).intact


def test_four_sign_one_after_another_and_all_stay_valid(paper):
    assert pdf_signatures.check(
        paper, fields=FIELDS, seals=EmbeddedSeals("tests")
    ) == pdf_signatures.Checked(intact=True, signed=FIELDS)


def test_every_flipped_bit_is_seen_and_nothing_raises(paper):
    dice = random.Random(5)  # places to try
    for _ in range(40):
        changed = bytearray(paper)
        changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
        assert not intact(bytes(changed))
    assert not intact(b"")
    assert not intact(paper[: len(paper) // 2])


def test_a_changed_bit_in_a_certificate_that_is_only_carried_is_seen(paper):
    at = paper.rindex(SEALS.root.hex().upper().encode())
    digits = [n for n in range(at, at + 2 * len(SEALS.root)) if paper[n : n + 1] in b"2468"]
    for place in digits[40::60]:
        changed = bytearray(paper)
        changed[place] ^= 1
        assert not intact(bytes(changed)), place


def test_a_late_field_and_a_late_word_break_it(paper):
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: PLC0415
    from pyhanko.sign import fields  # noqa: PLC0415
    from pyhanko.stamp import TextStamp, TextStampStyle  # noqa: PLC0415

    writer = IncrementalPdfFileWriter(io.BytesIO(paper))
    fields.append_signature_field(writer, fields.SigFieldSpec("Late", box=(40, 200, 160, 240)))
    late_field = io.BytesIO()
    writer.write(late_field)
    writer = IncrementalPdfFileWriter(io.BytesIO(paper))
    TextStamp(writer, TextStampStyle(stamp_text="changed")).apply(0, 50, 400)
    late_text = io.BytesIO()
    writer.write(late_text)
    assert not intact(late_field.getvalue())
    assert not intact(late_text.getvalue())


def test_certificates_of_another_installation_are_not_believed(paper):
    assert not pdf_signatures.check(paper, fields=FIELDS, seals=EmbeddedSeals("other")).intact


def test_ten_thousand_cases_find_no_conflict_and_an_even_load():
    dice = random.Random(3)  # a synthetic population
    loads = {str(n): 0 for n in range(40)}
    ties = {one: frozenset(str(dice.randrange(300)) for _ in range(3)) for one in loads}
    for number in range(10_000):
        needed = Needed(category="debt", ties=frozenset(str(dice.randrange(300)) for _ in range(4)))
        everybody = [
            Candidate(one, frozenset(), frozenset(), ("",), load, ties=ties[one])
            for one, load in loads.items()
        ]
        chosen = mediator_selection.choose(everybody, needed, seed=f"s{number}")
        assert chosen is not None
        assert not ties[chosen.mediator] & needed.ties
        assert chosen == mediator_selection.choose(everybody, needed, seed=f"s{number}")
        loads[chosen.mediator] += 1
    assert max(loads.values()) / (sum(loads.values()) / len(loads)) <= 1.3


@given(
    st.dictionaries(
        st.tuples(st.sampled_from("abc"), st.sampled_from("xyz")), st.integers(0, 20), min_size=9
    )
)
def test_no_sum_gives_a_hidden_cell_back(cells):
    shown = cell_suppression.suppressed(cells)
    for axis in (0, 1):
        for name in {cell[axis] for cell in cells}:
            hidden = [cell for cell in cells if cell[axis] == name and shown[cell] is None]
            rest = [cell for cell in cells if cell[axis] == name and cell not in hidden]
            assert len(hidden) != 1 or not rest
    assert all(shown[cell] is None for cell, count in cells.items() if 0 < count < 5)


@pytest.mark.parametrize(
    "ground", confirmation_eligibility.GROUNDS.values(), ids=lambda each: each.article
)
def test_every_ground_has_article_and_other_road(ground):
    assert confirmation_eligibility.grounds_of({ground.id: True}) == [ground]
    assert ground.road


def test_a_pause_stops_the_promise_and_a_missed_one_says_so():
    start = datetime(2026, 11, 28, 1, tzinfo=timedelta_zone())
    pause = court_session_script.Pause(start + timedelta(minutes=5), start + timedelta(minutes=25))
    served = start + timedelta(minutes=45)
    assert court_session_script.line(start, served, [pause], now=served).kept is True
    assert court_session_script.line(start, served, [], now=served).kept is False
    assert (
        court_session_script.line(start, None, [], now=start + timedelta(minutes=31)).kept is False
    )
    assert (
        court_session_script.line(start, None, [], now=start + timedelta(minutes=29)).kept is None
    )


def test_a_line_begins_with_the_session_and_pauses_that_overlap_stop_it_once():
    start = datetime(2026, 11, 28, 2, tzinfo=UTC)
    before = court_session_script.line(start, None, [], now=start - timedelta(hours=1))
    assert (before.used, before.kept) == (timedelta(0), None)
    pauses = [
        court_session_script.Pause(start + timedelta(minutes=m), start + timedelta(minutes=n))
        for m, n in ((5, 15), (10, 20), (12, 13))
    ]
    later = court_session_script.line(start, None, pauses, now=start + timedelta(minutes=40))
    assert later.used == timedelta(minutes=25)


def timedelta_zone():
    from datetime import UTC  # noqa: PLC0415

    return UTC


def unsure(**answers):
    open_ones = confirmation_eligibility.still_open(answers, text_read=False)
    return confirmation_eligibility.verdict(
        confirmation_eligibility.grounds_of(answers), open_ones, late=False
    )


def test_confirmable_is_said_only_when_no_ground_is_open():
    no_ground = dict.fromkeys(confirmation_eligibility.GROUNDS, False)
    assert unsure() is None
    assert unsure(**no_ground) is True
    for name in confirmation_eligibility.GROUNDS:
        assert unsure(**no_ground | {name: None}) is None
        assert unsure(**no_ground | {name: True}) is False
        assert unsure(**{name: True}) is False


@pytest.mark.parametrize(
    ("text", "article"),
    [
        ("幸福小区502室房屋归乙方所有。", "355.5"),
        ("双方自愿离婚。", "355.3"),
        ("赔偿款由丙方于2026年12月31日前支付给甲方。", "358.2"),
        ("乙方于2026年12月31日前转账归还甲方赌债20,000元。", "358.3"),
        ("甲方到派出所撤案，不再追究乙方刑事责任。", "358.1"),
        ("乙方尽快归还甲方借款。", "358.5"),
    ],
)
def test_a_fault_of_the_text_names_the_article_it_fails_on(text, article):
    found = text_checks.findings(text, on=TODAY)
    assert article in {confirmation_eligibility.ground_of_finding(one).article for one in found}


def test_parties_called_by_their_names_are_no_strangers():
    row = money(100, debtor="李四", creditor="甲方（张三）")
    named = {"甲方": {"name": "张三"}, "乙方": {"name": "李四"}}
    assert "third_party" not in faults(row, parties=named)
    assert "third_party" not in faults(row, parties={"张三": {}, "李四": {}})
    assert "third_party" in faults(money(100, debtor="王五"), parties=named)


@pytest.mark.parametrize(
    "ground", confirmation_eligibility.GROUNDS.values(), ids=lambda each: each.article
)
def test_yes_to_any_question_means_an_obstacle_and_no_means_none(ground):
    """Who answers alike to all questions gets one answer: all yes, never; all no, it can be."""
    no_ground = dict.fromkeys(confirmation_eligibility.GROUNDS, False)
    assert (
        confirmation_eligibility.verdict(
            confirmation_eligibility.grounds_of(no_ground | {ground.id: True}), [], late=False
        )
        is False
    )
    assert (
        confirmation_eligibility.verdict(
            confirmation_eligibility.grounds_of(no_ground), [], late=False
        )
        is True
    )
    assert re.search("是不是|有没有", ground.ask)
    assert not re.search("自愿的吗|清楚了吗|管不管|在本区调解、或", ground.ask)
    assert "不能确认" in ground.yes_means


def test_a_year_whose_days_of_rest_are_not_published_is_warned_of():
    known, unknown = date(2026, 12, 20), date(2027, 1, 1)
    calendar = calendar_of([], announced=[2026])
    assert confirmation_eligibility.warning(known, known, calendar=calendar) is None
    said = confirmation_eligibility.warning(unknown, date(2027, 1, 4), calendar=calendar)
    assert "2027" in said
    assert "1月1日" in said
    assert confirmation_eligibility.warning(date(2026, 12, 31), date(2027, 1, 4), calendar=calendar)


@pytest.mark.parametrize(
    ("text", "article"),
    [
        ("甲方申请破产后的债权按比例受偿，不另行主张。", "355.4"),
        ("双方同意票据遗失后由甲方申请公示催告。", "355.4"),
        ("行政处罚决定由双方约定撤销。", "355.1"),
        ("楼道归乙方堆放杂物使用。", "358.2"),
        ("法院判决的3万元作废，只付1万元。", "358.6"),
    ],
)
def test_what_courts_decide_otherwise_or_not_at_all_has_its_own_article(text, article):
    found = text_checks.findings(text, on=TODAY)
    assert article in {confirmation_eligibility.ground_of_finding(one).article for one in found}


@pytest.mark.parametrize(
    "text", ["9" * 9999 + "元", "9." * 5000, "壹" * 9999 + "元", "支付" * 5000]
)
def test_endless_texts_are_checked_in_time(text):
    before = process_time()
    text_checks.findings(text, on=date(2026, 11, 29))
    assert process_time() - before < 10


def test_days_beyond_calendars_are_refused():
    for shape, day in ((EligibilityIn(), "effective_on"), (CheckIn(), "on")):
        assert shape.validate({day: "9999-12-31"})[day]
