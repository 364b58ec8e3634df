"""Organisations as they are shown."""

from datetime import date
from typing import Any

from weijiayuan.commons.models import (
    Organisation,
    OrganisationKind,
)
from weijiayuan.web.decided_as_read import version_of
from weijiayuan.web.messages import text

LEAST_PERSONS, LEAST_BODIES = 50, 30


def version(found: Organisation) -> str:
    """Name an organisation by all that its register says."""
    said = (getattr(found, name) for name in ORGANISATION)
    return version_of(found.kind.value, found.contact, *said)


def organisation(found: Organisation, *, on: date, for_desk: bool) -> dict[str, Any]:
    """Return an organisation, when its report is due, and what its register should look at."""
    due = None
    if found.kind is OrganisationKind.ASSOCIATION and found.registered_on is not None:
        behind = (found.reported_for or found.registered_on.year - 1) < on.year - 1
        due = date(on.year if behind else on.year + 1, 5, 31)
    return {
        **{name: getattr(found, name) for name in ORGANISATION},
        "contact": found.contact if for_desk or found.contact_is_public else "",
        "kind": found.kind.value,
        "report_due": due,
        "warnings": _warnings(found, due, on=on),
        "version": version(found) if for_desk else "",
    }


ORGANISATION = (
    "id",
    "name",
    "community_code",
    "uscc",
    "supervisor",
    "registered_on",
    "contact_is_public",
    "about",
    "persons",
    "bodies",
    "reported_for",
    "is_sample",
)


def _warnings(found: Organisation, due: date | None, *, on: date) -> list[str]:
    said = []
    if due is not None and due < on:
        said.append(text("commons.report_late", due=due))
    if found.kind is OrganisationKind.ASSOCIATION and found.registered_on is None:
        said.append(text("commons.not_registered"))
    few = (found.persons or 0) < LEAST_PERSONS and (found.bodies or 0) < LEAST_BODIES
    counted = found.persons is not None or found.bodies is not None
    if found.kind is OrganisationKind.ASSOCIATION and counted and few:
        said.append(text("commons.too_few_members"))
    return said
