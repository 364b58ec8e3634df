"""What authors start from must itself be right."""

from datetime import date

import pytest

from weijiayuan.rules_engine.author.worked_cases import read_case_files, run
from weijiayuan.rules_engine.evaluate.engine import Engine
from weijiayuan.welfare.benefits.benefit_pack_loader import read_files
from weijiayuan.welfare.benefits.new_policy_scaffold import new_policy


@pytest.mark.parametrize("today", [date(2026, 11, 23), date(2028, 2, 29)])
def test_the_files_of_a_new_policy_read_well_and_their_cases_come_out(pack, today):
    written = new_policy("elder_tea", today, level="深圳市", local="guangming")
    rules, cases = (
        {name: text for name, text in written.items() if name.startswith(folder)}
        for folder in ("policies", "cases")
    )

    engine = Engine(read_files({**pack.files, **rules}))
    results = [run(engine, case) for case in read_case_files(engine.pack, cases)]

    assert len(results) > 4
    assert [str(result) for result in results if not result.is_right] == []
