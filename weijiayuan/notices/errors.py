"""The refusals of the inbox and of WeChat's door."""

from weijiayuan.kernel.errors import Forbidden, NotFound


class NoticeNotFound(NotFound):
    code = "notices.notice_not_found"


class PushRefused(Forbidden):
    """Whoever knocked is not WeChat, or WeChat was not told our secrets."""

    code = "notices.push_refused"
