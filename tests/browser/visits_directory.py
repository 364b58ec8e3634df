"""How tests reach the pages of 党群服务."""

from tests.browser.visits import Visit, visit
from tests.browser.visits_venues import get


def a_site(live, kind="centre"):
    return get(live, f"/sites?kind={kind}")["items"][0]


def conditional_services(live):
    """Services for some people alone, each once."""
    items = get(live, "/services?limit=50")["items"]
    return list({one["id"]: one for one in items if one["conditional"]}.values())


@visit("packages/directory/site/site")
def a_centre(live):
    return Visit(query=f"?id={a_site(live)['id']}")


@visit("packages/directory/service/service")
def a_service_with_conditions(live):
    return Visit(query=f"?id={conditional_services(live)[0]['id']}")
