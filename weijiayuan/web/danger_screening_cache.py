"""Texts that were read a moment ago and tell of no danger, known again without their words.

A form is checked again at every letter, and of its ten texts nine are the same as before: reading
them for danger was a third of the time of a check. Kept are marks keyed with a secret of this
process, which cannot be turned back into what somebody wrote; a text that alarms is never kept.
"""

import secrets
import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from hashlib import blake2b

MOST = 20_000
"""Marks of 16 bytes; with what Python keeps beside them two megabytes."""


@dataclass
class CalmTextMemory:
    """The marks of calm texts, the latest `most` of them."""

    most: int = MOST
    _secret: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    _marks: OrderedDict[bytes, None] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def knows(self, text: str) -> bool:
        """Tell whether this very text was calm a moment ago."""
        mark = self._mark(text)
        with self._lock:
            if mark not in self._marks:
                return False
            self._marks.move_to_end(mark)
            return True

    def keep(self, text: str) -> None:
        """Know this text from now on, and forget the one not met for longest."""
        mark = self._mark(text)
        with self._lock:
            self._marks[mark] = None
            if len(self._marks) > self.most:
                self._marks.popitem(last=False)

    def _mark(self, text: str) -> bytes:
        written = text.encode("utf-8", "surrogatepass")
        return blake2b(written, key=self._secret, digest_size=16).digest()
