"""The blocks of docs/operate.md, and what a path or an address of the page is on this machine."""

import re
from dataclasses import dataclass
from pathlib import Path

MACHINES = {
    "db1": "127.0.77.11",
    "db2": "127.0.77.12",
    "app1": "127.0.77.21",
    "app2": "127.0.77.22",
    "lb": "127.0.77.30",
    "store": "127.0.77.40",
    "admin": "127.0.77.50",
}
NETWORKS = (("10.0.0.0/24", "127.0.0.0/8"), ("10.0.0.", "127.0.77."))
"""A caller on loopback comes from 127.0.0.1, whatever it calls."""
BLOCK = re.compile(r"^```sh on=(\S+)(?: when=(\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PATH = re.compile(r"(?<![\w.$/}-])/(?=(?:etc|var/lib|run|root|opt|usr/local)\b)")


@dataclass(frozen=True)
class Block:
    """Commands for some machines; `when` names an occasion, "" is the first set-up."""

    machines: tuple[str, ...]
    when: str
    commands: str


def blocks(page: Path, *, when: str = "") -> list[Block]:
    """Return the blocks of an occasion, in the page's order."""
    found = BLOCK.findall(page.read_text(encoding="utf-8"))
    return [Block(tuple(on.split(",")), why, text) for on, why, text in found if why == when]


def on_this_machine(text: str, folder: Path) -> str:
    """Return text of the page with its addresses on loopback and its paths inside `folder`."""
    for there, here in NETWORKS:
        text = text.replace(there, here)
    return PATH.sub(f"{folder}/", text)
