import pytest

from tests.factories.open311 import make_key


@pytest.fixture
def key(district):
    return make_key()
