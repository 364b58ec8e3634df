"""How WeChat refuses. Each carries a `kernel` meaning, so that none ends as an error of ours."""

from collections.abc import Mapping

from weijiayuan.kernel.errors import Busy, Refused


class WeChatError(Exception):
    """WeChat said no. `errcode` is its number; its text is kept without our secrets.

    Its kinds are `Refused`, where the person can do something, or `Busy`.
    """

    def __init__(self, call: str, errcode: int, errmsg: str = "") -> None:
        Exception.__init__(self, f"{call}: {errcode} {errmsg}".rstrip())
        self.call, self.errcode = call, errcode
        self.facts: dict[str, object] = {}


class Declined(WeChatError, Busy):
    """WeChat does not do it; for a reason of its kinds, or by a number that we do not know."""

    code = "wechat.refused"


class Misconfigured(WeChatError, Busy):
    """What the operator told WeChat, or us, is wrong: nothing passes until a person mends it."""

    code = "wechat.misconfigured"

    def __init__(self, call: str, errcode: int, errmsg: str = "") -> None:
        super().__init__(call, errcode, errmsg)
        self.facts = {"retry_after": 60}


class UserRefused(Declined):
    """The person does not take this message (no credit, or switched off). Never try again."""


class DataRefused(Declined):
    """The template, its data or the page is wrong. The same message will never pass."""


class PersonAway(Declined):
    """The person has not used the mini-program within two hours, so their text is not judged."""


class CodeRefused(WeChatError, Refused):
    """The login or phone code is unknown, used, or too old."""

    code = "wechat.code_refused"


class PersonBlocked(WeChatError, Refused):
    """WeChat holds this person for a risk."""

    code = "wechat.person_blocked"


class WeChatBusy(WeChatError, Busy):
    """WeChat did not carry the call out: too busy, or over a quota. Later it may."""

    code = "wechat.busy"

    def __init__(self, call: str, errcode: int, errmsg: str = "") -> None:
        super().__init__(call, errcode, errmsg)
        self.facts = {"retry_after": 60 if errcode in QUOTAS else 5}


class TokenRefused(WeChatBusy):
    """The access token is unknown or has run out."""


class WeChatUnreachable(Busy):
    """No answer that can be read.

    `may_have_happened` is false only when WeChat cannot have got the call: a message then
    may be sent again, otherwise the person might get it twice.
    """

    code = "wechat.unreachable"

    def __init__(self, call: str, why: str, *, may_have_happened: bool) -> None:
        super().__init__(retry_after=5)
        self.args = (f"{call}: {why}",)
        self.call, self.may_have_happened = call, may_have_happened


BUSY = -1
QUOTAS = frozenset({45009, 45011})
REPAIRS: Mapping[int, str] = {
    40002: "the kind of grant is not one that WeChat knows: this version is too old for it",
    40013: "WECHAT_APPID is not the mini-program's AppID",
    40125: "WECHAT_SECRET is wrong, or was reset in WeChat's console",
    40164: "this machine's address is not in the list of addresses (IP白名单) of the console",
    40243: "the AppSecret is frozen; thaw it in WeChat's console",
    41002: "WECHAT_APPID is empty",
    41004: "WECHAT_SECRET is empty",
    41008: "a login came without its code: the mini-program is older than this service",
    48001: "this mini-program may not use the call: apply for it in WeChat's console",
    50002: "WeChat has limited this mini-program; see the notices in its console",
}
KINDS: Mapping[int, type[WeChatError]] = {
    BUSY: WeChatBusy,
    **dict.fromkeys(QUOTAS, WeChatBusy),
    **dict.fromkeys([40001, 40014, 42001], TokenRefused),
    **dict.fromkeys([40029, 40163], CodeRefused),
    40226: PersonBlocked,
    43101: UserRefused,
    61010: PersonAway,
    **dict.fromkeys([40003, 40037, 41030, 47003], DataRefused),
    **dict.fromkeys(REPAIRS, Misconfigured),
}


def error_for(call: str, errcode: int, errmsg: str) -> WeChatError:
    """Return the error that WeChat's number stands for."""
    return KINDS.get(errcode, Declined)(call, errcode, errmsg)
