"""Addresses are built as Werkzeug builds them, only later."""

import pytest
from werkzeug.routing import Map, Rule

from tests.engines import settings_for
from weijiayuan.web.lazy_url_rules import LateBuildingRule

ADDRESSES = [
    ("/venues/<uuid:venue_id>/slots", {"venue_id": "01900000-0000-7000-8000-00000000dead"}),
    ("/tips/<number>", {"number": "四 五/六", "left": "over"}),
    ("/desk/<path:rest>", {"rest": "a/b"}),
    ("/plain", {"q": "x y"}),
]


@pytest.mark.parametrize(("address", "parts"), ADDRESSES)
@pytest.mark.parametrize("unknown", [True, False])
def test_an_address_is_built_as_werkzeug_builds_it(address, parts, unknown):
    def built(kind):
        adapter = Map([kind(address, endpoint="it")]).bind("localhost")
        return [adapter.build("it", parts, append_unknown=unknown) for _ in range(2)]

    assert built(LateBuildingRule) == built(Rule)


def test_no_builder_is_made_when_the_service_starts(opened, tmp_path, monkeypatch):
    made, real = [], Rule._compile_builder

    def noted(rule, *given):
        made.append(rule.rule)
        return real(rule, *given)

    monkeypatch.setattr(Rule, "_compile_builder", noted)
    app = opened(settings_for(f"sqlite:///{tmp_path}/none.db", tmp_path))

    assert made == []
    assert app.url_map.bind("localhost").build("health.alive") == "/healthz"
    assert set(made) == {"/healthz"}
