"""`flask district load`, `flask district publish`, `flask district new`."""

import json
import re
from pathlib import Path
from typing import Any, cast

import click
from flask.cli import AppGroup
from marshmallow import ValidationError

from weijiayuan.db import transaction
from weijiayuan.district.profile import DATA, DISTRICTS
from weijiayuan.kernel import clock
from weijiayuan.kernel.errors import DomainError
from weijiayuan.places import district_loading, district_skeleton, grid_publishing
from weijiayuan.places.coordinates import Datum
from weijiayuan.places.grid_finder import outline_of
from weijiayuan.places.schemas import FeatureIn

JSON_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
WAGE_REGIONS = sorted(path.stem for path in (DATA / "minimum_wages").glob("*.toml"))

district_cli = AppGroup("district", help="The district: places, grids, working calendar.")


@district_cli.command("load")
def load() -> None:
    """Load the district that ships with the package; safe to run twice."""
    with transaction():
        new = district_loading.load_district()
    print(
        f"district: {new.streets} streets, {new.communities} communities, "
        f"{new.grids} sample grids, {new.service_points} service points, "
        f"{new.years} calendar years new"
    )


@district_cli.command("new")
@click.argument("name")
@click.option("--boundary", type=JSON_FILE, required=True, help="GeoJSON of its outline.")
@click.option("--datum", type=click.Choice([datum.value for datum in Datum]), default="gcj02")
@click.option("--code", required=True, help="Its six digits of GB/T 2260.")
@click.option("--title", required=True, help="What it is called, such as 示范区.")
@click.option("--city", required=True)
@click.option("--province", required=True)
@click.option("--wages", type=click.Choice(WAGE_REGIONS), required=True, help="data/minimum_wages/")
@click.option("--into", type=click.Path(file_okay=False, path_type=Path), default=DISTRICTS)
def new(name: str, boundary: Path, datum: str, into: Path, **said: str) -> None:
    """Write the skeleton of another district; DISTRICT=NAME then chooses it."""
    if re.fullmatch(r"\d{6}", said["code"]) is None:
        raise click.BadParameter("six digits", param_hint="--code")
    try:
        outline = outline_of(_geometry_in(boundary), datum=Datum(datum))
        wanted = district_skeleton.NewDistrict(
            folder=into / name,
            code=said["code"],
            name=said["title"],
            city=said["city"],
            province=said["province"],
            wages=said["wages"],
            outline=outline,
            today=clock.local_date(clock.now()),
        )
        written = district_skeleton.write(wanted)
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise click.ClickException(f"{boundary.name}: {error}") from error
    print(f"district {name}: {len(written)} files in {into / name}; next: docs/districts.md")


def _geometry_in(file: Path) -> dict[str, Any]:
    """Return the outline in a file: a geometry, a feature, or a collection's first feature."""
    content = json.loads(file.read_text(encoding="utf-8"))
    feature = content.get("features", [content])[0]
    return cast("dict[str, Any]", feature.get("geometry", feature))


@district_cli.command("publish")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--datum", type=click.Choice([datum.value for datum in Datum]), required=True)
@click.option("--source", required=True, help="Who surveyed the grids, and the document.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), required=True)
@click.option("--sample", is_flag=True, help="Mark the grids as not real.")
def publish(file: Path, datum: str, source: str, as_of: Any, *, sample: bool) -> None:
    """Publish a GeoJSON file of grids as the new version."""
    origin = grid_publishing.Origin(
        source=source, as_of=as_of.date(), grade="A", licence="", is_sample=sample
    )
    with transaction():
        features = _features_of(file)
        try:
            version, report = grid_publishing.publish_grids(
                features, datum=Datum(datum), origin=origin
            )
        except DomainError as refusal:
            raise click.ClickException(f"{refusal.code} {refusal.facts}") from refusal
    print(
        f"grids: version {version.number}, {report.grids} grids, {report.area_km2} km2, "
        f"{report.uncovered_km2} km2 of the district left open"
    )


def _features_of(file: Path) -> list[dict[str, Any]]:
    """Read the features of a file; what it says beside code, name and community is left out."""
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        features = FeatureIn(many=True).load(content["features"])
    except ValidationError as error:
        raise click.ClickException(f"features: {error.messages!r:.400}") from error
    except (ValueError, TypeError, KeyError) as error:
        raise click.ClickException(f"{file.name} is not GeoJSON: {error}") from error
    return cast("list[dict[str, Any]]", features)
