"""The mini-program's page shows the very lines that docs/draws.md explains and a test runs."""

from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_page_shows_the_lines_of_the_document():
    page = (ROOT / "miniprogram/pages/markets/draw/check.js").read_text("utf-8")
    shown = page.partition("`")[2].rpartition("`")[0].replace("\\${", "${")
    document = (ROOT / "docs/draws.md").read_text("utf-8")
    explained = document.partition("```python\n")[2].partition("```")[0]
    assert shown.strip() == explained.strip()
