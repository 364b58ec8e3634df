"""People who are sent as a table: read as the same people would be, mistakes named by place."""

import csv
from datetime import date
from io import StringIO

import pytest

from tests.districts import GUANGMING
from tests.rules_engine.conftest import TODAY
from weijiayuan.rules_engine.evaluate.population_columns import household_at
from weijiayuan.rules_engine.pack.model import Kind, Subject
from weijiayuan.rules_engine.values.dates import number_of
from weijiayuan.welfare.simulation.census import read_census
from weijiayuan.welfare.simulation.reform_simulation import Reform, simulate
from weijiayuan.welfare.simulation.rule_overlay import Overlay
from weijiayuan.welfare.simulation.synthetic_population import Synthetic
from weijiayuan.welfare.simulation.uploaded_population import PeopleInvalid, csv_rows, read_people

CENSUS = read_census(GUANGMING.folder)

REFORM = Reform(TODAY, Overlay({"minimum_wage": 252_000}), Overlay({"minimum_wage": 270_000}), 0, 0)


def read(pack, text, **more):
    return read_people(pack, csv_rows(text.encode()), TODAY, census=CENSUS, **more)


def table_of(pack, drawn):
    """Write a drawn population as somebody would who knows all about it."""
    names = [name for name in pack.questions if name != pack.people_question]
    sheet = StringIO()
    lines = csv.writer(sheet)
    lines.writerow(["household", "street", *names])
    for which, street in enumerate(drawn.streets):
        household = household_at(pack, drawn.population, which)
        for place, person in enumerate(household.people):
            shared = household.answers if place == 0 else {}
            cells = [_cell(pack, name, shared, person, place) for name in names]
            lines.writerow([which, CENSUS.streets[street], *cells])
    return sheet.getvalue()


def _cell(pack, name, shared, person, place):
    question = pack.questions[name]
    if question.subject is Subject.MEMBER and place == 0:
        return ""
    value = (
        shared.get(name)
        if question.subject in {Subject.HOUSEHOLD, Subject.APPLICANT}
        else person[name]
    )
    if isinstance(value, bool):
        return "是" if value else "否"
    if value is not None and question.kind is Kind.MONEY:
        return f"{value / 100:.2f}"
    return "" if value is None else str(value)


def test_a_population_that_is_written_down_and_sent_gives_the_same_result(pack):
    drawn = Synthetic(pack, census=CENSUS, people=600, on=number_of(TODAY), seed=5)

    sent = read(pack, table_of(pack, drawn))

    assert sent.population.people == drawn.count
    first = simulate(pack, REFORM, lambda _: None, census=CENSUS, subjects=drawn.subjects)
    again = simulate(pack, REFORM, lambda _: None, census=CENSUS, subjects=sent)
    assert sum(p["heads"][1] for p in first["policies"]) > 100
    for part in ("people", "households", "policies", "groups", "cliffs", "charts"):
        assert again[part] == first[part], part


def test_an_empty_cell_is_unknown_and_counts_as_neither(pack):
    known = "household,birth_date,hukou,lives_in\nA,1940-01-01,guangming,guangming\n"
    unknown = "household,birth_date,hukou,lives_in\nA,1940-01-01,,guangming\n"

    policies = [
        {
            p["id"]: p
            for p in simulate(
                pack, REFORM, lambda _: None, census=CENSUS, subjects=read(pack, text)
            )["policies"]
        }
        for text in (known, unknown)
    ]

    assert policies[0]["gaoling"]["heads"] == [1, 1]
    assert policies[1]["gaoling"]["heads"] == [0, 0]
    assert policies[1]["gaoling"]["needs_office"] == [1, 1]


def test_what_is_not_known_stands_in_a_group_of_its_own(pack):
    text = "household,street,birth_date,income\nA,,1950,3000..4500\nB,马田街道,1950-02-03,3000\n"

    groups = simulate(pack, REFORM, lambda _: None, census=CENSUS, subjects=read(pack, text))[
        "groups"
    ]

    for name in ("age", "street", "income"):
        rows = {row["group"]: row["counted"] for row in groups[name]}
        assert rows["不详"] == 1
        assert sum(rows.values()) == 2


