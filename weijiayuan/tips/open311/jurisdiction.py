"""Whose requests these are: the district of this service, by any name that it has."""

from collections.abc import Mapping

from weijiayuan.district.current_district import district
from weijiayuan.tips.open311.errors import Problems


def check_jurisdiction(given: Mapping[str, str]) -> None:
    """Refuse a jurisdiction that is not this district; naming none is fine."""
    jurisdiction = given.get("jurisdiction_id", "").strip()
    if jurisdiction and jurisdiction not in district().jurisdictions:
        raise Problems(404, f"jurisdiction_id {jurisdiction} was not found")
