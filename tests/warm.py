"""What every racing process needs, loaded once by the process that they are all forked from."""

import psycopg  # noqa: F401  # the driver, which an engine loads when it is made
import pytest  # noqa: F401
import time_machine  # noqa: F401
from sqlalchemy.orm import configure_mappers

from tests import collector
from tests.factories import accounts, events, markets, places, venues  # noqa: F401
from tests.fakes import wechat  # noqa: F401
from weijiayuan import app  # noqa: F401

configure_mappers()
collector.begin()