def test_a_sheet_as_a_chinese_spreadsheet_writes_it_is_read(pack):
    text = 'household,hukou,birth_date,income\r\n一,深圳光明区,1950/3/1,"3,000.50"\r\n'

    sent = read_people(pack, csv_rows(text.encode("gb18030")), TODAY, census=CENSUS)

    assert sent.population.person["birth_date"][0][0] == 19500301
    assert sent.population.person["income"][0][0] == 300_050


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("", 1, "household"),
        ("household\n", 2, "household"),
        ("birth_date\n1950-01-01\n", 1, "household"),
        ("household,shoe_size\nA,42\n", 1, "shoe_size"),
        ("household,people\nA,1\n", 1, "people"),
        ("household,hukou,hukou\nA,guangming,guangming\n", 1, "hukou"),
        ("household,hukou\nA\n", 2, "household"),
        ("household,hukou\n,guangming\n", 2, "household"),
        ("household,hukou\nA,guangming\nB,\nA,\n", 4, "household"),
        ("household,hukou\nA,moonbase\n", 2, "hukou"),
        ("household,birth_date\nA,\nB,31.12.1950\n", 3, "birth_date"),
        ("household,birth_date\nA,2950-01-01\n", 2, "birth_date"),
        ("household,income\nA,secret77\n", 2, "income"),
        ("household,income\nA,10.005\n", 2, "income"),
        ("household,income\nA,900..300\n", 2, "income"),
        ("household,income\nA,1e400\n", 2, "income"),
        ("household,permit\nA,maybe77\n", 2, "permit"),
        ("household,street\nA,Atlantis\n", 2, "street"),
        ("household,home\nA,rents\nA,owns\n", 3, "home"),
        ('household,hukou\nA,"x\n', 1, "household"),
        ("household\n" + "A\n" * 40, 14, "household"),
    ],
)
def test_a_mistake_is_named_by_line_and_column_without_what_it_said(pack, text, line, column):
    with pytest.raises(PeopleInvalid) as invalid:
        read(pack, text)

    first = invalid.value.problems[0]
    assert (first.line, first.column) == (line, column)
    for said in ("secret77", "maybe77", "moonbase", "Atlantis", "31.12.1950"):
        assert said not in str(invalid.value)


def test_mistakes_are_named_all_together_but_not_without_end(pack):
    rows = "".join(f"H{n},no\n" for n in range(500))

    with pytest.raises(PeopleInvalid) as invalid:
        read(pack, "household,birth_date\n" + rows)

    assert len(invalid.value.problems) == 100


def test_more_people_than_allowed_are_refused(pack):
    with pytest.raises(PeopleInvalid, match="最多 3 人"):
        read(pack, "household\nA\nB\nC\nD\n", most=3)


def test_only_the_first_line_answers_for_the_applicant(pack):
    alone = next(q.id for q in pack.questions.values() if q.subject is Subject.APPLICANT)
    with pytest.raises(PeopleInvalid) as invalid:
        read(pack, f"household,{alone}\nA,\nA,是\n")

    assert invalid.value.problems[0].line == 3


def test_ages_are_completed_years_on_the_day(pack):
    day = date(2026, 11, 30)
    text = "household,birth_date\nA,1946-11-30\nB,1946-12-01\nC,1946\n"

    assert list(read_people(pack, csv_rows(text.encode()), day, census=CENSUS).ages) == [80, 79, -1]


@pytest.mark.parametrize(
    ("year", "first", "last"),
    [("1950", 19500101, 19501231), ("2026", 20260101, 20261123)],
)
def test_a_year_alone_is_as_much_of_it_as_is_past(pack, year, first, last):
    sent = read(pack, f"household,birth_date\nA,{year}\n")

    low, high = sent.population.person["birth_date"]
    assert (low[0], high[0]) == (first, last)


def test_a_year_that_is_yet_to_come_is_told(pack):
    with pytest.raises(PeopleInvalid) as wrong:
        read(pack, "household,birth_date\nA,2027\n")

    assert [(each.line, each.column) for each in wrong.value.problems] == [(2, "birth_date")]
