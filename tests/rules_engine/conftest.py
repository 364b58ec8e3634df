from datetime import date

import pytest

from tests.districts import GUANGMING
from weijiayuan.rules_engine.evaluate.engine import Engine
from weijiayuan.welfare.benefits.benefit_pack_loader import read_pack

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="session")
def pack():
    return read_pack(GUANGMING.pack_folder)


@pytest.fixture(scope="session")
def engine(pack):
    return Engine(pack)
