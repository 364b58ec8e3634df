"""Worker processes of the race tests: they deliver, and one of them is killed on its way."""

import os
import signal

from tests.factories.notices import know_sentences
from tests.fakes.wechat import make_client
from weijiayuan.app import create_app
from weijiayuan.db import db
from weijiayuan.gateways import setup as gateways
from weijiayuan.notices.periodic_tasks import deliver


class Dying:
    """A way to WeChat that ends with the process, before or after the message went out."""

    def __init__(self, real, moment):
        self.real, self.moment = real, moment

    def send(self, message):
        if self.moment == "after":
            self.real.send(message)
        os.kill(os.getpid(), signal.SIGKILL)


def service_of(settings, base):
    app = create_app(settings)
    app.extensions[gateways.WECHAT] = make_client(type("Far", (), {"base": base}))
    know_sentences()
    return app


def deliver_all(settings, barrier, base, now):
    app = service_of(settings, base)
    with app.app_context():
        barrier.wait()
        deliver(now)
        db.engine.dispose()


def deliver_and_die(settings, base, now, moment):
    app = service_of(settings, base)
    app.extensions[gateways.WECHAT] = Dying(app.extensions[gateways.WECHAT], moment)
    with app.app_context():
        deliver(now)
