"""WeChat as the product sees it: what we ask of it, what it answers, how it refuses."""

from weijiayuan.gateways.wechat.answers import (
    Image,
    PhoneNumber,
    Scene,
    Session,
    SubscribeMessage,
    Suggestion,
    TextVerdict,
    WeChat,
)
from weijiayuan.gateways.wechat.client import WeChatOverHttp

__all__ = [
    "Image",
    "PhoneNumber",
    "Scene",
    "Session",
    "SubscribeMessage",
    "Suggestion",
    "TextVerdict",
    "WeChat",
    "WeChatOverHttp",
]
