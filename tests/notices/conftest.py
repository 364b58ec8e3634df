import pytest

from tests.factories.notices import SENTENCES, know_sentences
from weijiayuan.web.messages import catalogue


@pytest.fixture(autouse=True)
def sentences():
    know_sentences()
    yield
    for code in SENTENCES:
        catalogue().pop(code)
