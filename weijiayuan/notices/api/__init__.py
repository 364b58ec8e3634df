"""The endpoints of notices: a resident's own, and WeChat's door."""

from weijiayuan.notices.api import inbox, my_matters, wechat_subscriptions
from weijiayuan.notices.api.blueprint import mine
from weijiayuan.notices.api.wechat_push import door

__all__ = ["door", "inbox", "mine", "my_matters", "wechat_subscriptions"]
