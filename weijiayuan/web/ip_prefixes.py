"""Which addresses are one household, one office, one provider: what limits count by."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

SOURCE_BITS = {4: 32, 6: 64}
"""A household is given a whole IPv6 /64, so its addresses are one source."""
WIDER_BITS = {4: (24, 16), 6: (48, 32)}


def source_of(address: str) -> str:
    """Return what counts as one source: an IPv4 address, or the /64 of an IPv6 address.

    >>> source_of("2001:db8:1:2:aaaa::1"), source_of("::ffff:203.0.113.7"), source_of("unix:")
    ('2001:db8:1:2::/64', '203.0.113.7/32', 'nobody')
    """
    found = _parsed(address)
    return _cut(found, SOURCE_BITS[found.version]) if found else "nobody"


def wider_networks(address: str) -> tuple[str, ...]:
    """Return the networks around a source, the nearer one first.

    >>> wider_networks("203.0.113.7")
    ('203.0.113.0/24', '203.0.0.0/16')
    """
    found = _parsed(address)
    return tuple(_cut(found, bits) for bits in WIDER_BITS[found.version]) if found else ()


def _parsed(address: str) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address(address)
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return mapped or found


def _cut(address: IPv4Address | IPv6Address, bits: int) -> str:
    return str(ip_network((address, bits), strict=False))
