"""The registers are asked once more when an officer is about to approve.

Between a submission and a decision somebody may be barred anywhere in the country. What the
registers say by then is kept with the application, so that the next look shows it, and nothing is
decided by who had not seen it. While they are silent, what they said before counts.
"""

from uuid import UUID

from weijiayuan.approvals.errors import FactsChanged
from weijiayuan.approvals.queries import applications as queries
from weijiayuan.approvals.rules.states import ApplicationState
from weijiayuan.approvals.service.applications import ask_registers
from weijiayuan.approvals.service.facts_of_today import BARRED
from weijiayuan.db import reading, transaction


def ask(application_id: UUID) -> None:
    """Ask who of those named is barred by now. Opens transactions.

    Raises `FactsChanged` where the registers call somebody barred who was not; what they said
    stands by then.
    """
    with reading():
        application = queries.application(application_id)
        answers, was = queries.answers_of(application), application.named_barred
        is_open = application.state is ApplicationState.IN_REVIEW
    if not is_open or was is True or not ask_registers(answers).numbers:
        return
    with transaction():
        queries.application_to_change(application_id).named_barred = True
    raise FactsChanged(changed=BARRED["barred"])
