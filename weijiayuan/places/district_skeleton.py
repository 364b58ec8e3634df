"""The skeleton of another district: every file it needs, sample places inside its boundary."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from shapely import box
from shapely.geometry import mapping

from weijiayuan.district.profile import DATA
from weijiayuan.places.coordinates import Datum
from weijiayuan.places.grid_finder import Outline, outline_of, size_of

SKELETON = DATA / "district_skeleton"
STREET = "示例街道"
COMMUNITIES = ("示例一社区", "示例二社区")
SAMPLE = {"source": "SAMPLE", "grade": "SAMPLE", "licence": "CC0", "sample": True}


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDistrict:
    """What must be said of a district before anything else can be written."""

    folder: Path
    code: str
    name: str
    city: str
    province: str
    wages: str
    outline: Outline
    today: date

    @property
    def words(self) -> Mapping[str, str]:
        """Return what the marks of the skeleton stand for."""
        inside = self.outline.representative_point()
        return {
            "__ID__": self.folder.name.replace("-", "_"),
            "__CODE__": self.code,
            "__NAME__": self.name,
            "__SHORT__": self.name.removesuffix("区").removesuffix("县") or self.name,
            "__CITY__": self.city,
            "__PROVINCE__": self.province,
            "__WAGES__": self.wages,
            "__LNG__": f"{inside.x:.6f}",
            "__LAT__": f"{inside.y:.6f}",
            "__TODAY__": self.today.isoformat(),
            "__REVIEW__": date(self.today.year + 1, 1, 1).isoformat(),
            "__PACK_VERSION__": f"{self.today:%Y.%m}.1",
        }


def write(new: NewDistrict) -> list[Path]:
    """Write every file of the district's folder and return their paths.

    ValueError where the folder is there already.
    """
    if new.folder.exists():
        raise ValueError(f"{new.folder} is there already")
    written = [*_texts(new), *_places(new)]
    for path, text in written:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return [path for path, _ in written]


def _texts(new: NewDistrict) -> Iterator[tuple[Path, str]]:
    for path in sorted(path for path in SKELETON.rglob("*") if path.is_file()):
        text = path.read_text("utf-8")
        for mark, words in new.words.items():
            text = text.replace(mark, words)
        yield new.folder / path.relative_to(SKELETON), text


def _places(new: NewDistrict) -> Iterator[tuple[Path, str]]:
    halves = _halves(new.outline)
    communities = [
        _feature(half, code=f"{new.code}001{number:03}", name=name)
        for number, (name, half) in enumerate(zip(COMMUNITIES, halves, strict=True), 1)
    ]
    sheets = {
        "boundary.geojson": _collection(new, [_feature(new.outline, code=new.code, name=new.name)]),
        "sample_communities.geojson": _collection(new, communities),
        "sample_grids.geojson": _collection(new, list(_grids(communities))),
        "territory.json": _territory(new, communities),
    }
    for name, content in sheets.items():
        yield new.folder / "places" / name, json.dumps(content, ensure_ascii=False, indent=1)


def _grids(communities: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield two sample grids in every community."""
    for each in communities:
        own = each["properties"]
        for number, part in enumerate(_halves(outline_of(each["geometry"])), 1):
            yield _feature(
                part,
                code=f"{own['code']}{number:03}",
                name=f"{own['name']}第{number}网格",
                community=own["code"],
            )


def _halves(outline: Outline) -> tuple[Outline, Outline]:
    """Cut an outline in two, across its longer side."""
    west, south, east, north = outline.bounds
    if east - west > north - south:
        middle = (west + east) / 2
        cuts = box(west, south, middle, north), box(middle, south, east, north)
    else:
        middle = (south + north) / 2
        cuts = box(west, south, east, middle), box(west, middle, east, north)
    first, second = (outline_of(mapping(outline.intersection(cut))) for cut in cuts)
    return first, second


def _feature(outline: Outline, **properties: str) -> dict[str, Any]:
    area = {"area_km2": size_of(outline)}
    return {"type": "Feature", "properties": properties | area, "geometry": mapping(outline)}


def _collection(new: NewDistrict, features: list[dict[str, Any]]) -> dict[str, Any]:
    about = SAMPLE | {"as_of": new.today.isoformat(), "datum": Datum.GCJ02.value}
    return {"type": "FeatureCollection", **about, "note": "示例", "features": features}


def _territory(new: NewDistrict, communities: list[dict[str, Any]]) -> dict[str, Any]:
    street = {"code": f"{new.code}001", "name": STREET, "source": "SAMPLE", "as_of": None}
    return {
        **SAMPLE,
        "as_of": new.today.isoformat(),
        "note": "示例街道和社区，换成区划代码里的真名。",
        "grid_kinds": ["村宅小区", "企业园区", "商贸", "公共设施", "山湖林田水"],
        "streets": [street | {"area_km2": None, "population": None}],
        "communities": [
            {
                "code": each["properties"]["code"],
                "name": each["properties"]["name"],
                "street": street["code"],
                "centre_gcj02": _centre(each),
            }
            for each in communities
        ],
    }


def _centre(feature: Mapping[str, Any]) -> list[float]:
    inside = outline_of(feature["geometry"]).representative_point()
    return [round(inside.x, 6), round(inside.y, 6)]
