"""Anyone: which devices stand near, what they measure, who runs them, how long it is kept."""

from typing import Any

from weijiayuan.places.coordinates import Datum, Point
from weijiayuan.sensing import presentation
from weijiayuan.sensing.schemas import PublicDevicesIn, PublicDevicesOut
from weijiayuan.web.blueprint import Blueprint, open_to_all

public_devices = Blueprint(
    "public_devices",
    __name__,
    guard=open_to_all,
    url_prefix="/api/v1/devices",
    description="公共设备公示",
)


@public_devices.get("/public")
@public_devices.arguments(PublicDevicesIn, location="query")
@public_devices.response(200, PublicDevicesOut)
def read_public_devices(asked: dict[str, Any]) -> dict[str, Any]:
    """Return the devices within some 500 m of a place in GCJ-02: never what they measured."""
    lng, lat = (float(part) for part in asked["near"].split(","))
    return presentation.public(Point(lng, lat, Datum.GCJ02))
