"""What words that everybody reads may not say, for every service. Pure."""

from weijiayuan.public_words.named_persons import PRIVATE, plain, says_who, tight

__all__ = ["PRIVATE", "plain", "says_who", "tight"]
