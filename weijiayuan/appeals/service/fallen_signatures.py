"""Signatures under terms that are not in effect fall, and whoever signed is told so."""

from datetime import datetime

from weijiayuan.appeals import mediation_queries as queries
from weijiayuan.appeals.models import Mediation
from weijiayuan.appeals.service.mediation_notices import tell_side

REWRITTEN = "条款改写了"
MEDIATOR_LEFT = "原来的调解员不再主持"
TIES = "调解员说明了利害关系"
PARTY_CHANGED = "当事人的情况有变"
SIGN_AGAIN = "以后写好的条款，请看过、同意再签"


def drop(mediation: Mediation, because: str, then: str = SIGN_AGAIN, *, now: datetime) -> None:
    """Take back every signature under terms not in effect; tell each side whose signature it was.

    Whoever signed believes it done, and would look no more.
    """
    agreement = queries.newest_agreement(mediation.id)
    hands: set[str] = set()
    if agreement is not None and agreement.effective_at is None:
        hands = {one.who for one in queries.signatures_of(agreement.id)}
    queries.drop_unsigned(mediation.id)
    facts = {"number": mediation.number, "because": because, "then": then}
    for party in queries.parties_of(mediation.id):
        if f"party_{party.side}" in hands:
            cause = now.isoformat()
            tell_side(mediation, party, "signature_fell", facts, cause=cause, now=now)
