"""Where the world reaches this service: as the operator said, not as a Host header does."""

from flask import current_app, request

from weijiayuan.settings import Settings


def public_root() -> str:
    """Return the beginning of our own addresses, without a slash at its end.

    Beside the fake WeChat, where nobody said, it is how the caller found us; in production it is
    this machine's own address, which is of no use to others and does no harm.
    """
    settings: Settings = current_app.extensions["weijiayuan.settings"]
    if settings.public_url:
        return settings.public_url
    if settings.fake_wechat and request.host in _own_names(settings):
        return request.url_root.rstrip("/")
    return f"http://{settings.host}:{settings.port}"


def _own_names(settings: Settings) -> set[str]:
    hosts = {"localhost", "127.0.0.1", settings.host}
    return hosts | {f"{host}:{settings.port}" for host in hosts}
