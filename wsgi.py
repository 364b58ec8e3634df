"""What a web server loads: `wsgi:app`."""

import os

from weijiayuan.app import create_app
from weijiayuan.settings import Settings
from weijiayuan.web.logs import init_logging

init_logging()
app = create_app(Settings.from_env(os.environ))  # noqa: TID251  # the one place that reads it
