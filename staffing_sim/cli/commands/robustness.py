"""``robustness tornado|flip|sets``: does the answer hold if numbers are wrong?"""

from __future__ import annotations

import argparse
from functools import partial
from typing import TYPE_CHECKING, Any

from staffing_sim.cli.options import (
    MONEY,
    MOST_MONEY,
    RUNS,
    Commands,
    add,
    agency_option,
    key_with_range,
    plan_options,
    price,
    range_missing,
    share,
    whole_number,
)
from staffing_sim.cli.printing import fitted, publish, text_table
from staffing_sim.cli.request import Plans, compared_plans, read_request
from staffing_sim.errors import InputError, wrong

if TYPE_CHECKING:
    import pandas as pd

    from staffing_sim.presets.fits import ParameterSets
    from staffing_sim.sensitivity import SetComparison, Tornado

ONE_AT_A_TIME = (
    "One number at a time is varied over its range in the ledger while the others stay as "
    "described; all plans meet the same families, children and luck."
)
TORNADO = (
    f"{ONE_AT_A_TIME} Re-based: durations and leaving stay as observed under the new number, and "
    "work at full service is derived again. Numbers that are wrong together can do more than each "
    "alone."
)
SETS = (
    "First range: chance within a set, about the set's mean. Second: all runs of all sets (both "
    "10th-90th percentile). More replications narrow a set's mean, not what separates the sets, "
    "which count as equally likely."
)
SETS_SHOWN = 12
DRIVERS_SHOWN = 5


def run_tornado(options: argparse.Namespace) -> None:
    """Vary each assumption, run the plans; print sentences and write files."""
    varied = varied_numbers(options)
    request = read_request(options, choose=two_or_more_plans)

    from staffing_sim.sensitivity import tornado  # heavy, so only once the input is right

    found = tornado(
        request.modelled_agency,
        request.plans,
        measure=options.measure or "unseen_children",
        **varied,
        **request.run_settings,
    )
    publish(tornado_text(found), options.out, found.save)


def run_flip(options: argparse.Namespace) -> None:
    """Search each assumption for the value at which the plans change rank; print and write."""
    varied = varied_numbers(options)
    request = read_request(options, choose=two_plans)

    from staffing_sim.sensitivity import flip_points

    first, second = request.plans
    found = flip_points(
        request.modelled_agency,
        first,
        second,
        measure=options.measure,
        margin=options.margin or 0.0,
        **varied,
        **request.run_settings,
    )
    title = fitted(f"{found.quantity.label}: {first.name} against {second.name}")
    sentences = "\n".join(map(fitted, found.sentences()))
    publish(f"{title}\n\n{sentences}\n\n{fitted(ONE_AT_A_TIME)}", options.out, found.save)


def run_sets(options: argparse.Namespace) -> None:
    """Compare plans under a preset's parameter sets; print ranges, order, drivers, worth."""
    request = read_request(options, choose=two_or_more_plans)
    sets = _sets_of(options.agency, options.sets)

    from staffing_sim.sensitivity import compare_sets

    found = compare_sets(
        {name: each.null() if request.null else each for name, each in sets.items()},
        request.plans,
        measure=options.measure or "unseen_children",
        prices=None if options.price is None else dict(options.price),
        **request.run_settings,
    )
    publish(sets_text(found, sets.numbers), options.out, found.save)


# --- what was asked ------------------------------------------------------------------------------


def varied_numbers(options: argparse.Namespace) -> dict[str, Any]:
    """Return which numbers are varied, each over a range of the user's or all over the ledger's."""
    if not options.assumption:
        return {}
    ranges = dict(options.assumption)
    given = {key: span for key, span in ranges.items() if span is not None}
    if not given:
        return {"assumptions": tuple(ranges)}
    for key in ranges:
        if key not in given:
            options.faults.add(range_missing("--assumption", key))
    return {"assumptions": given}


def two_or_more_plans(own: Plans, typed: Plans) -> Plans:
    """Return those typed, if several; else as `compared_plans`."""
    return typed if len(typed) > 1 else compared_plans(own, typed)


