"""What words that everybody reads may not say, for every service. Pure."""

from weijiayuan.public_words.named_persons import (
    PRIVATE,
    names_anybody,
    plain,
    says_who,
    tells_who_lives_where,
    tight,
)
from weijiayuan.public_words.prohibited_public_text import (
    fault_in,
    fault_in_telephone,
    insults,
)

__all__ = [
    "PRIVATE",
    "fault_in",
    "fault_in_telephone",
    "insults",
    "names_anybody",
    "plain",
    "says_who",
    "tells_who_lives_where",
    "tight",
]
