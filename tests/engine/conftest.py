from datetime import date

import pytest

from weijiayuan.engine.evaluate.engine import Engine
from weijiayuan.welfare.benefits.pack import read_pack
from weijiayuan.welfare.shipped_pack import FOLDER

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="session")
def pack():
    return read_pack(FOLDER)


@pytest.fixture(scope="session")
def engine(pack):
    return Engine(pack)
