import pytest

from tests.factories.places import make_district


@pytest.fixture
def district(database):
    make_district()
