"""Money is a whole number of fen. Yuan appear only where people read or write them."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in fen (1 yuan = 100 fen)."""

    fen: int

    @classmethod
    def yuan(cls, amount: Decimal | int | str) -> "Money":
        """Round to the nearest fen, half up, as the payment notices do."""
        return cls(int((Decimal(amount) * 100).quantize(Decimal(1), ROUND_HALF_UP)))

    def __add__(self, other: "Money") -> "Money":
        return Money(self.fen + other.fen)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.fen - other.fen)

    def __str__(self) -> str:
        """Write the amount in yuan with no more decimals than it has.

        >>> str(Money(250000)), str(Money(2540)), str(Money(5))
        ('2500元', '25.4元', '0.05元')
        """
        whole, fen = divmod(abs(self.fen), 100)
        decimals = f".{fen:02}".rstrip("0") if fen else ""
        return f"{'-' if self.fen < 0 else ''}{whole}{decimals}元"
