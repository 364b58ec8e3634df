"""Consent sheets as they are shown: how far, and nobody's name."""

from typing import Any
from uuid import UUID

from weijiayuan.commons.models import ConsentSheet
from weijiayuan.commons.queries import consent_sheets as sheet_queries
from weijiayuan.commons.queries import deliberation_spaces
from weijiayuan.commons.rules import decision_rules
from weijiayuan.commons.service.consent_sheets import asks_the_owners, consent_of


def sheet(found: ConsentSheet) -> dict[str, Any]:
    """Return how far a sheet is; its digest changes whenever a word of it does."""
    rule = decision_rules.shipped()["dwelling_to_business"]
    consent, is_asked = consent_of(found), asks_the_owners(found)
    return {
        **{name: getattr(found, name) for name in SHEET},
        "purpose": rule.name,
        "article": rule.article,
        "owners": consent.owners,
        "agreed": consent.agreed,
        "refused": consent.refused,
        "missing": consent.owners - consent.agreed - consent.refused,
        "agreed_by": sheet_queries.ways_of_agreeing(found),
        "disputed": consent.disputed,
        "complete": is_asked and consent.is_complete,
        "outdated": not is_asked,
        "roll_version": deliberation_spaces.roll(found.roll_id).version,
        "digest": consent.digest,
    }


SHEET = ("id", "space_id", "unit", "use", "code", "replaced", "closed_at")


def sheet_for(found: ConsentSheet, resident_id: UUID) -> dict[str, Any]:
    """Return a sheet for an owner whom it asks, with what they said."""
    member = deliberation_spaces.member_of(found.roll_id, resident_id)
    return sheet(found) | {
        "said": sheet_queries.said_by(found.id, member.id) if member else None,
        "asked_by_me": found.asked_by == resident_id,
        "space_name": deliberation_spaces.space(found.space_id).name,
    }
