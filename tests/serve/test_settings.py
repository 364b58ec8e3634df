"""An operator is told in one sentence what is missing or wrong, before anything starts."""

import pytest

from weijiayuan.settings import BadSettings, Server, Settings

PRODUCTION = {
    "DATABASE_URL": "postgres://db/weijiayuan",
    "SECRET_KEY": "s",
    "DATA_KEYS": "k1:x",
    "INDEX_KEY": "i",
    "WECHAT_APPID": "wx1",
    "WECHAT_SECRET": "w",
}


def test_with_nothing_set_it_runs_on_a_file_with_keys_of_its_own(tmp_path):
    first = Settings.from_env({"DATA_DIR": str(tmp_path)})
    assert (first.uses_sqlite, first.fake_wechat, first.server) == (True, True, Server.GRANIAN)
    assert (tmp_path / "keys.json").stat().st_mode & 0o777 == 0o600
    again = Settings.from_env({"DATA_DIR": str(tmp_path)})
    assert again.data_keys == first.data_keys


def test_production_takes_its_keys_from_the_operator_and_names_the_driver(tmp_path):
    read = Settings.from_env(PRODUCTION | {"DATA_DIR": str(tmp_path)})
    assert read.database_url == "postgresql+psycopg://db/weijiayuan"
    assert (read.fake_wechat, read.wechat_appid, read.data_keys) == (False, "wx1", "k1:x")
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
