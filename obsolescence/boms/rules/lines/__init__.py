"""Rows of a table become component lines, by a mapping of its columns."""

from obsolescence.boms.rules.lines.line import MAX_LINES, Problem, ReadLine, ReadLines
from obsolescence.boms.rules.lines.reader import lines_of

__all__ = ["MAX_LINES", "Problem", "ReadLine", "ReadLines", "lines_of"]
