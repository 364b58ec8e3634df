"""`weijiayuan …`, or `python -m weijiayuan …`: the one command of an installation.

weijiayuan run | web | worker     the product under its supervisor (weijiayuan/serve.py)
weijiayuan data migrate, …        whatever `flask --app wsgi …` offers in a checkout
weijiayuan --settings FILE …      the same with the settings of a file, as systemd reads it
"""

import os
import sys
from collections.abc import MutableMapping
from typing import NoReturn

from flask import Flask

from weijiayuan import serve
from weijiayuan.settings import BadSettings, settings_in

SERVING = ("run", "web", "worker")
PAST_THE_POOLER = ("backup", "data")
"""What takes long, or sets something for a session: PgBouncer would take both for a mistake."""


def main() -> int:
    """Serve, or pass on to the commands of the application. Returns the exit status."""
    arguments, env = sys.argv[1:], os.environ  # noqa: TID251  # a process's first lines
    try:
        if arguments[:1] == ["--settings"]:
            env.update(settings_in(arguments[1]))
            arguments = arguments[2:]
        if arguments and arguments[0] in SERVING:
            return serve.main(arguments, dict(env))
        if arguments and arguments[0] in PAST_THE_POOLER:
            _go_past_the_pooler(env)
        _application_command(arguments)
    except BadSettings as error:
        sys.stderr.write(f"weijiayuan: {error}\n")
        return 2


def _go_past_the_pooler(env: MutableMapping[str, str]) -> None:
    direct = env.get("DIRECT_DATABASE_URL")
    if direct:
        env.update({"DATABASE_URL": direct, "PGBOUNCER": "off"})


def _application_command(arguments: list[str]) -> NoReturn:
    from flask.cli import FlaskGroup  # noqa: PLC0415  # serving does without the application

    group = FlaskGroup(
        name="weijiayuan",
        add_default_commands=False,
        create_app=_application,
        help="Weijiayuan: run, web and worker serve; the commands below look after it.",
    )
    group.main(args=arguments, prog_name="weijiayuan")


def _application() -> Flask:
    from weijiayuan.wsgi import app  # noqa: PLC0415  # reads the settings when it is imported

    return app


if __name__ == "__main__":
    sys.exit(main())