def two_plans(own: Plans, typed: Plans) -> Plans:
    """Return the two plans typed, or the one typed and the agency's first.

    Raises
    ------
    InputError
        If none was typed, or more than two.
    """
    if 1 <= len(typed) <= 2:
        return typed if len(typed) == 2 else (*typed, own[0])
    remedy = "Give two, or one to rank against the agency's first."
    raise wrong("flip", f"ranks two plans; got {len(typed)}", remedy)


def _sets_of(name: str, count: int) -> ParameterSets:
    """Return the first so many parameter sets of a preset."""
    from staffing_sim.presets.fits import load_fits

    try:
        return load_fits(name).first(count)
    except InputError as error:
        remedy = (
            "Only presets that were matched to published figures have any; compare_sets in Python "
            "takes agencies of your own."
        )
        raise wrong(name, error.faults[0].problem, remedy) from None


# --- what was found ------------------------------------------------------------------------------


def tornado_text(found: Tornado) -> str:
    """Return what each assumption does, measure by measure and plan by plan."""
    plans = [plan.name for plan in found.experiment.setting.plans]
    parts = []
    for quantity in found.experiment.quantities:
        for plan in plans[1:]:
            better = f" ({quantity.better} is better)" if quantity.better else ""
            heading = f"{quantity.label}{better}: {plan}, less {plans[0]}"
            sentences = found.sentences(measure=quantity.name, plan=plan)
            parts.append("\n".join(fitted(text) for text in (heading, "", *sentences)))
    return "\n\n".join([*parts, fitted(TORNADO)])


def sets_text(found: SetComparison, numbers: pd.DataFrame) -> str:
    """Return ranges, the order of the plans, each set's own, drivers, and the worth of knowing."""
    parts = [_both_ranges(found), _orders(found)]
    if len(found.names) <= SETS_SHOWN:
        parts.append(_each_set(found))
    parts += _drivers(found, numbers.loc[list(found.names)])
    if found.priced:
        parts.append(_value_of_knowing(found))
    if found.left_out:
        sets = "; ".join(f"{name} is {above}" for name, above in found.left_out.items())
        parts.append(fitted(f"Left out: {sets}. Such an agency drifts if nothing changes."))
    return "\n\n".join([*parts, fitted(SETS)])


def _both_ranges(found: SetComparison) -> str:
    from staffing_sim.study.figures import rows_of, signed

    def span(row: dict[str, Any], name: str, widest: float) -> str:
        ends = (row[f"{name}_low"], row[f"{name}_high"])
        return " to ".join(signed(end, row["unit"], like=widest) for end in ends)

    headings = (
        *("measure and plan", "difference", "chance alone, 10-90 %", "all runs, 10-90 %"),
        *("between sets", "better in"),
    )
    rows: list[tuple[str, ...]] = []
    for row in rows_of(found.table()):
        widest = max(abs(row[name]) for name in ("both_low", "both_high", "difference"))
        rows += [
            (f"{row['label']}, {row['unit']}, less {row['baseline']}",),
            (
                f"  {row['plan']}",
                signed(row["difference"], row["unit"], like=widest),
                *(span(row, name, widest) for name in ("chance", "both")),
                f"{row['sets_share']:.0%} of variance",
                f"{row['sets_better']:.0%} of {row['sets']} sets",
            ),
        ]
    return text_table(headings, rows)


def _orders(found: SetComparison) -> str:
    """Return in how many sets two plans keep their order."""
    from staffing_sim.study.figures import rows_of, signed

    quantity = found.experiment.quantities[0]
    rows = [
        (
            f"  {row['plan']}, less {row['beside']}",
            signed(row["difference"], quantity.unit, like=row["difference"]),
            f"{row['same_sign']:.0%} of sets",
        )
        for row in rows_of(found.orders())
    ]
    return text_table((f"{quantity.label}, {quantity.unit}", "median", "same sign in"), rows)


