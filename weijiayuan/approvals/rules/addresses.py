"""An address as it is compared: folded, without the region that all addresses here share."""

from weijiayuan.approvals.rules.name_characters import Script
from weijiayuan.approvals.rules.shipped_lists import Authority


def address_key(address: str, authority: Authority, script: Script) -> str:
    """Return the key under which the same address is found, however it is written."""
    folded = script.folded(address)
    for part in ("中国", "广东省", "广东", authority.city, authority.district):
        folded = folded.removeprefix(part)
    return folded


def is_blocked(key: str, authority: Authority, script: Script) -> bool:
    """Tell whether an address lies where nothing may be registered."""
    return any(script.folded(each) in key for each in authority.blocked)
