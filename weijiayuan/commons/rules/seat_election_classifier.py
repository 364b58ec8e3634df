"""Whether a question fills a seat: somebody comes into the owners' committee, stays, or goes.

There are more words for an election than anybody can list (换血, 接棒, 边个入, 勾五个), and the
committee is named in most questions that elect nobody. So a question that names it is weighed as
it was taught by `python -m tools.teach_elections`. Pure.
"""

import re

from weijiayuan.language import short_text_classifier

ELECTS, LAWFUL = "elects", "ok"
WEIGHTS = ("commons", "election_weights.tsv")
SEAT = re.compile(
    r"业委|业主委员|监委|监督委员|居务监督|委员|业主代表|楼栋?长|监督员|监事|班子|召集人|主席"
    r"|主任|会长|理事|秘书长"
)


def likelihood(question: str) -> float:
    """Return how likely a question fills a seat, from 0 to 1; 0 where no seat is named.

    >>> likelihood("北门的路灯什么时候修")
    0.0
    """
    if not SEAT.search(question):
        return 0.0
    return short_text_classifier.likelihood(ELECTS, question, by=WEIGHTS)
