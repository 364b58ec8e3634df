"""What was seen of a right to a unit: of the paper a digest is kept, and two must see the same.

One paper speaks for one unit: its number, however it is written and whatever
kind of paper it is called, and its picture.
"""

from collections.abc import Iterable
from hashlib import sha256
from uuid import UUID

from weijiayuan.commons.errors import ProofNotNamed, ProofUsed
from weijiayuan.commons.models import Evidence, MemberRequest, RequestState, Space
from weijiayuan.commons.queries import deliberation_spaces
from weijiayuan.commons.queries import owners_assembly_foundings as founding_queries
from weijiayuan.commons.rules import title_number
from weijiayuan.commons.rules.unit_number_spelling import key_of
from weijiayuan.db import blind_index
from weijiayuan.files import queries as file_queries
from weijiayuan.files import service as files
from weijiayuan.files.rules import Rendition
from weijiayuan.public_words import tight


def digest_of(paper_id: UUID | None, evidence: Evidence | None, reference: str) -> str:
    """Return the digest of the picture that was sent, or of the number of the paper seen.

    Raises `ProofNotNamed`.
    """
    if paper_id is not None:
        paper = file_queries.file(paper_id)
        assert paper is not None
        return sha256(files.bytes_of(paper.key, Rendition.FULL)).hexdigest()
    if evidence is None or not reference:
        raise ProofNotNamed
    return _mark(title_number.read(reference).key)


def _mark(key: str) -> str:
    return blind_index(f"commons.title:{key}")


def _as_before(evidence: Evidence, reference: str) -> str:
    """Return the digest as it was kept while a number was compared letter by letter."""
    return blind_index(f"commons.proof:{evidence}:{tight(reference).upper()}")


def require_unused(space: Space, unit: str, digest: str, reference: str) -> None:
    """Raise `ProofUsed` where the same paper was seen for another unit of the community.

    The same flat may stand on the roll of its building and on that of its estate; in another
    community nobody here could put a mistake right.
    """
    known = {digest}
    if reference:
        known |= {_as_before(kind, reference) for kind in Evidence}
        known |= set(map(_mark, title_number.read(reference).may_be))
    for other, where in _seen_before(known):
        if where.community_code != space.community_code:
            continue
        is_same = key_of(other) == key_of(unit) if where.id == space.id else _overlap(where, space)
        if not is_same:
            raise ProofUsed


def _seen_before(digests: Iterable[str]) -> list[tuple[str, Space]]:
    """Return the units, with their spaces, for which one of these proofs still stands."""
    kept = list(digests)
    asked = [
        (request.unit, space)
        for request, space in deliberation_spaces.proofs(kept)
        if _still_stands(request)
    ]
    return asked + list(founding_queries.proofs(kept))


def _still_stands(request: MemberRequest) -> bool:
    """Tell whether what was seen binds, or is about to: an account taken off its unit does not."""
    if request.state is RequestState.SEEN:
        return True
    member = deliberation_spaces.member_with_unit(request.roll_id, request.unit)
    return member.resident_id == request.resident_id


def _overlap(one: Space, other: Space) -> bool:
    """Tell whether two spaces may hold the same flat: a building in its estate."""
    return one.kind is not other.kind
