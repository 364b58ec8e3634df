"""Lists show their first row at once: what narrows them folds into one line and a panel."""

import re

import pytest

LISTS = {
    "pages/jobs/list/list": 0.25,
    "pages/venues/list/list": 0.25,
    "pages/activities/list/list": 0.25,
    "pages/markets/list/list": 0.15,
    "packages/directory/near/near": 0.25,
    "packages/directory/resources/resources": 0.25,
    "pages/commons/home/home": 0.25,
}
FIRST = """() => {
  const row = document.querySelector(
    'page:not([hidden]) :is([role=link], [class*=live], .paper)').getBoundingClientRect()
  const pages = document.getElementById('pages').getBoundingClientRect()
  return (row.top - pages.top) / pages.height
}"""


@pytest.mark.parametrize("route", LISTS)
def test_the_first_row_stands_in_the_upper_quarter(phone, route):
    phone.open(route)
    assert phone.page.evaluate(FIRST) < LISTS[route]


def test_what_is_chosen_in_the_panel_is_said_in_the_line(phone):
    phone.open("pages/venues/list/list")
    phone.tap("筛选", exact=True)
    phone.tap("球场", role="tab")
    phone.tap("看结果")
    phone.settle()
    phone.page.get_by_role("button", name="筛选：球场").wait_for()
    kinds = phone.page.get_by_role("link", name=re.compile("最近可约|近两周")).all_inner_texts()
    assert kinds
    assert all("球场" in one for one in kinds)
    phone.tap("筛选：球场")
    phone.tap("不筛选了")
    phone.page.get_by_role("button", name="筛选", exact=True).wait_for()
