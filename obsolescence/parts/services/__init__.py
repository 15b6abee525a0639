"""Writes to the shared catalogue."""

from obsolescence.parts.services.catalogue import Imported, import_parts
from obsolescence.parts.services.lifecycle import derive_lifecycle, let_time_pass
from obsolescence.parts.services.makers import import_manufacturers, import_rates

__all__ = [
    "Imported",
    "derive_lifecycle",
    "import_manufacturers",
    "import_parts",
    "import_rates",
    "let_time_pass",
]
