"""An operator is told in one sentence what is missing or wrong, before anything starts."""

import pytest

from weijiayuan.settings import BadSettings, Server, Settings

PRODUCTION = {
    "DATABASE_URL": "postgres://db/weijiayuan",
    "SECRET_KEY": "abcdefghijklmnopqrstuvwxyz0123456789",
    "DATA_KEYS": "k1:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
    "INDEX_KEY": "zyxwvutsrqponmlkjihgfedcba9876543210",
    "WECHAT_APPID": "wx1",
    "WECHAT_SECRET": "w",
}
PUSH = {"WECHAT_PUSH_TOKEN": "token", "WECHAT_PUSH_KEY": "k" * 43}
DATA_KEY = PRODUCTION["DATA_KEYS"]


def test_with_nothing_set_it_runs_on_a_file_with_keys_of_its_own(tmp_path):
    first = Settings.from_env({"DATA_DIR": str(tmp_path)})
    assert (first.uses_sqlite, first.fake_wechat, first.server) == (True, True, Server.GRANIAN)
    assert (tmp_path / "keys.json").stat().st_mode & 0o777 == 0o600
    again = Settings.from_env({"DATA_DIR": str(tmp_path)})
    assert again.data_keys == first.data_keys


def test_production_takes_its_keys_from_the_operator_and_names_the_driver(tmp_path):
    read = Settings.from_env(PRODUCTION | {"DATA_DIR": str(tmp_path)})
    assert read.database_url == "postgresql+psycopg://db/weijiayuan"
    assert (read.fake_wechat, read.wechat_appid, read.data_keys) == (
        False,
        "wx1",
        PRODUCTION["DATA_KEYS"],
    )
    assert not (tmp_path / "keys.json").exists()


@pytest.mark.parametrize(
    ("env", "sentence"),
    [
        (
            {"DATABASE_URL": "postgres://db/w"},
            "SECRET_KEY, DATA_KEYS, INDEX_KEY, WECHAT_APPID, WECHAT_SECRET",
        ),
        ({"WECHAT_APPID": "wx1"}, "DATABASE_URL, SECRET_KEY, DATA_KEYS, INDEX_KEY, WECHAT_SECRET"),
        (PRODUCTION | {"FAKE_WECHAT": "1"}, "are both set"),
        (PRODUCTION | {"SECRET_KEY": "a"}, "SECRET_KEY must be a long random text"),
        (PRODUCTION | {"SECRET_KEY": "a" * 64}, "SECRET_KEY must be a long random text"),
        (PRODUCTION | {"INDEX_KEY": "short"}, "INDEX_KEY must be a long random text"),
        (PRODUCTION | {"DATA_KEYS": "garbage"}, "DATA_KEYS must be name:key pairs"),
        (PRODUCTION | {"DATA_KEYS": "k1:c2hvcnQ="}, "each key 32 random bytes"),
        (PRODUCTION | {"DATA_KEYS": ",".join([DATA_KEY] * 2)}, "two keys alike"),
        (PRODUCTION | {"WECHAT_PUSH_TOKEN": "t"}, "WECHAT_PUSH_KEY"),
        (PRODUCTION | PUSH | {"WECHAT_PUSH_KEY": "k" * 42}, "43 letters and digits"),
        (
            PRODUCTION | PUSH | {"WECHAT_PUSH_KEY": "k" * 42 + "!"},
            "has 43 characters, among them '!'",
        ),
        (PRODUCTION | PUSH | {"WECHAT_PUSH_TOKEN": "a b"}, "3 to 32 letters and digits"),
        (PRODUCTION | {"WECHAT_PUSH_KEY": "k" * 43}, "set both or neither"),
        ({"PORT": "eighty"}, "PORT must be a whole number"),
        ({"WEB_THREADS": "0"}, "WEB_THREADS must be a whole number from 1 to 256"),
        ({"SERVER": "apache"}, "SERVER must be one of"),
        ({"PUBLIC_URL": "wjy.example.cn"}, "PUBLIC_URL must begin with https://"),
    ],
)
def test_what_is_missing_or_wrong_is_named(tmp_path, env, sentence):
    with pytest.raises(BadSettings) as refusal:
        Settings.from_env(env | {"DATA_DIR": str(tmp_path)})
    assert sentence in str(refusal.value)


def test_the_fake_wechat_may_be_asked_for_in_production(tmp_path):
    wanted = {name: text for name, text in PRODUCTION.items() if not name.startswith("WECHAT")}
    read = Settings.from_env(wanted | {"FAKE_WECHAT": "1", "DATA_DIR": str(tmp_path)})
    assert read.fake_wechat
