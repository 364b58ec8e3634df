"""A WeChat for machines without WeChat: a real HTTP application with real refusals.

The web workers mount `blueprint(state)`, so that a browser can get codes; the product's own
calls go to the same application standing alone (`python -m weijiayuan.gateways.fake_wechat`).
Both share one small file. Never part of a deployment with real credentials.
"""

from weijiayuan.gateways.fake_wechat.app import PREFIX, blueprint, create_app
from weijiayuan.gateways.fake_wechat.personas import FAKE_APP_ID, FAKE_SECRET, openid_of, phone_of
from weijiayuan.gateways.fake_wechat.store import State

__all__ = [
    "FAKE_APP_ID",
    "FAKE_SECRET",
    "PREFIX",
    "State",
    "blueprint",
    "create_app",
    "openid_of",
    "phone_of",
]
