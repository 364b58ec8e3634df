import pytest

from weijiayuan.jobs.rules.labelled_sentences import labelled
from weijiayuan.jobs.rules.text_check_evaluation import judge


@pytest.fixture(scope="session")
def judged():
    """What the check says of every labelled sentence."""
    return tuple(judge(label, region="shenzhen") for label in labelled())
