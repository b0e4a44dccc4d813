"""The bar starts at what is done, and a notebook without widgets is no reason to complain."""

import subprocess
import sys

from staffing_sim.study.run import Told, fan_out

NOTEBOOK_WITHOUT_WIDGETS = """
import sys
from types import ModuleType, SimpleNamespace

python = ModuleType("IPython")
python.get_ipython = lambda: SimpleNamespace(config={"IPKernelApp": {}})
sys.modules |= {"IPython": python, "ipykernel": ModuleType("ipykernel"), "ipywidgets": None}

from staffing_sim.study.run import Told

with Told(progress=None, done=3, total=5) as told:
    told.one_more()
"""


def test_a_study_that_goes_on_starts_its_bar_at_what_is_done(capsys) -> None:
    with Told(progress=True, done=3, total=5) as told:
        told.one_more()
    shown = capsys.readouterr().err
    assert "3/5" in shown
    assert "4/5" in shown
    assert "0/5" not in shown


def test_pipes_get_no_bar(capsys) -> None:
    with Told(progress=None, done=0, total=2) as told:
        told.one_more()
    assert capsys.readouterr().err == ""


def test_a_log_hears_of_progress_now_and_then(capsys, monkeypatch) -> None:
    monkeypatch.setattr(fan_out, "SECONDS_BETWEEN_LINES", 0.0)
    with Told(progress=None, done=1, total=1_200) as told:
        told.more(1_000)
    assert capsys.readouterr().err == "1,001 of 1,200 runs done\n"
    with Told(progress=False, done=0, total=2) as told:
        told.one_more()
    assert capsys.readouterr().err == ""


def test_a_notebook_without_widgets_gets_the_plain_bar_and_no_warning() -> None:
    words = [sys.executable, "-W", "error", "-c", NOTEBOOK_WITHOUT_WIDGETS]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "4/5" in done.stderr
    assert "IProgress" not in done.stderr
