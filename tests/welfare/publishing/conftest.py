"""A small pack as if it were the one that ships, and two officers."""

import pytest

from tests.districts import GUANGMING
from tests.welfare.publishing.small_pack import only
from weijiayuan.accounts.rules import Role
from weijiayuan.welfare.builtin_pack import whole_folder
from weijiayuan.welfare.pack_in_force import NAME, CurrentPack


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A pack of three policies as if it were the one that ships."""
    folder = tmp_path_factory.mktemp("pack")
    for name, text in only(
        whole_folder(GUANGMING.pack_folder), {"gaoling", "jinglao", "ui"}
    ).items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.fixture(autouse=True)
def looks_at_once(app, folder):
    """Let this process see a publication at the next request."""
    usual = app.extensions[NAME]
    app.extensions[NAME] = CurrentPack(folder)
    app.extensions[NAME].look_every = 0
    yield
    app.extensions[NAME] = usual


@pytest.fixture
def whole(folder):
    """Every file of the pack that ships."""
    return whole_folder(folder)


@pytest.fixture
def first(as_role):
    return as_role(Role.POLICY_OFFICER)


@pytest.fixture
def second(as_role):
    return as_role(Role.POLICY_OFFICER)
