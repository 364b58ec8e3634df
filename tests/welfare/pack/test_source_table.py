"""The page that says which sentence of the sources stands where is the pack's own."""

from pathlib import Path

from weijiayuan.rules_engine.author.condition_source_table import source_table
from weijiayuan.welfare.cli import SOURCES_BEGIN, SOURCES_END

PAGE = Path(__file__).parents[3] / "docs" / "welfare.md"


def test_the_page_says_what_the_pack_says(pack):
    _, _, rest = PAGE.read_text("utf-8").partition(SOURCES_BEGIN)
    table, _, _ = rest.partition(SOURCES_END)

    assert table.strip() == "\n".join(source_table(pack)).strip(), (
        "flask welfare sources --write docs/welfare.md"
    )


def test_every_policy_quotes_its_source(pack):
    assert [policy.id for policy in pack.policies.values() if not policy.says] == []
