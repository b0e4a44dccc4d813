"""The three sentences say what the runs show: what is clear, what is not, and never more."""

from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import pytest

import staffing_sim as ss
from staffing_sim.briefing.sentences import across_plans, question_of, sentences_of

CLEARLY_FEWER = {"difference": -812.0, "family_low": -865.0, "family_high": -760.0}
CLEARLY_MORE = {"difference": 300.0, "family_low": 250.0, "family_high": 350.0}
UNCLEAR = {"difference": -20.0, "family_low": -90.0, "family_high": 50.0, "p_adjusted": 0.6}
TOO_LITTLE = {"difference": -3.0, "family_low": -4.0, "family_high": -2.0}
BY_HOLM = {"difference": -20.0, "family_low": -41.0, "family_high": 1.0}


@dataclass
class Found:
    """As much of a study as a sentence about one measure reads."""

    rows: dict[str, dict[str, float]]

    rivals: dict[str, float] = field(default_factory=lambda: CLEARLY_FEWER)
    """How any plan differs from any but the baseline."""

    def differences(self, baseline: str | None = None) -> pd.DataFrame:
        about = {"measure": "unseen_children", "role": "all", "unit": "children a month"}
        about |= {"relevant": 10.0, "p_adjusted": 0.001, "runs": 20, "baseline": "As is"}
        found = self.rows if baseline is None else dict.fromkeys(self.rows, self.rivals)
        rows = [about | {"plan": plan} | row for plan, row in found.items()]
        return pd.DataFrame(rows)

    def headlines(self, table: pd.DataFrame) -> pd.DataFrame:
        return table

    def role_of(self, _: str) -> str:
        return "all"


def said(**rows: dict[str, float]) -> str:
    study: Any = Found(rows)
    return across_plans(study, "unseen_children")


def test_the_least_and_the_most_are_not_ranked_where_chance_could_have_ranked_them() -> None:
    less = {key: value / 2 for key, value in CLEARLY_FEWER.items()}
    alike: Any = Found({"Union": CLEARLY_FEWER, "Board": less}, rivals=UNCLEAR)
    assert across_plans(alike, "unseen_children").endswith("(no clear difference between the two)")
    assert "between the two" not in said(Union=CLEARLY_FEWER, Board=less)


def test_two_plans_that_surely_differ_by_too_little_are_not_told_as_chance() -> None:
    less = {key: value / 2 for key, value in CLEARLY_FEWER.items()}
    near: Any = Found({"Union": CLEARLY_FEWER, "Board": less}, rivals=TOO_LITTLE)
    text = across_plans(near, "unseen_children")
    assert text.endswith("(a difference too small to matter between the two)")


@pytest.mark.parametrize("months", [6, 12])
def test_where_no_child_is_followed_for_a_year_the_caseload_takes_the_place(months: int) -> None:
    office = ss.load_agency("small-office")
    plans = [ss.Plan("As is"), ss.Plan("Six", hires=ss.Hires.once(6, kind="net"))]
    study = ss.compare(office, plans, years=months / 12, replications=2, progress=False)
    gain = sentences_of(study, None)[1]
    assert gain.startswith(f"{months} months are too few to measure permanent homes; caseload (")
    assert "undefined" not in gain


def test_one_clear_difference_is_told_with_its_size_and_interval() -> None:
    assert said(Union=CLEARLY_FEWER) == (
        "children not seen in a month: lower (better) under “Union” by 812 children a month "
        "(95 % interval 760 to 865 lower)"
    )


def test_several_clear_differences_are_told_from_the_least_to_the_most() -> None:
    less = {key: value / 2 for key, value in CLEARLY_FEWER.items()}
    text = said(Union=CLEARLY_FEWER, Board=less)
    assert "under both plans, by 406 children a month" in text
    assert "under “Board” up to 812 children a month" in text
    assert text.endswith("(95 % interval 760 to 865 lower) under “Union”")


def test_better_and_worse_and_unclear_stand_side_by_side() -> None:
    text = said(Union=CLEARLY_FEWER, Board=UNCLEAR, County=CLEARLY_MORE)
    assert "lower (better) under “Union”" in text
    assert "higher (worse) under “County”" in text
    assert text.endswith("no clear difference under “Board”")


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (UNCLEAR, "no clear difference under “Union”"),
        (TOO_LITTLE, "a difference too small to matter under “Union”"),
        (dict.fromkeys(CLEARLY_FEWER, 0.0), "exactly the same under “Union”"),
        (dict.fromkeys(CLEARLY_FEWER, float("nan")), "undefined within this horizon under “Union”"),
        (
            {"difference": -9.0} | dict.fromkeys(("family_low", "family_high"), float("nan")),
            "more than one run is needed for “Union”",
        ),
    ],
)
def test_where_nothing_is_clear_the_sentence_says_no_more(
    row: dict[str, float], words: str
) -> None:
    assert said(Union=row) == f"children not seen in a month: {words}"


def test_an_interval_that_spans_zero_says_why_the_difference_is_clear_all_the_same() -> None:
    assert "Holm's test establishes the direction" in said(Union=BY_HOLM)


def test_no_money_is_called_good_or_bad(study: ss.Study) -> None:
    assert "better" not in across_plans(study, "cost")
    assert "worse" not in across_plans(study, "cost")


def test_the_answer_has_three_sentences_and_says_what_it_rests_on(study: ss.Study) -> None:
    sentences = sentences_of(study, None)
    assert all(sentence.endswith(".") for sentence in sentences)
    assert sentences[0].startswith("In this model, ")
    assert "the null model was not run" in sentences[2]
    assert f"{study.grades['assumption']} of them assumed" in sentences[2]


def test_a_question_is_put_where_nobody_gave_one(study: ss.Study) -> None:
    assert question_of(study).startswith("What do “Six ")
    assert question_of(study).endswith("compared with “As is”, from Jan 2024 to Jun 2025?")
