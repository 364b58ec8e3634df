"""The name under which commands and foreign servers look for the application: `wsgi:app`."""

from weijiayuan.wsgi import app, served

__all__ = ["app", "served"]
