"""`flask db`: Flask-Migrate's commands, loaded when one of them is asked for."""

import click


@click.command("db", add_help_option=False, context_settings={"ignore_unknown_options": True})
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
@click.pass_context
def migration_cli(context: click.Context, words: tuple[str, ...]) -> None:
    """Migrations: write one from the models, look at them, run them."""
    from flask_migrate.cli import db  # noqa: PLC0415  # see db.migration.Migrations

    db.main(list(words), prog_name=context.command_path, obj=context.obj)
