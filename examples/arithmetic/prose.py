"""Paragraphs of a page of Markdown."""

from textwrap import fill

__all__ = ["prose"]


def prose(text: str) -> str:
    """Return a paragraph in lines of at most 100 characters, with an empty line after it."""
    return fill(text, 100, break_long_words=False, break_on_hyphens=False) + "\n"
