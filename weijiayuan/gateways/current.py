"""The outside services of the application at hand."""

from flask import Flask, current_app

from weijiayuan.gateways import fake_wechat
from weijiayuan.gateways.wechat import WeChat, WeChatOverHttp
from weijiayuan.gateways.wechat.tokens import TokenInFile, TokenStore
from weijiayuan.settings import Settings

WECHAT = "weijiayuan.wechat"


def init_app(app: Flask, settings: Settings) -> None:
    """Connect the services, and mount the fake WeChat where no real one is named."""
    app.extensions[WECHAT] = WeChatOverHttp(
        app_id=settings.wechat_appid,
        secret=settings.wechat_secret,
        store=token_store(settings),
        base=settings.wechat_api_base,
    )
    if settings.fake_wechat:
        app.register_blueprint(fake_wechat.blueprint(fake_wechat.State(settings.fake_wechat_state)))


def wechat() -> WeChat:
    """Return WeChat, real or fake."""
    found: WeChat = current_app.extensions[WECHAT]
    return found


def token_store(settings: Settings) -> TokenStore:
    """Share WeChat's token through Redis where there is one, else through a file."""
    if settings.redis_url is None:
        return TokenInFile(settings.data_dir / "wechat-token.json")
    from redis import Redis  # noqa: PLC0415  # installed only where it is used

    from weijiayuan.gateways.wechat.token_in_redis import TokenInRedis  # noqa: PLC0415

    redis = Redis.from_url(settings.redis_url, socket_timeout=2, socket_connect_timeout=2)
    return TokenInRedis(redis, settings.wechat_appid)
