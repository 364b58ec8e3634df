"""A simulation on paper says what its page says, and parts no figure from its error or unit."""

from datetime import date

import pytest

from tests.districts import GUANGMING
from weijiayuan.welfare.builtin_pack import shipped
from weijiayuan.welfare.simulation import report_pdf
from weijiayuan.welfare.simulation.census import read_census
from weijiayuan.welfare.simulation.reform_simulation import Reform, simulate
from weijiayuan.welfare.simulation.rule_overlay import Overlay

ON = date(2026, 11, 23)


def printed(result, monkeypatch):
    """Return the lines that are written on the paper."""
    lines = []
    broken = report_pdf._broken

    def noted(page, text):
        found = broken(page, text)
        lines.extend(found.splitlines())
        return found

    monkeypatch.setattr(report_pdf, "_broken", noted)
    asked = {"on": ON.isoformat(), "seed": 1}
    report_pdf.render(title="试算", asked=asked, result=result, version="1", digest="0")
    return lines


def run(after):
    pack = shipped(GUANGMING.pack_folder).pack
    reform = Reform(ON, Overlay(), Overlay(parameters=after), 1_000, 1)
    return simulate(pack, reform, lambda _: None, census=read_census(GUANGMING.folder))


def test_the_paper_compares_nothing_where_the_former_spending_was_not_found(monkeypatch):
    result = run({"dibao_line": 150_000})

    said = "".join(printed(result, monkeypatch))

    assert "改革前的支出没有找到" in said
    assert "每年至多 没有找到 → " in said
    assert result["uncounted"][0] in said
    assert not any(word in said for word in ("多支出", "变为", "±", "每十分之一", "相对贫困（"))


@pytest.fixture(scope="module")
def wage():
    """Return what a higher minimum wage comes to."""
    return run({"minimum_wage": 300_000})


def test_a_figure_stays_with_its_error_and_its_unit(wage, monkeypatch):
    sentences = ["字" * before + "约 157547 ± 9661 万元；只是抽样误差" for before in range(60)]

    lines = printed(wage | {"summary": sentences}, monkeypatch)

    assert sum("157547 ± 9661 万元；" in line for line in lines) == len(sentences)


@pytest.mark.parametrize("sentences", [4, 14, 24, 34])
def test_bars_stand_together_on_a_page_wherever_they_begin(wage, sentences):
    result = wage | {"warnings": ["请核对"] * sentences, "uncounted": []}
    paper = report_pdf.render(
        title="试算", asked={"on": ON.isoformat()}, result=result, version="1", digest="0"
    )

    assert paper.count(b"/Type /Page\n") <= 3
