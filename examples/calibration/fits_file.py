"""The parameter sets that fit as a TOML file: numbers by their keys in the ledger."""

from __future__ import annotations

from collections.abc import Sequence

from judging import Verdict

HEAD = """\
# Parameter sets that fit what was published about Los Angeles in 2013 equally well: numbers by
# their keys in the ledger of la-county-2013. The first is the preset itself. Written by
# examples/calibration/fit_la_county_2013.py with seed {seed}; do not edit.
"""


def fits_text(shipped: Sequence[Verdict], seed: int) -> str:
    """Return the file: for each set its candidate, its loss, and its numbers."""
    parts = [HEAD.format(seed=seed)]
    for verdict in shipped:
        numbers = "".join(
            f'"{key}" = {value!r}\n' for key, value in sorted(verdict.candidate.values.items())
        )
        parts.append(
            f"\n[[fits]]\ncandidate = {verdict.candidate.number}\nloss = {verdict.loss:.3f}\n"
            f"\n[fits.values]\n{numbers}"
        )
    return "".join(parts)
