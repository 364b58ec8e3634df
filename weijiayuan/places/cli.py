"""`flask district load`, `flask district publish`."""

import json
from pathlib import Path
from typing import Any, cast

import click
from flask.cli import AppGroup
from marshmallow import ValidationError

from weijiayuan.db import transaction
from weijiayuan.kernel.errors import DomainError
from weijiayuan.places import loading, publishing
from weijiayuan.places.datum import Datum
from weijiayuan.places.schemas import FeatureIn

district_cli = AppGroup("district", help="The district: places, grids, working calendar.")


@district_cli.command("load")
def load() -> None:
    """Load the district that ships with the package; safe to run twice."""
    with transaction():
        new = loading.load_district()
    print(
        f"district: {new.streets} streets, {new.communities} communities, "
        f"{new.grids} sample grids, {new.service_points} service points, "
        f"{new.years} calendar years new"
    )


@district_cli.command("publish")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--datum", type=click.Choice([datum.value for datum in Datum]), required=True)
@click.option("--source", required=True, help="Who surveyed the grids, and the document.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), required=True)
@click.option("--sample", is_flag=True, help="Mark the grids as not real.")
def publish(file: Path, datum: str, source: str, as_of: Any, *, sample: bool) -> None:
    """Publish a GeoJSON file of grids as the new version."""
    origin = publishing.Origin(
        source=source, as_of=as_of.date(), grade="A", licence="", is_sample=sample
    )
    with transaction():
        features = _features_of(file)
        try:
            version, report = publishing.publish_grids(features, datum=Datum(datum), origin=origin)
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
