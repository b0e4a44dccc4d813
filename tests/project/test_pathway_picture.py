"""The picture of a pathway holds every stage and route that the agency's file does."""

import sys
from pathlib import Path

import pytest

from staffing_sim import load_agency, preset_names
from staffing_sim.agency.pathway import EXIT

DOCS = Path(__file__).resolve().parents[2] / "docs"
sys.path.insert(0, str(DOCS))

from pathway_picture import PICTURE, PRESET, layers, picture  # noqa: E402


@pytest.mark.parametrize("preset", preset_names())
def test_every_stage_and_route_is_in_the_picture(preset: str) -> None:
    agency = load_agency(preset)
    drawn = picture(agency)
    for stage in agency.stages:
        assert drawn.count(f">{stage.label}<") == 1
        for route in stage.routes:
            assert route.cause.replace("_", " ") in drawn


def test_stages_stand_below_those_that_lead_to_them() -> None:
    agency = load_agency("la-county-2013")
    layer = layers(agency)
    up = {
        route.cause
        for stage in agency.stages
        for route in stage.routes
        if route.to != EXIT and layer[route.to] <= layer[stage.name]
    }
    assert up == {"re_entered"}


def test_the_picture_on_the_page_has_the_stages_of_the_preset() -> None:
    drawn = PICTURE.read_text(encoding="utf-8")
    assert all(f">{stage.label}<" in drawn for stage in load_agency(PRESET).stages)
