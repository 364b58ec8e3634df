"""The district of the application at hand."""

from flask import Flask, current_app

from weijiayuan.district.profile import (
    BadProfile,
    DistrictProfile,
    default_name,
    folder_of,
    read_profile,
)
from weijiayuan.settings import BadSettings, Settings

DISTRICT = "weijiayuan.district"


def init_app(app: Flask, settings: Settings) -> None:
    """Read the profile that `DISTRICT` names. Raises `BadSettings`."""
    app.extensions[DISTRICT] = profile_of(settings)


def profile_of(settings: Settings) -> DistrictProfile:
    """Return the profile that the settings choose. Raises `BadSettings`."""
    try:
        return read_profile(folder_of(settings.district or default_name()))
    except BadProfile as error:
        raise BadSettings(f"DISTRICT: {error}.") from error


def district() -> DistrictProfile:
    """Return the district this service is set up for."""
    found: DistrictProfile = current_app.extensions[DISTRICT]
    return found
