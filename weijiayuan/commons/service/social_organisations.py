"""The register of social organisations."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from stdnum.cn import uscc
from stdnum.exceptions import ValidationError

from weijiayuan import audit
from weijiayuan.commons.errors import CommunityUnknown, DatesUnfit, OrganisationTaken, UsccWrong
from weijiayuan.commons.models import Organisation, OrganisationKind
from weijiayuan.commons.queries import social_organisations as organisation_queries
from weijiayuan.commons.service.public_text_check import require_nobody_named
from weijiayuan.db import db
from weijiayuan.places import queries as places

BEGINS = {
    OrganisationKind.ASSOCIATION: "51",
    OrganisationKind.SERVICE: "52",
    OrganisationKind.FOUNDATION: "53",
}
"""How the codes begin that civil affairs gives (GB 32100); a group on record has none."""

NUMBER = re.compile(r"\+?[\d\s()（）-]{7,}")
"""How an organisation is reached may be public; what is said of somebody may not."""


def enter(facts: Mapping[str, Any], *, on: date) -> Organisation:
    """Put an organisation on the register. Raises `OrganisationTaken`, `UsccWrong`."""
    found = Organisation(**_checked(facts, on=on))
    try:
        with db.session.begin_nested():
            db.session.add(found)
    except IntegrityError as error:
        raise OrganisationTaken from error
    audit.record("organisation entered", subject_kind="organisation", subject_id=found.id)
    return found


def change(organisation_id: UUID, facts: Mapping[str, Any], *, on: date) -> Organisation:
    """Change what the register says. Raises `OrganisationTaken`, `UsccWrong`."""
    found = organisation_queries.organisation(organisation_id)
    for name, value in _checked(facts, on=on).items():
        setattr(found, name, value)
    try:
        db.session.flush()
    except IntegrityError as error:
        raise OrganisationTaken from error
    audit.record("organisation changed", subject_kind="organisation", subject_id=found.id)
    return found


def _checked(facts: Mapping[str, Any], *, on: date) -> dict[str, Any]:
    """Return the facts, whose code is of the kind and whose dates can be.

    Raises `UsccWrong`, `CommunityUnknown`, `DatesUnfit`, `NamesSomebody`.
    """
    kind = OrganisationKind(facts["kind"])
    if places.community(facts["community_code"]) is None:
        raise CommunityUnknown
    registered, reported = facts["registered_on"], facts["reported_for"]
    if (registered and registered > on) or (reported and reported > on.year):
        raise DatesUnfit
    require_nobody_named(facts["about"])
    if facts["contact_is_public"]:
        require_nobody_named(NUMBER.sub("", facts["contact"]))
    return {
        **facts,
        "uscc": _code(kind, facts["uscc"], is_needed=registered is not None),
        "kind": kind,
    }


def _code(kind: OrganisationKind, code: str | None, *, is_needed: bool) -> str | None:
    """Return the code in one spelling; who is registered has one of its kind."""
    begins = BEGINS.get(kind)
    if code is None:
        if is_needed and begins:
            raise UsccWrong
        return None
    try:
        code = str(uscc.validate(code))
    except ValidationError as error:
        raise UsccWrong from error
    if begins is None or not code.startswith(begins):
        raise UsccWrong
    return code
