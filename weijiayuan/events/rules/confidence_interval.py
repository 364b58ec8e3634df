"""How much a rate says when it stands on few cases."""

from dataclasses import dataclass
from math import sqrt

Z_95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Rate:
    """A share with the count it stands on and its 95 % Wilson interval, each from 0 to 1."""

    hits: int
    of: int
    low: float
    high: float

    @property
    def share(self) -> float | None:
        """Return the plain share, or None of nothing."""
        return self.hits / self.of if self.of else None


def wilson(hits: int, of: int, z: float = Z_95) -> Rate:
    """Return the rate with its Wilson score interval: one good case out of one is not 100 %.

    >>> one = wilson(1, 1)
    >>> round(one.low, 3), one.high
    (0.207, 1.0)
    """
    if not 0 <= hits <= of:
        raise ValueError(f"{hits} of {of}")
    if of == 0:
        return Rate(0, 0, 0.0, 1.0)
    share = hits / of
    centre = share + z * z / (2 * of)
    spread = z * sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    scale = 1 + z * z / of
    low = max(0.0, (centre - spread) / scale) if hits else 0.0
    high = min(1.0, (centre + spread) / scale) if hits < of else 1.0
    return Rate(hits, of, low, high)
