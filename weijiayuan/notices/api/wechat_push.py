"""WeChat's door: what the platform pushes to us. It waits five seconds and knocks three times."""

from typing import Any

from flask import Response, current_app, request

from weijiayuan.accounts.queries import resident_by_openid
from weijiayuan.gateways.wechat import crypto, received_pushes
from weijiayuan.gateways.wechat.crypto import NotFromWeChat, PushSecrets
from weijiayuan.kernel import clock
from weijiayuan.notices import service, subscribe_templates
from weijiayuan.notices.errors import PushRefused
from weijiayuan.settings import Settings
from weijiayuan.web.blueprint import Blueprint, open_to_all

door = Blueprint(
    "wechat-push", __name__, guard=open_to_all, url_prefix="/wechat/push", description="微信推送"
)
SWITCHED_OFF = "subscribe_msg_change_event"


@door.get("")
@door.response(200, description="echostr, 原样")
@door.refuses(PushRefused)
def prove_address() -> Response:
    """Show WeChat that the address is ours, by sending back what it sent."""
    given = request.args
    parts = secrets().token, given.get("timestamp", ""), given.get("nonce", "")
    try:
        crypto.check_signature(given.get("signature", ""), *parts)
        crypto.check_age(given.get("timestamp", ""), now=clock.now())
    except NotFromWeChat as error:
        raise PushRefused from error
    return Response(given.get("echostr", ""), mimetype="text/plain")


@door.post("", idempotent=False, raw_body=True)
@door.response(200, description="success")
@door.refuses(PushRefused)
def take_push() -> Response:
    """Keep what WeChat tells us, once however often it says it, and do the little that follows."""
    try:
        message = crypto.open_push(secrets(), request.args, request.get_data())
        crypto.check_age(request.args.get("timestamp", ""), now=clock.now())
    except NotFromWeChat as error:
        raise PushRefused from error
    if received_pushes.keep(message) and message.get("Event") == SWITCHED_OFF:
        end_subscriptions(message)
    return Response("success", mimetype="text/plain")


def secrets() -> PushSecrets:
    """Return what the operator agreed with WeChat. Raises `PushRefused` when nothing was."""
    settings: Settings = current_app.extensions["weijiayuan.settings"]
    in_the_clear = not settings.wechat_push_key
    if not settings.wechat_push_token or (in_the_clear and not settings.fake_wechat):
        raise PushRefused
    return PushSecrets(
        settings.wechat_appid, settings.wechat_push_token, settings.wechat_push_key or None
    )


def end_subscriptions(message: dict[str, Any]) -> None:
    """Send no more of what a resident switched off in WeChat's own settings."""
    resident = resident_by_openid(str(message.get("FromUserName")))
    if resident is None:
        return
    refused = {
        change.get("TemplateId")
        for change in changes_of(message)
        if change.get("SubscribeStatusString") == "reject"
    }
    for kind, template in subscribe_templates.chosen().items():
        if template.id in refused:
            service.end_subscription(resident.id, kind=kind)


def changes_of(message: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the changes of an event: WeChat sends a single one without its list."""
    given = message.get("List")
    listed = given if isinstance(given, list) else [given]
    return [change for change in listed if isinstance(change, dict)]
