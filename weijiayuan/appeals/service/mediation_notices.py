"""Who is told of what happens in a mediation or a session: the sides, its mediator, its judge."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from weijiayuan.appeals import mediation_queries as queries
from weijiayuan.appeals.models import Mediation, MediationParty
from weijiayuan.notices.service import tell

LINK = "/pages/appeals/mediation/mediation?id={id}"
DESK_LINK = "/pages/appeals/mediating/mediating?id={id}"


def tell_sides(
    mediation: Mediation,
    template: str,
    facts: Mapping[str, object],
    *,
    cause: str,
    but: str | None = None,
    link: str | None = None,
    urgent: bool = False,
    now: datetime,
) -> None:
    """Tell every side that has an account, `but` the one whose doing it is."""
    for party in queries.parties_of(mediation.id):
        if party.side != but:
            tell_side(
                mediation, party, template, facts, cause=cause, link=link, urgent=urgent, now=now
            )


def tell_side(
    mediation: Mediation,
    party: MediationParty,
    template: str,
    facts: Mapping[str, object],
    *,
    cause: str,
    link: str | None = None,
    urgent: bool = False,
    now: datetime,
) -> None:
    """Tell one side, if it has an account. Without a `link` it leads to the mediation."""
    if party.resident_id is not None:
        tell(
            party.resident_id,
            cause=f"{template}:{mediation.number}:{party.side}:{cause}",
            template=template,
            facts=dict(facts),
            now=now,
            link=link or LINK.format(id=mediation.id),
            urgent=urgent,
        )


def tell_staff(
    mediation: Mediation,
    staff: Iterable[UUID | None],
    template: str,
    facts: Mapping[str, object],
    *,
    cause: str,
    now: datetime,
    urgent: bool = False,
) -> None:
    """Tell members of staff on their own telephones; the link is for its mediator alone."""
    for staff_id in staff:
        resident_id = queries.resident_of_staff(staff_id)
        if resident_id is not None:
            is_its = staff_id == mediation.mediator_id
            tell(
                resident_id,
                cause=f"{template}:{mediation.number}:{staff_id}:{cause}",
                template=template,
                facts=dict(facts),
                now=now,
                link=DESK_LINK.format(id=mediation.id) if is_its else None,
                urgent=urgent,
            )
