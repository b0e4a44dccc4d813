"""Every chart can be read: by colour-blind eyes, without colour, and from the back of a room."""

import sys
from itertools import combinations

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from colorspacious import cspace_convert

from staffing_sim import charts, compare
from staffing_sim.charts.style import NOTE_POINTS, ink, looks, own_figure, save_figure
from staffing_sim.plan import Plan
from staffing_sim.plan.hiring import Hires
from staffing_sim.presets import load_agency
from tests.scripts import script

EYES = (None, "deuteranomaly", "protanomaly", "tritanomaly")
LEAST_DISTANCE = 10.0  # in CAM02-UCS, where 1 is a difference just seen side by side
NO_CHARTS = {"save_figure", "styled"}  # of the names that charts gives away


def gallery():
    """Return the pictures of the gallery, by name: every chart, of a study that fills them all.

    Colours, letters and marks are the same whatever was run, so variants of the agency are run on
    fewer worlds than on the page.
    """
    module = script("docs/gallery.py")
    module.WRONG_HOW.update(years=1, replications=2)
    module.FLIP_HOW.update(years=1, replications=3)
    module.SOLVE_HOW.update(replications=8)
    module.SETS_HOW.update(years=0.5, replications=2)
    return {
        name: one
        for pictures in module.PICTURES_BY_QUESTION.values()
        for name, one in pictures.items()
    }


GALLERY = gallery()
DRAWN = set()
SIGNED = {
    "agency": "An agency",
    "seed": 4,
    "replications": 3,
    "version": "0",
    "months": 30,
    "fingerprint": "0123456789ab",
    "numbers": 205,
    "assumptions": 156,
}
"""Where a chart of invented numbers says it comes from."""


def many_hires():
    """Draw a schedule of 30 offices and 20 months, more than any agency has."""
    rows = [
        (month, np.datetime64("2013-12") + month, f"Office number {office}", (month * office) % 101)
        for month in range(20)
        for office in range(30)
    ]
    frame = pd.DataFrame(rows, columns=["month", "date", "office", "hires"])
    frame.attrs = SIGNED | {"plan": "Scheduled: 595 by month and office"}
    return charts.schedule(frame)


def many_drivers():
    """Draw what drives a difference, with more numbers than are free anywhere."""
    rows = [
        (f"A free number with a long name, number {row}", 0.1, 1234.5, 100.0 - 9 * row, 8.0, 0.1)
        for row in range(40)
    ]
    frame = pd.DataFrame(rows, columns=["number", "low", "high", "effect", "error", "share"])
    about = {"label": "Children not seen", "unit": "children a month", "sets": 100}
    frame.attrs = SIGNED | about | {"plan": "Board: 500 at once", "baseline": "As is"}
    return charts.drivers(frame)


PICTURES = {name: exhibit.draw for name, exhibit in GALLERY.items()} | {
    "many_hires": many_hires,
    "many_drivers": many_drivers,
}
"""Every chart of the gallery, and some with more in them than there will be."""


@pytest.fixture(scope="module", autouse=True)
def called():
    """Note which of the chart functions have drawn something."""
    with pytest.MonkeyPatch.context() as patch:
        for name in set(charts.__all__) - NO_CHARTS:
            draw = getattr(charts, name)
            noted = noting(name, draw)
            patch.setattr(charts, name, noted)
            patch.setattr(sys.modules[draw.__module__], name, noted)  # where studies call it
        yield


def noting(name, draw):
    def drawn(*args, **options):
        DRAWN.add(name)
        return draw(*args, **options)

    return drawn


@pytest.fixture(scope="module", params=sorted(PICTURES))
def figure(request):
    drawn = own_figure(PICTURES[request.param]())
    drawn.canvas.draw()
    yield drawn
    plt.close(drawn)


def as_seen(colors, eyes):
    """Return colours as these eyes tell them apart: coordinates in CAM02-UCS."""
    shares = np.array([mpl.colors.to_rgb(color) for color in colors])
    if eyes is not None:
        space = {"name": "sRGB1+CVD", "cvd_type": eyes, "severity": 100}
        shares = np.clip(cspace_convert(shares, space, "sRGB1"), 0.0, 1.0)
    return cspace_convert(shares, "sRGB1", "CAM02-UCS")


def distances(colors):
    """Return how far apart any two colours are, to the eyes that tell them apart the least."""
    seen = np.stack([as_seen(colors, eyes) for eyes in EYES])
    gaps = np.linalg.norm(seen[:, :, None] - seen[:, None], axis=-1).min(axis=0)
    return gaps[np.triu_indices(len(colors), 1)]


def contrast(color, ground="white"):
    """Return the contrast of two colours as the Web Content Accessibility Guidelines have it."""

    def light(name):
        share = np.array(mpl.colors.to_rgb(name))
        linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
        return linear @ [0.2126, 0.7152, 0.0722]

    dark, bright = sorted((light(color), light(ground)))
    return (bright + 0.05) / (dark + 0.05)


def data_lines(ax):
    """Return the lines that stand for something: not the upright and level rules."""
    return [
        line
        for line in ax.lines
        if len(line.get_xdata()) != 2 or np.all(np.ptp(line.get_xydata(), axis=0) > 0)
    ]


def words_in(figure):
    """Return every text that is drawn."""
    found = [text for text in figure.findobj(mpl.text.Text) if text.get_visible()]
    return [text for text in found if text.get_text().strip()]


