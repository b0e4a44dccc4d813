"""When are two studies the same? When every value of every table is, to the last bit."""

import hashlib

import pandas as pd

from staffing_sim.study import Study

TABLES = ("measures", "summary", "months", "caseloads", "incidence", "service", "cohorts")


def digest(study: Study) -> str:
    """Return a hash of every table of a study: names, types, bits, and where they come from."""
    found = hashlib.sha256()
    tables = [getattr(study, name)() for name in TABLES]
    for table in tables:
        found.update(repr([(name, str(kind)) for name, kind in table.dtypes.items()]).encode())
        found.update(repr(sorted(table.attrs.items())).encode())
        for name in table:
            found.update(pd.util.hash_pandas_object(table[name], index=True).to_numpy().tobytes())
    return found.hexdigest()
