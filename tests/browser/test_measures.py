"""How fast the first page comes on a cold phone, and what it weighs."""

from tests.browser.phone import Phone

MOST_BYTES = 150_000
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


def test_the_first_page_loads_only_the_main_package_and_little_of_it(make_phone):
    """Everything counts as it goes over the wire: bodies as sent, heads, pictures, answers."""
    phone = make_phone(new=True)
    loaded = listen(phone)
    phone.open()
    shown = [f"{size:7} {url}" for url, size in sorted(loaded.values(), key=lambda one: -one[1])]

    packages = sorted(url.rpartition("/")[2] for url, _ in loaded.values() if "/packages/" in url)
    assert packages == ["main.css", "main.js"]
    assert sum(size for _, size in loaded.values()) < MOST_BYTES, "\n".join(shown)


def listen(phone):
    """Fill a dict with the address and the bytes of every answer."""
    wire = phone.context.new_cdp_session(phone.page)
    wire.send("Network.enable")
    found = {}

    def answered(event):
        found[event["requestId"]] = (event["response"]["url"], 0)

    def arrived(event):
        url, _ = found.get(event["requestId"], ("", 0))
        found[event["requestId"]] = (url, event["encodedDataLength"])

    wire.on("Network.responseReceived", answered)
    wire.on("Network.loadingFinished", arrived)
    return found
