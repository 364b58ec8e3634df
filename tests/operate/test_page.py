"""docs/operate.md as `operate/rehearse` reads it; the rehearsal itself needs a machine's packages."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from operate.rehearsal import cluster, story, systemctl
from operate.rehearsal.page import MACHINES, blocks, on_this_machine
from weijiayuan.app import COMMANDS

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "operate.md"
OCCASIONS = ("", "upgrade")


@pytest.mark.parametrize("when", OCCASIONS)
def test_every_block_is_for_machines_of_the_table_and_is_a_shell_script(when):
    found = blocks(PAGE, when=when)

    assert found
    assert {name for block in found for name in block.machines} <= set(MACHINES)
    for block in found:
        subprocess.run(["bash", "-n"], input=block.commands, text=True, check=True)


def test_no_block_is_left_out():
    named = PAGE.read_text(encoding="utf-8").count("```sh on=")

    assert sum(len(blocks(PAGE, when=when)) for when in OCCASIONS) == named


@pytest.mark.parametrize(
    ("written", "here"),
    [
        ("cat > /etc/haproxy/haproxy.cfg", "cat > /m/db1/etc/haproxy/haproxy.cfg"),
        ("http://10.0.0.11:8008/primary", "http://127.0.77.11:8008/primary"),
        ("host all all 10.0.0.0/24", "host all all 127.0.0.0/8"),
        ("bin_dir: /usr/lib/postgresql/15/bin", "bin_dir: /usr/lib/postgresql/15/bin"),
        ("curl … > /dev/null", "curl … > /dev/null"),
        ("--config=/etc/a", "--config=/m/db1/etc/a"),
    ],
)
def test_paths_and_addresses_of_the_page_stay_on_this_machine(written, here):
    assert on_this_machine(written, Path("/m/db1")) == here


def test_a_unit_is_read_with_its_environment_and_its_paths_inside_the_machine(tmp_path):
    units = tmp_path / "etc/systemd/system"
    units.mkdir(parents=True)
    (units / "weijiayuan-web.service").write_bytes(
        (ROOT / "operate/systemd/weijiayuan-web.service").read_bytes()
    )
    (tmp_path / "etc/weijiayuan").mkdir()
    (tmp_path / "etc/weijiayuan/environment").write_text("PORT=8000\n# a remark\nHOST='x'\n")

    unit = systemctl.read(tmp_path, "weijiayuan-web")

    assert unit.command == f"{tmp_path}/opt/weijiayuan/bin/weijiayuan web"
    assert (unit.user, unit.restart) == ("weijiayuan", "always")
    assert unit.environment["PORT"] == "8000"


def test_what_a_page_adds_to_debians_unit_counts_last(tmp_path):
    home = tmp_path / "etc/systemd/system"
    (home / "pooler.service.d").mkdir(parents=True)
    (home / "pooler.service").write_text("[Service]\nExecStart=/usr/sbin/pooler\nRestart=no\n")
    (home / "pooler.service.d" / "restart.conf").write_text("[Service]\nRestart=always\n")

    assert systemctl.read(tmp_path, "pooler").restart == "always"


@pytest.mark.parametrize("path", sorted((ROOT / "operate" / "systemd").glob("*.service")))
def test_our_units_start_again_however_often_they_die(path):
    written = path.read_text(encoding="utf-8")

    assert "Restart=always" in written
    assert "StartLimitIntervalSec=0" in written


def test_the_pooler_starts_again_which_debian_leaves_out():
    commands = "\n".join(block.commands for block in blocks(PAGE, when=""))
    _, _, addition = commands.partition("> /etc/systemd/system/pgbouncer.service.d/restart.conf")

    assert "Restart=always" in addition.partition("END\n")[2]


def test_what_500s_were_about_is_counted_from_the_log(tmp_path):
    log = tmp_path / "weijiayuan-web.log"
    lines = [
        {"event": "unexpected", "exception": "Traceback\nValueError: why"},
        {"event": "unexpected", "exception": "Traceback\nValueError: why"},
        {"event": "answered", "status": 500},
    ]
    log.write_text("no line of ours\n" + "\n".join(json.dumps(line) for line in lines))

    assert dict(cluster.unexpected_in(log)) == {"Traceback\nValueError: why": 2}


def test_one_fault_can_be_rehearsed_alone():
    one_round = [(name, print, print) for name in ("redis-server on app1", "pgbouncer on app2")]

    assert story.chosen(one_round, ["pgbouncer"]) == one_round[1:]
    assert len(story.chosen(one_round, [])) == 2 * story.ROUNDS
    with pytest.raises(SystemExit, match="redis-server on app1"):
        story.chosen(one_round, ["comet"])


def alerts():
    rules = (ROOT / "docs" / "alerts.yml").read_text(encoding="utf-8")
    return re.findall(r"- alert: (\w+)", rules)


def test_every_alert_has_its_row_in_the_runbook():
    rows = re.findall(
        r"^\| ([A-Z][\w, ]+) \|", (ROOT / "docs" / "runbook.md").read_text("utf-8"), re.MULTILINE
    )
    named = [name for row in rows for name in row.split(", ")]

    assert alerts()
    assert set(alerts()) <= set(named), set(alerts()) - set(named)


def test_every_command_of_the_runbook_is_one_that_there_is():
    offered = {
        f"{group.name} {name}" for group in COMMANDS for name in getattr(group, "commands", ())
    }
    text = (ROOT / "docs" / "runbook.md").read_text("utf-8")
    used = set(re.findall(r"`weijiayuan (\w[\w-]* [a-z][\w-]*)", text))

    assert used
    assert used <= offered, used - offered


def test_no_page_for_operators_lets_a_shell_read_the_settings():
    for name in ("operate.md", "production.md", "runbook.md"):
        assert ". /etc/weijiayuan/environment" not in (ROOT / "docs" / name).read_text("utf-8")


def test_keys_lie_on_no_machine_but_those_that_serve():
    """The database's machines and the door get passwords, and nobody has root from the door."""
    commands = [
        (block.machines, block.commands) for when in OCCASIONS for block in blocks(PAGE, when=when)
    ]
    for machines, text in commands:
        if not set(machines) & {"admin", "app1", "app2"}:
            assert "DATA_KEYS" not in text
            assert "ssh root@" not in text
