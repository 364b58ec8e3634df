"""What words that everybody reads may not say, for every service. Pure."""

from weijiayuan.public_words.named_persons import (
    PRIVATE,
    names_anybody,
    plain,
    says_who,
    tells_who_lives_where,
    tight,
)

__all__ = ["PRIVATE", "names_anybody", "plain", "says_who", "tells_who_lives_where", "tight"]
