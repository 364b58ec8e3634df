"""The register of social organisations."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from stdnum.cn import uscc
from stdnum.exceptions import ValidationError

from weijiayuan import audit
from weijiayuan.commons.errors import OrganisationTaken, UsccWrong
from weijiayuan.commons.models import Organisation, OrganisationKind
from weijiayuan.commons.queries import organisations as organisation_queries
from weijiayuan.db import db

CIVIL_AFFAIRS = "5"


def enter(facts: Mapping[str, Any]) -> Organisation:
    """Put an organisation on the register. Raises `OrganisationTaken`, `UsccWrong`."""
    found = Organisation(**_checked(facts))
    try:
        with db.session.begin_nested():
            db.session.add(found)
    except IntegrityError as error:
        raise OrganisationTaken from error
    audit.record("organisation entered", subject_kind="organisation", subject_id=found.id)
    return found


def change(organisation_id: UUID, facts: Mapping[str, Any]) -> Organisation:
    """Change what the register says. Raises `OrganisationTaken`, `UsccWrong`."""
    found = organisation_queries.organisation(organisation_id)
    for name, value in _checked(facts).items():
        setattr(found, name, value)
    try:
        db.session.flush()
    except IntegrityError as error:
        raise OrganisationTaken from error
    audit.record("organisation changed", subject_kind="organisation", subject_id=found.id)
    return found


def _checked(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts, with a code that civil affairs can have given (51, 52, 53 …)."""
    code = facts["uscc"]
    if code is not None:
        try:
            code = uscc.validate(code)
        except ValidationError as error:
            raise UsccWrong from error
        if not code.startswith(CIVIL_AFFAIRS):
            raise UsccWrong
    return {**facts, "uscc": code, "kind": OrganisationKind(facts["kind"])}
