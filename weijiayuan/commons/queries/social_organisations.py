"""Questions about social organisations."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from weijiayuan.commons.errors import OrganisationNotFound
from weijiayuan.commons.models import Organisation
from weijiayuan.commons.queries.fetch_by_id import row_of, row_to_change


def organisation(organisation_id: UUID) -> Organisation:
    """Return an organisation. Raises `OrganisationNotFound`."""
    return row_of(Organisation, organisation_id, OrganisationNotFound)


def organisation_to_change(organisation_id: UUID) -> Organisation:
    """Return an organisation, locked until the transaction ends. Raises `OrganisationNotFound`."""
    return row_to_change(Organisation, organisation_id, OrganisationNotFound)


def organisations(*, community: str | None, kind: str | None, q: str | None) -> Select[Any]:
    """Select organisations, of a community, of a kind, with a word in the name."""
    wanted = select(Organisation)
    if community:
        wanted = wanted.where(Organisation.community_code == community)
    if kind:
        wanted = wanted.where(Organisation.kind == kind)
    if q:
        wanted = wanted.where(Organisation.name.contains(q, autoescape=True))
    return wanted
