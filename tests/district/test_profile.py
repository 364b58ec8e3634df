"""What the profile of a district may say."""

import shutil

import pytest

from tests.districts import GUANGMING
from weijiayuan.district.profile import BadProfile, read_profile


@pytest.fixture
def profile_with(tmp_path):
    """Read the profile of a district with one number of a community: `profile_with(code, number)`."""

    def read(code, number):
        folder = shutil.copytree(GUANGMING.folder, tmp_path / "elsewhere")
        file = folder / "district.toml"
        head = "[community_telephones]"
        file.write_text(file.read_text("utf-8").replace(head, f'{head}\n{code} = "{number}"'))
        return read_profile(folder)

    return read


def test_a_community_may_have_a_number_of_its_own(profile_with):
    profile = profile_with("440311001001", "0755-12345678")
    assert profile.community_telephones == {"440311001001": "0755-12345678"}


@pytest.mark.parametrize(
    ("code", "number", "said"),
    [
        ("110101001001", "0755-12345678", "no community of 440311"),
        ("440311001", "0755-12345678", "no community of 440311"),
        ("440311001001", "社区值班", "not what can be dialled"),
    ],
)
def test_a_number_that_helps_nobody_is_refused(profile_with, code, number, said):
    with pytest.raises(BadProfile, match=said):
        profile_with(code, number)
