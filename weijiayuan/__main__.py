"""`weijiayuan …`, or `python -m weijiayuan …`: the one command of an installation.

weijiayuan run | web | worker     the product under its supervisor (weijiayuan/serve.py)
weijiayuan data migrate, …        whatever `flask --app wsgi …` offers in a checkout
"""

import os
import sys
from typing import NoReturn

from flask import Flask

from weijiayuan import serve
from weijiayuan.settings import BadSettings

SERVING = ("run", "web", "worker")


def main() -> int:
    """Serve, or pass on to the commands of the application. Returns the exit status."""
    arguments = sys.argv[1:]
    try:
        if arguments and arguments[0] in SERVING:
            return serve.main(arguments, dict(os.environ))  # noqa: TID251  # a process's first lines
        _application_command(arguments)
    except BadSettings as error:
        sys.stderr.write(f"weijiayuan: {error}\n")
        return 2


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
