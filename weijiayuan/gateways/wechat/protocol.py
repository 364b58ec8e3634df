"""What we ask of WeChat and what it answers, in our words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import Protocol

CHINA = "86"


@dataclass(frozen=True, slots=True)
class Session:
    """Who holds a login code. The session key never leaves the server."""

    openid: str
    session_key: str = field(repr=False)
    unionid: str | None = None


@dataclass(frozen=True, slots=True)
class PhoneNumber:
    """A number that WeChat has verified; `national` is without the country code."""

    national: str = field(repr=False)
    country_code: str

    @property
    def dialled(self) -> str:
        """Return the number as it is dialled here: +852 and the like keep their country."""
        at_home = self.country_code == CHINA
        return self.national if at_home else f"+{self.country_code}{self.national}"


class Scene(IntEnum):
    """Where a text or picture will be seen: decides how strict WeChat judges."""

    PROFILE = 1
    COMMENT = 2
    FORUM = 3
    SOCIAL_LOG = 4


class Suggestion(StrEnum):
    """What WeChat proposes to do with content, from mild to strict."""

    PASS = "pass"  # noqa: S105  # a word of WeChat's, not a password
    REVIEW = "review"
    RISKY = "risky"


@dataclass(frozen=True, slots=True)
class TextVerdict:
    """How WeChat judges a text. Label 100 is harmless; the others name a kind of harm."""

    suggestion: Suggestion
    label: int
    trace_id: str


@dataclass(frozen=True, slots=True)
class SubscribeMessage:
    """One message to one person. `data` maps a keyword such as `thing1` to a fitted value."""

    openid: str = field(repr=False)
    template_id: str
    data: Mapping[str, str] = field(repr=False)
    page: str | None = None


@dataclass(frozen=True, slots=True)
class Image:
    """A picture as it came."""

    content: bytes = field(repr=False)
    media_type: str


class WeChat(Protocol):
    """The few things we ask of WeChat. Every call may raise an error of `errors`."""

    def session_of(self, login_code: str) -> Session:
        """Exchange a login code (five minutes, once) for the person who holds it."""

    def phone_number(self, phone_code: str) -> PhoneNumber:
        """Exchange a code from the phone number button (five minutes, once)."""

    def check_text(self, text: str, *, openid: str, scene: Scene) -> TextVerdict:
        """Judge a text by a person who used the mini-program within two hours."""

    def check_picture(self, url: str, *, openid: str, scene: Scene) -> str:
        """Ask for a judgement of the picture at `url`, and return its trace id.

        WeChat fetches the picture (10 MB at most), and pushes the verdict within 30 minutes.
        """

    def send(self, message: SubscribeMessage) -> None:
        """Send a subscribe message. WeChat does not recognise a repeat: twice is twice."""

    def mini_code(self, *, scene: str, page: str, width: int = 430) -> Image:
        """Draw the round code that opens `page` with `scene` (32 characters at most)."""
