"""The outside services of the application at hand."""

from flask import Flask, current_app

from weijiayuan.gateways import fake_wechat
from weijiayuan.gateways.government_registers import Registry
from weijiayuan.gateways.government_registers.http_client import NoRegistry, RegistryOverHttp
from weijiayuan.gateways.government_registers.sample import SampleRegistry
from weijiayuan.gateways.storage import Storage, open_storage
from weijiayuan.gateways.storage.disk import DiskStorage
from weijiayuan.gateways.video_rooms import VideoRooms
from weijiayuan.gateways.video_rooms.http_client import NoVideo, VideoOverHttp
from weijiayuan.gateways.video_rooms.sample import SampleVideo
from weijiayuan.gateways.wechat import WeChat, WeChatOverHttp
from weijiayuan.gateways.wechat.access_token import TokenInFile, TokenStore
from weijiayuan.settings import Settings

WECHAT = "weijiayuan.wechat"
STORAGE = "weijiayuan.storage"
REVOCATIONS = "weijiayuan.revocations"
REGISTRY = "weijiayuan.registry"
VIDEO = "weijiayuan.video"
THREADS_KEPT_FREE = 3  # of a web process, for everything that needs no WeChat


def init_app(app: Flask, settings: Settings) -> None:
    """Connect the services, and mount the fake WeChat where no real one is named."""
    app.extensions[WECHAT] = WeChatOverHttp(
        app_id=settings.wechat_appid,
        secret=settings.wechat_secret,
        store=token_store(settings),
        base=settings.wechat_api_base,
        at_once=settings.wechat_at_once or max(settings.web_threads - THREADS_KEPT_FREE, 1),
    )
    app.extensions[STORAGE] = open_storage(settings.storage_url, folder=settings.data_dir / "files")
    app.extensions[REVOCATIONS] = open_revocations(settings, app.extensions[STORAGE])
    app.extensions[REGISTRY] = open_registry(settings)
    app.extensions[VIDEO] = open_video(settings)
    if settings.fake_wechat:
        app.register_blueprint(fake_wechat.blueprint(fake_wechat.State(settings.fake_wechat_state)))


def wechat() -> WeChat:
    """Return WeChat, real or fake."""
    found: WeChat = current_app.extensions[WECHAT]
    return found


def registry() -> Registry:
    """Return the registers of the state, real or sample."""
    found: Registry = current_app.extensions[REGISTRY]
    return found


def open_registry(settings: Settings) -> Registry:
    """Connect the registers; beside the fake WeChat a sample of them, and otherwise none."""
    if settings.registry_url:
        return RegistryOverHttp(settings.registry_url, settings.registry_token)
    if settings.fake_wechat:
        return SampleRegistry(settings.data_dir / "sample-registry.json")
    return NoRegistry()


def video() -> VideoRooms:
    """Return the video service, real or sample."""
    found: VideoRooms = current_app.extensions[VIDEO]
    return found


def open_video(settings: Settings) -> VideoRooms:
    """Connect the video service; beside the fake WeChat a sample of one, and otherwise none."""
    if settings.video_url:
        return VideoOverHttp(settings.video_url, settings.video_token)
    if settings.fake_wechat:
        return SampleVideo(settings.data_dir / "sample-video.json")
    return NoVideo()


def storage() -> Storage:
    """Return where the bytes of files are kept."""
    found: Storage = current_app.extensions[STORAGE]
    return found


def open_revocations(settings: Settings, files: Storage) -> Storage:
    """Return where revocations are kept: beside the files, where no restore replaces anything."""
    if settings.storage_url is not None:
        return files
    return DiskStorage(settings.data_dir / "revocations")


def revocation_storage() -> Storage:
    """Return where the list of what a restore must not bring back is kept."""
    found: Storage = current_app.extensions[REVOCATIONS]
    return found


def token_store(settings: Settings) -> TokenStore:
    """Share WeChat's token through Redis where there is one, else through a file."""
    if settings.redis_url is None:
        return TokenInFile(settings.data_dir / "wechat-token.json")
    from redis import Redis  # noqa: PLC0415  # installed only where it is used

    from weijiayuan.gateways.wechat.access_token_in_redis import TokenInRedis  # noqa: PLC0415

    redis = Redis.from_url(settings.redis_url, socket_timeout=2, socket_connect_timeout=2)
    return TokenInRedis(redis, settings.wechat_appid)
