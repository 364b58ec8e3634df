import pytest

from weijiayuan.jobs.rules.check_evaluation import judge
from weijiayuan.jobs.rules.labelled_sentences import labelled


@pytest.fixture(scope="session")
def judged():
    """What the check says of every labelled sentence."""
    return tuple(judge(label, region="shenzhen") for label in labelled())
