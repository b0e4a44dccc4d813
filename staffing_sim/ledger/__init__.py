"""Where each number comes from: unit, range, source, date and grade, beside the number itself.

    entries    an entry, its grade, and a number with its entry
    book       the ledger: which entry documents which number, and what is wrong between them

A number appears once, in the agency or plan. The ledger's entries point at numbers by dotted keys
in which ``*`` stands for any one name or index; the most specific entry that fits a number is its
entry. What nobody has documented shows as an assumption without a source. Defaults of the library
that a file does not give are not listed: a preset gives every number that matters.
"""

from staffing_sim.ledger.book import Ledger, LedgerEntries, by_grade
from staffing_sim.ledger.entries import GIVEN, Grade, LedgerEntry, LedgerRow, numbers_of

__all__ = [
    "GIVEN",
    "Grade",
    "Ledger",
    "LedgerEntries",
    "LedgerEntry",
    "LedgerRow",
    "by_grade",
    "numbers_of",
]