def test_the_simulator_of_colour_blindness_sees_what_it_should() -> None:
    assert distances(["#ff0000", "#00a000"]).min() < distances(["#0072B2", "#D55E00"]).min()
    assert distances(["#d00000", "#707000"]).min() < LEAST_DISTANCE


def test_colour_blind_eyes_tell_seven_plans_apart() -> None:
    colors = [look.color for look in looks([str(plan) for plan in range(7)]).values()]
    assert len(set(colors)) == 7
    assert distances(colors).min() > LEAST_DISTANCE


def test_lines_stand_out_from_the_paper_and_their_names_can_be_read() -> None:
    colors = [look.color for look in looks([str(plan) for plan in range(7)]).values()]
    assert min(contrast(color) for color in colors) >= 3.0
    assert min(contrast(ink(color)) for color in colors) >= 4.5


def test_colour_blind_eyes_tell_the_colours_of_each_chart_apart(figure) -> None:
    for ax in figure.axes:
        colors = {mpl.colors.to_hex(line.get_color()) for line in data_lines(ax)}
        colors |= {mpl.colors.to_hex(bar.get_facecolor()) for bar in ax.patches}
        if len(colors) > 1:
            assert distances(sorted(colors)).min() > LEAST_DISTANCE


def test_lines_of_different_colour_differ_without_colour_too(figure) -> None:
    for ax in figure.axes:
        for one, other in combinations(data_lines(ax), 2):
            if one.get_color() == other.get_color():
                continue
            cues = [(str(line._dash_pattern), line.get_marker()) for line in (one, other)]
            assert cues[0] != cues[1]


def test_bars_named_by_colour_differ_in_their_hatching_too(figure) -> None:
    for ax in figure.axes:
        legend = ax.get_legend()
        bars = [] if legend is None else legend.get_patches()
        cues = {mpl.colors.to_hex(bar.get_facecolor()): bar.get_hatch() for bar in bars}
        assert len(set(cues.values())) == len(cues)


def test_no_print_is_too_small_for_a_projector(figure) -> None:
    sizes = {text.get_text(): text.get_fontsize() for text in words_in(figure)}
    assert min(sizes.values()) >= NOTE_POINTS
    footer = figure.get_supxlabel()
    assert all(size >= 9.0 for text, size in sizes.items() if text != footer)


def test_no_words_are_cut_off_at_the_edge_of_a_picture(figure) -> None:
    ticks = {
        label for ax in figure.axes for label in (*ax.get_xticklabels(), *ax.get_yticklabels())
    }
    edge = figure.bbox
    for text in words_in(figure):
        box = text.get_window_extent()
        if text not in ticks:
            assert box.x0 >= edge.x0 - 1, text.get_text()
            assert box.x1 <= edge.x1 + 1, text.get_text()
            assert box.y0 >= edge.y0 - 1, text.get_text()
            assert box.y1 <= edge.y1 + 1, text.get_text()


def test_no_legend_and_no_other_title_lies_on_a_title(figure) -> None:
    titles = [ax._left_title.get_window_extent() for ax in figure.axes if ax.get_title(loc="left")]
    for one, other in combinations(titles, 2):
        assert not one.overlaps(other)
    for ax in figure.axes:
        if (legend := ax.get_legend()) is not None:
            assert not any(legend.get_window_extent().overlaps(title) for title in titles)


def test_names_beside_lines_do_not_lie_on_each_other(figure) -> None:
    for ax in figure.axes:
        notes = [text for text in ax.texts if text.get_visible() and text.get_text().strip()]
        boxes = [mpl.text.Text.get_window_extent(text) for text in notes]
        for (one, box), (other, beside) in combinations(zip(notes, boxes, strict=True), 2):
            assert not box.padded(-1.5).overlaps(beside.padded(-1.5)), (one, other)


@pytest.mark.parametrize("name", sorted(GALLERY))
def test_a_picture_is_saved_in_both_kinds_with_its_origin_and_the_same_bytes(
    name, tmp_path
) -> None:
    kept = []
    for turn in ("one", "other"):
        drawn = own_figure(GALLERY[name].draw())
        origin = drawn.get_supxlabel().replace("\n", " ")
        paths = save_figure(drawn, tmp_path / turn)
        plt.close(drawn)
        kept.append([path.read_bytes() for path in paths])
    assert [path.suffix for path in paths] == [".png", ".svg"]
    assert kept[0] == kept[1]
    assert "staffing_sim" in origin
    assert "fingerprint" in origin or "nothing simulated" in origin
    words = origin.partition("staffing_sim")[2][:24].strip().encode()  # version and fingerprint
    assert all(words in content for content in kept[0])
    assert b"Date" not in kept[0][0]


def test_every_chart_there_is_hangs_in_the_gallery() -> None:
    for exhibit in GALLERY.values():
        plt.close(own_figure(exhibit.draw()))
    assert set(charts.__all__) - NO_CHARTS == DRAWN


@pytest.mark.parametrize("name", ["unseen_children", "staff", "cap"])
def test_a_study_of_one_month_draws_a_point_with_its_interval(name) -> None:
    office = load_agency("small-office")
    plans = [Plan("As is"), Plan("Ten", hires=Hires.once(10, kind="net"))]
    short = compare(office, plans, years=1 / 12, replications=8, clock="simpy", progress=False)
    ax = short.plot(name)
    low, high = ax.get_xlim()
    assert low < high
    assert ax.lines[0].get_marker() == "o"
    assert ax.collections
    plt.close("all")
