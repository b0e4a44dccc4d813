"""What a reader of a table must know besides its numbers."""

import pytest

import staffing_sim as ss
from staffing_sim.agency import Agency
from staffing_sim.study.text import moves_note, stability_note, text_card

OFFICE = ss.load_agency("small-office")
AS_IS = ss.Plan("As is")
NET = ss.Plan("Six more", hires=ss.Hires.once(6, kind="net"))
GROSS = ss.Plan("One starts", hires=ss.Hires.once(1, kind="gross"))


def note(agency: Agency, *plans: ss.Plan) -> str:
    return moves_note(ss.compare(agency, [AS_IS, *plans], years=1 / 12, replications=1))


def moving(rate_per_year: float) -> Agency:
    workforce = OFFICE.workforce.replace(transfer_rate_per_year=rate_per_year)
    return OFFICE.replace(workforce=workforce)


def test_new_posts_bring_moves_before_anybody_starts() -> None:
    assert note(moving(0.05), NET) == (
        "Workers transfer to posts under recruitment, so new posts cause transfers, and slightly "
        "more unseen children, before anybody starts in them."
    )


def test_a_plan_that_replaces_nobody_is_named_with_what_that_hides() -> None:
    assert note(moving(0.05), NET, GROSS).endswith(
        "Under 'One starts' (Continuing services for 1 month) leavers are not replaced, so "
        "hardly anybody moves, which lowers unseen children at first, until the lost staff are "
        "felt."
    )


def test_a_share_of_leavers_that_a_plan_replaces_decides_whether_nobody_is() -> None:
    """Known from the engine: such a share holds for gross hires too."""
    replaced = GROSS.replace(backfill_share=1.0)
    assert "not replaced" not in note(moving(0.05), replaced)
    assert "'None' leavers are not replaced" in note(
        moving(0.05), ss.Plan("None", backfill_share=0.0)
    )


@pytest.mark.parametrize(
    ("agency", "plan"),
    [
        (moving(0.0), GROSS),
        (moving(0.05).replace(offices=moving(0.05).offices[:1]), GROSS),
        (moving(0.05), ss.Plan("Nothing new")),
    ],
    ids=["nobody moves", "one office", "nobody is hired"],
)
def test_where_hiring_moves_nobody_nothing_is_said(agency, plan) -> None:
    assert note(agency, plan) == ""


def compressible(compressibility: float) -> Agency:
    roles = [role.replace(compressibility=compressibility) for role in OFFICE.roles]
    return OFFICE.replace(roles=roles)


def test_an_agency_above_its_stability_limit_is_said_to_drift() -> None:
    study = ss.compare(compressible(0.45), [AS_IS, NET], years=1 / 12, replications=1)
    assert stability_note(study) == (
        "Above the stability limit: Continuing services (compressibility 0.45, limit 0.388). Under "
        "its load on day 0 the agency cannot stay as it is: it drifts, and differences between "
        "plans grow with the drift."
    )
    assert stability_note(study) in text_card(study)


@pytest.mark.parametrize("null", [False, True])
def test_below_it_and_in_the_null_model_nothing_is_said_of_drifting(null: bool) -> None:
    agency = compressible(0.45 if null else 0.38)
    study = ss.compare(agency, [AS_IS], years=1 / 12, replications=1, null=null)
    assert stability_note(study) == ""
