"""Numbers as somebody types them from a slip of paper."""

import pytest

from weijiayuan.kernel.ids import as_written


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("261123P53Z2U", "261123-P53Z2U"),
        ("261123-p53z2u", "261123-P53Z2U"),
        ("l261130 gbc84b", "L261130-GBC84B"),
        ("p53z2u", "P53Z2U"),
        ("路灯", "路灯"),
    ],
)
def test_a_number_is_known_with_or_without_its_dash(typed, written):
    assert as_written(typed) == written
