"""`python -m benchmarks.notices [--postgres]`: how many notices a second leave for WeChat.

The fake WeChat answers after 100 ms. Each notice must arrive once.
"""

import argparse
import datetime as dt
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from flask_migrate import upgrade

from benchmarks.__main__ import postgres
from tests.factories.notices import allow, know_sentences, told
from weijiayuan.accounts.models import Resident
from weijiayuan.app import create_app
from weijiayuan.db import db, transaction
from weijiayuan.gateways import setup as gateways
from weijiayuan.gateways.fake_wechat import FAKE_APP_ID, FAKE_SECRET, State, openid_of
from weijiayuan.gateways.wechat import WeChatOverHttp
from weijiayuan.gateways.wechat.access_token import TokenInMemory
from weijiayuan.kernel.clock import at_local, local_date, now
from weijiayuan.notices.periodic_tasks import deliver
from weijiayuan.notices.rules import Kind
from weijiayuan.settings import Settings

PEOPLE = 1_200
DELAY_SECONDS = 0.1
LONGEST = 120
REACH = 200


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.notices")
    parser.add_argument("--postgres", action="store_true")
    asked = parser.parse_args()
    know_sentences()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="wjy-notices-")))
        settings = Settings.from_env({"DATA_DIR": str(folder)})
        if asked.postgres:
            url = stack.enter_context(postgres()).replace("postgresql://", "postgresql+psycopg://")
            settings = replace(settings, database_url=url)
        settings = replace(settings, wechat_at_once=settings.notice_senders)
        state, base = stack.enter_context(fake_wechat(folder))
        app = create_app(settings)
        app.extensions[gateways.WECHAT] = WeChatOverHttp(
            app_id=FAKE_APP_ID,
            secret=FAKE_SECRET,
            store=TokenInMemory(),
            base=base,
            at_once=settings.notice_senders,
        )
        with app.app_context():
            upgrade()
            report(*measured(state))
            db.session.remove()
            db.engine.dispose()


@contextmanager
def fake_wechat(folder: Path):
    """The fake WeChat in a process of its own: what it remembers, and its address."""
    file = folder / "fake.db"
    command = [sys.executable, "-m", "weijiayuan.gateways.fake_wechat", "--state", str(file)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        yield State(file), process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait(10)


def measured(state: State) -> tuple[float, float, Counter[str]]:
    noon = at_local(local_date(now()) + timedelta(days=1), dt.time(12))
    people = [Resident(openid=openid_of(f"of-many-{number}")) for number in range(PEOPLE)]
    with transaction():
        db.session.add_all(people)
    for each in people:
        state.accept(each.openid, "fake-progress")
        allow(each, kind=Kind.PROGRESS)
        told(each, now=noon)
    state.add_fault("send", PEOPLE * 2, {"delay_seconds": DELAY_SECONDS})
    began, spent = time.monotonic(), time.process_time()
    while time.monotonic() - began < LONGEST and len(state.sent(None)) < PEOPLE:
        deliver(noon)
    took, spent = time.monotonic() - began, time.process_time() - spent
    arrived = Counter(message["touser"] for message in state.sent(None))
    return PEOPLE / took, 1000 * spent / PEOPLE, arrived


def report(rate: float, spent: float, arrived: Counter[str]) -> None:
    twice = sum(times > 1 for times in arrived.values())
    print(f"{rate:.0f} notices a second (reach ≥ {REACH}); {spent:.1f} ms of a processor each;")
    print(f"{len(arrived)} of {PEOPLE} arrived, {twice} of them more than once;", end=" ")
    print(f"load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
