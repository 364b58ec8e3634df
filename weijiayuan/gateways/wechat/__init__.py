"""WeChat as the product sees it: what we ask of it, what it answers, how it refuses."""

from weijiayuan.gateways.wechat.client import WeChatOverHttp
from weijiayuan.gateways.wechat.protocol import (
    Image,
    PhoneNumber,
    Scene,
    Session,
    SubscribeMessage,
    Suggestion,
    TextVerdict,
    WeChat,
)

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
