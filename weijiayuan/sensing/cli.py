"""`flask sensing bridge`: take in what devices publish to an MQTT broker."""

import signal
from types import FrameType

import click
from flask import current_app
from flask.cli import AppGroup

sensing_cli = AppGroup("sensing", help="Devices and what they measure.")


@sensing_cli.command("bridge")
@click.option("--broker", required=True, help="mqtt://user:password@host:1883, or mqtts://")
def bridge(broker: str) -> None:
    """Take in what devices publish to a broker, until SIGTERM; each message is committed first."""
    from weijiayuan.sensing.mqtt_bridge import Bridge  # noqa: PLC0415  # no web process needs MQTT

    taking = Bridge(current_app._get_current_object(), broker)  # type: ignore[attr-defined]  # noqa: SLF001

    def stop(_signal: int, _frame: FrameType | None) -> None:
        taking.stopped.set()

    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, stop)
    click.echo("bridge started")
    taking.run()
    click.echo("bridge ended")
