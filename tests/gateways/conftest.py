import pytest

from tests.fakes.wechat import make_client


@pytest.fixture
def pauses():
    return []


@pytest.fixture
def wechat(fake_wechat, pauses):
    return make_client(fake_wechat, pause=pauses.append)
