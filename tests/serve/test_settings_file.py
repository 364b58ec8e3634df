"""One file of settings, read alike by systemd and by the command."""

import subprocess
import sys

import pytest

from weijiayuan.settings import BadSettings, settings_in

STORAGE = "s3://KEY:SECRET@bucket/prefix?endpoint=https://s3.example.cn&region=cn"
TEMPLATES = '{"progress": {"id": "a b", "title": "thing1"}}'


@pytest.fixture
def file(tmp_path):
    def write(text):
        path = tmp_path / "environment"
        path.write_text(text)
        return str(path)

    return write


def test_a_value_is_what_stands_behind_the_sign_whatever_a_shell_would_make_of_it(file):
    written = f"# a remark\n\nSTORAGE_URL={STORAGE}\nWECHAT_TEMPLATES={TEMPLATES}\nSPACES=' a '\n"

    assert settings_in(file(written)) == {
        "STORAGE_URL": STORAGE,
        "WECHAT_TEMPLATES": TEMPLATES,
        "SPACES": " a ",
    }


@pytest.mark.parametrize("line", ["STORAGE_URL", "A B=c", "A=c\\", "=c"])
def test_what_is_no_setting_is_refused_with_its_line(file, line):
    with pytest.raises(BadSettings, match="line 2"):
        settings_in(file(f"A=b\n{line}\n"))


def test_the_command_takes_them_and_goes_past_the_pooler_to_look_after_data(file, tmp_path):
    path = file(
        f"DATA_DIR={tmp_path}\nDATABASE_URL=postgresql://nobody@127.0.0.1:9/pooled\n"
        "PGBOUNCER=transaction\nDIRECT_DATABASE_URL=postgresql://nobody@127.0.0.1:9/direct\n"
        "SECRET_KEY=abcdefghijklmnopqrstuvwxyz\nINDEX_KEY=abcdefghijklmnopqrstuvwxyz\n"
        "DATA_KEYS=t1:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=\nFAKE_WECHAT=1\n"
    )
    show = (
        "import sys; sys.argv = ['weijiayuan', '--settings', sys.argv[1], 'data', '--help']\n"
        "import atexit, os\n"
        "atexit.register(lambda: print(os.environ['DATABASE_URL'], os.environ['PGBOUNCER']))\n"
        "from weijiayuan.__main__ import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", show, path], capture_output=True, text=True, check=False
    )
    assert done.stdout.rstrip().endswith("/direct off"), done.stdout + done.stderr
