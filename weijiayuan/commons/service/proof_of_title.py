"""What was seen of a right to a unit: of the paper a digest is kept, and two must see the same."""

from hashlib import sha256
from uuid import UUID

from weijiayuan.commons.errors import ProofNotNamed
from weijiayuan.commons.models import Evidence
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
    return blind_index(f"commons.proof:{evidence}:{tight(reference).upper()}")
