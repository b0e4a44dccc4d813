"""The tests: a package, so that no stray `tests` of another distribution stands in its way."""
