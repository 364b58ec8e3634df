import gzip
import json
import re
from html import unescape

import pytest
from flask import Flask

from tests.districts import GUANGMING
from weijiayuan.client.views import client
from weijiayuan.district.current_district import DISTRICT


@pytest.fixture
def browser():
    app = Flask("only the client")
    app.extensions[DISTRICT] = GUANGMING
    app.register_blueprint(client)
    return app.test_client()


def addresses(page):
    return re.findall(r'(?:href|src)="(/client/[^"]+)"', page)


def test_the_page_names_files_that_exist_and_may_be_kept_for_ever(browser):
    page = browser.get("/")
    found = [browser.get(address) for address in addresses(page.text)]
    assert {address.rpartition("/")[2] for address in addresses(page.text)} >= {
        "main.js", "main.css", "host.css", "wechat.css", "adapter.js", "glass_easel.js",
    }  # fmt: skip
    assert {answer.status_code for answer in found} == {200}
    assert all("immutable" in answer.headers["Cache-Control"] for answer in found)


def test_the_page_itself_is_asked_for_again_and_then_not_sent_twice(browser):
    first = browser.get("/")
    again = browser.get("/", headers={"If-None-Match": first.headers["ETag"]})
    assert first.headers["Cache-Control"] == "no-cache"
    assert again.status_code == 304


def test_the_policy_lets_no_foreign_or_inline_script_run(browser):
    policy = browser.get("/").headers["Content-Security-Policy"]
    directives = dict(one.strip().split(" ", 1) for one in policy.split(";"))
    assert directives["default-src"] == "'self'"
    assert "script-src" not in directives
    assert "unsafe-inline" not in directives["style-src"]
    assert "<script>" not in browser.get("/").text


def test_text_is_sent_gzipped(browser):
    address = next(one for one in addresses(browser.get("/").text) if one.endswith("main.js"))
    packed = browser.get(address, headers={"Accept-Encoding": "gzip"})
    plain = browser.get(address)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data


def test_an_older_build_is_gone(browser):
    assert browser.get("/client/0123456789abcdef/host/main.js").status_code == 404
    assert browser.get("/client/../setup.cfg").status_code == 404


def test_the_page_names_the_districts_that_a_region_is_chosen_from(browser):
    found = re.search(r'data-regions="([^"]*)"', browser.get("/").text)[1]

    assert json.loads(unescape(found)) == [
        GUANGMING.province,
        GUANGMING.city,
        [GUANGMING.name, *GUANGMING.neighbours],
    ]