def _drivers(found: SetComparison, numbers: pd.DataFrame) -> list[str]:
    """Return which numbers make each plan's difference what it is, where there are enough sets."""
    from staffing_sim.study.figures import rows_of, signed

    if not found.explains(numbers):
        return []
    parts = []
    quantity = found.experiment.quantities[0]
    for plan in found.experiment.setting.plans[1:]:
        table = found.drivers(numbers, plan=plan.name)
        rows = [
            (
                row["number"].replace("_", " "),
                f"{row['low']:g} to {row['high']:g}",
                signed(row["effect"], quantity.unit, like=row["effect"]),
                f"{row['share']:.0%}",
            )
            for row in rows_of(table.head(DRIVERS_SHOWN))
        ]
        headings = (f"{plan.name}: driven by", "from", "difference changes by", "of variance")
        explained = (
            f"All numbers together explain {table.attrs['explained']:.0%} of the variance between "
            f"sets of {quantity.label.lower()}."
        )
        parts.append(f"{text_table(headings, rows)}\n\n{fitted(explained)}")
    return parts


def _each_set(found: SetComparison) -> str:
    from staffing_sim.study.figures import rows_of, signed

    rows = []
    for row in rows_of(found.sets()):
        widest = max(abs(row[name]) for name in ("difference", "low", "high"))
        difference, low, high = (
            signed(row[name], row["unit"], like=widest) for name in ("difference", "low", "high")
        )
        measure = row["measure"].replace("_", " ")
        rows.append((row["set"], measure, row["plan"], difference, f"{low} to {high}"))
    return text_table(("set", "measure", "plan", "difference", "95 % interval"), rows)


def _value_of_knowing(found: SetComparison) -> str:
    """Return what each plan loses by being chosen before the true set is known."""
    from staffing_sim.study.figures import amount, rows_of

    table = found.value_of_information()
    unit = table.attrs["unit"]
    rows = [
        (
            row["plan"],
            amount(row["mean"], unit, like=row["mean"]),
            f"{row['best_in']:.0%} of sets",
            amount(row["regret"], unit, like=row["regret"]),
        )
        for row in rows_of(table)
    ]
    best = rows[0]
    text = (
        f"Knowing the true set before choosing would be worth {best[3]} {unit}: the average loss "
        f"with {best[0]}, the plan that loses least."
        if table["regret"].iloc[0] > 0.0
        else f"{best[0]} is best in every set: knowing the true one would change no choice."
    )
    headings = ("plan", f"cost and harm, {unit}", "best in", "mean loss")
    shown = text_table(headings, rows, right=True)
    return f"{shown}\n\n{fitted(f'{text} You set the price of harm.')}"


# --- what is typed -------------------------------------------------------------------------------

MOST_SETS = 1000


def _compared_options(
    command: argparse.ArgumentParser, *, measures: bool, replications: str = "5"
) -> None:
    """Add what every robustness analysis takes: plans, what to measure, how much to run."""
    agency_option(command)
    plan_options(command, "two, or one to compare with the agency's first (As is)")
    settings: dict[str, Any] = {"action": "append"} if measures else {"default": "unseen_children"}
    text = "measure to compare, such as caseload/adoption"
    add(command, "--measure", "NAME", text, **settings)
    share(command, *RUNS, replications=replications)


def _varied_options(command: argparse.ArgumentParser, *, measures: bool) -> None:
    """Add what an analysis that varies numbers takes."""
    _compared_options(command, measures=measures)
    add(
        command,
        "--assumption",
        "KEY[=LOW:HIGH]",
        "ledger key to vary, with a range of your own if given (default: the disputed ones)",
        read=key_with_range,
        action="append",
    )


def _flip_options(command: argparse.ArgumentParser) -> None:
    _varied_options(command, measures=False)
    text = "by how much the first plan must be better to count as ahead (default 0)"
    add(command, "--margin", "N", text, read=MONEY)


def _sets_options(command: argparse.ArgumentParser) -> None:
    _compared_options(command, measures=True, replications="2")
    add(
        command,
        "--sets",
        "N",
        "use the first N parameter sets, which are spread over all of them (default 24)",
        read=partial(whole_number, at_least=2, at_most=MOST_SETS),
        default="24",
    )
    add(
        command,
        "--price",
        "MEASURE=MONEY",
        "cost of a unit of harm, such as unseen_children=500 a child-month; shows what knowing the "
        "true set would be worth",
        read=partial(price, at_most=MOST_MONEY),
        action="append",
    )


COMMANDS: Commands = {
    "tornado": (partial(_varied_options, measures=True), run_tornado),
    "flip": (_flip_options, run_flip),
    "sets": (_sets_options, run_sets),
}
