"""Declarations in XML are how a small file becomes a large one, or somebody else's: none is read."""

from xml.parsers import expat

from obsolescence.boms.rules.reading.table import UnreadableFile


def refuse_declarations(parser: expat.XMLParserType) -> None:
    """Make a parser refuse DOCTYPE and ENTITY: no exporter of parts lists writes them, bombs need them."""

    def refuse(*_: object) -> None:
        raise UnreadableFile(
            "The file contains document-type declarations, which exporters of parts lists do not write. "
            "Please export it again, or save the parts list as .xlsx or .csv."
        )

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
