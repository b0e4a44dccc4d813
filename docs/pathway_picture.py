"""Draws the pathway of an agency: its stages from the top down, and the routes between them.

    python3 docs/pathway_picture.py                          Los Angeles: docs/pictures/pathway.svg
    python3 docs/pathway_picture.py my-agency.toml my.svg    another's

Everything in the picture is read from the agency's file. Boxes with a thick edge are in care.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import NamedTuple

import staffing_sim as ss
from staffing_sim.agency.pathway import EXIT, Route, Stage

PRESET = "la-county-2013"
PICTURE = Path(__file__).parent / "pictures" / "pathway.svg"

WIDTH, BOX, LINE, GAP = 980, 310, 15, 62
STYLE = """\
    rect { fill: #fff; stroke: #444; rx: 5 }
    .care { fill: #dbe9f6; stroke-width: 2.5 }
    text { fill: #111; text-anchor: middle; font-size: 14px }
    .role { fill: #555; font-size: 12px }
    .leaves { fill: #333; font-size: 12px }
    .route { fill: #333; font-size: 12px; paint-order: stroke; stroke: #fff; stroke-width: 4px }
    path { fill: none; stroke: #444; marker-end: url(#head) }
    .age { stroke-dasharray: 5 4 }"""
HEAD = """\
  <defs>
    <marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8"
      orient="auto"><path d="M0 0 L8 4 L0 8 z" style="fill: #444; marker-end: none"/></marker>
  </defs>"""


class Box(NamedTuple):
    """Where a stage is drawn: its layer, the middle of its top edge, its height, its lines."""

    layer: int
    x: float
    y: float
    height: float
    leaves: list[str]


def picture(agency: ss.Agency) -> str:
    """Return the whole picture as SVG."""
    boxes = _boxes(agency)
    height = max(box.y + box.height for box in boxes.values()) + 20
    title = f"The pathway of {agency.name}: stages, routes and their shares"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" role="img"',
        '  aria-labelledby="title" font-family="sans-serif">',
        f'  <title id="title">{escape(title)}</title>',
        f"  <style>\n{STYLE}\n  </style>",
        HEAD,
        f'  <rect width="{WIDTH}" height="{height:.0f}" style="stroke: none; rx: 0"/>',
        *_arrows(agency, boxes),
        *(line for stage in agency.stages for line in _drawn(stage, boxes[stage.name])),
        "</svg>\n",
    ]
    return "\n".join(parts)


def layers(agency: ss.Agency) -> dict[str, int]:
    """Return how many steps each stage is from the first, on the longest way that never returns."""
    stages = {stage.name: stage for stage in agency.stages}
    found = {agency.demand.entry_stage: 0}

    def visit(name: str, way: tuple[str, ...]) -> None:
        for route in stages[name].routes:
            if route.to == EXIT or route.to in way:
                continue
            if found.get(route.to, -1) < len(way):
                found[route.to] = len(way)
                visit(route.to, (*way, route.to))

    visit(agency.demand.entry_stage, (agency.demand.entry_stage,))
    last = max(found.values())
    return {name: found.get(name, last) for name in stages}  # reached by age only: at the end


def _boxes(agency: ss.Agency) -> dict[str, Box]:
    """Return where each stage goes: layers from the top down, beside each other within one."""
    layer_of, boxes, top = layers(agency), {}, 24.0
    for layer in range(max(layer_of.values()) + 1):
        row = [stage for stage in agency.stages if layer_of[stage.name] == layer]
        leaves = {stage.name: _leaves(stage) for stage in row}
        height = 46.0 + LINE * max(len(lines) for lines in leaves.values())
        for place, stage in enumerate(row):
            x = WIDTH * (place + 0.5) / len(row) if len(row) > 1 else WIDTH / 2
            boxes[stage.name] = Box(layer, x, top, height, leaves[stage.name])
        top += height + GAP
    return boxes


def _leaves(stage: Stage) -> list[str]:
    """Return the ways out of the agency from a stage."""
    return [f"leaves: {_words(route)}" for route in stage.routes if route.to == EXIT]


def _words(route: Route) -> str:
    share = "" if route.share == 1.0 else f" {100 * route.share:.3g} %"
    return f"{route.cause.replace('_', ' ')}{share}"


def _drawn(stage: Stage, box: Box) -> Iterator[str]:
    """Draw a stage: its name, who works it, and the ways out of the agency."""
    care = ' class="care"' if stage.in_care else ""
    left = box.x - BOX / 2
    yield f'  <rect{care} x="{left:.0f}" y="{box.y:.0f}" width="{BOX}" height="{box.height:.0f}"/>'
    role = "no caseworker" if stage.role is None else stage.role.replace("_", " ")
    if stage.second_role is not None:
        role += f", with {stage.second_role.replace('_', ' ')}"
    lines = [("", stage.label), ("role", role)]
    lines += [("leaves", words) for words in box.leaves]
    for number, (kind, words) in enumerate(lines):
        y = box.y + 20 + LINE * number
        yield f'  <text class="{kind}" x="{box.x:.0f}" y="{y:.0f}">{escape(words)}</text>'


def _arrows(agency: ss.Agency, boxes: dict[str, Box]) -> Iterator[str]:
    """Draw the routes between stages, and what a birthday does to those in care."""
    for stage in agency.stages:
        for route in stage.routes:
            if route.to != EXIT:
                yield from _arrow(boxes[stage.name], boxes[route.to], _words(route))
    older = agency.ageing.extended_stage
    if older is not None:
        box = boxes[older]
        share = f"at 18 in care: {100 * agency.ageing.extended_share:.3g} %"
        left, middle = box.x - BOX / 2, box.y + box.height / 2
        yield f'  <path class="age" d="M{left - 60:.0f} {middle:.0f} H{left - 2:.0f}"/>'
        yield f'  <text class="route" x="{left - 60:.0f}" y="{middle - 8:.0f}">{share}</text>'


def _arrow(start: Box, end: Box, words: str) -> Iterator[str]:
    """Draw one route: straight down to the next layer, round the side for every other."""
    if end.layer == start.layer + 1:
        top, bottom = start.y + start.height, end.y - 2
        path = f"M{start.x:.0f} {top:.0f} L{end.x:.0f} {bottom:.0f}"
        x, y = (start.x + 2 * end.x) / 3, (top + 2 * bottom) / 3
    else:
        side = -1 if end.layer > start.layer else 1
        edges = start.x + side * BOX / 2, end.x + side * BOX / 2
        middles = start.y + start.height / 2, end.y + end.height / 2
        bend = (min(edges) if side < 0 else max(edges)) + side * 100
        path = f"M{edges[0]:.0f} {middles[0]:.0f} C{bend:.0f} {middles[0]:.0f} "
        path += f"{bend:.0f} {middles[1]:.0f} {edges[1] + side * 2:.0f} {middles[1]:.0f}"
        x, y = (sum(edges) / 2 + 3 * bend) / 4, sum(middles) / 2
    yield f'  <path d="{path}"/>'
    yield f'  <text class="route" x="{x:.0f}" y="{y:.0f}">{escape(words)}</text>'


if __name__ == "__main__":
    chosen = sys.argv[1] if sys.argv[1:] else PRESET
    place = Path(sys.argv[2]) if sys.argv[2:] else PICTURE
    place.write_text(picture(ss.load_agency(chosen)), encoding="utf-8")
