"""Which on-the-spot cases a second person checks."""

from hashlib import blake2b
from uuid import UUID


def is_sampled(event_id: UUID, percent: int) -> bool:
    """Tell whether this case is in the sample.

    Drawn from the random part of the id: nobody chooses it, and asking again gives the same answer.
    """
    digest = blake2b(event_id.bytes, digest_size=8, person=b"sample").digest()
    return int.from_bytes(digest) % 100 < percent
