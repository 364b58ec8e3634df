"""How fast the first page comes on a cold phone, and what it weighs."""

from tests.browser.phone import Phone

PAINT = "() => performance.getEntriesByName('first-contentful-paint')[0].startTime"


def test_the_first_page_is_painted_within_a_second(chromium, live):
    """The best of three: other tests share the machine."""
    assert min(first_paint(chromium, live) for _ in range(3)) < 1000  # milliseconds


def first_paint(browser, live):
    phone = Phone.unpack(browser, live)
    try:
        return phone.open().page.evaluate(PAINT)
    finally:
        phone.put_away()


def test_the_first_page_loads_only_the_main_package(phone):
    loaded = []
    phone.page.on("request", lambda request: loaded.append(request.url))
    phone.open()
    packages = [url.rpartition("/")[2] for url in loaded if "/packages/" in url]
    assert sorted(packages) == ["main.css", "main.js"]
