"""Why a copy is not made, or not put back."""

import click


class Unsound(click.ClickException):
    """The copy, or the place for it, is not what it should be. Nothing was changed."""
