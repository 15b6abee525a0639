"""Which encoding a text file is in: a mark, valid UTF-8, the rhythm of its zero bytes, or the likeliest old one."""

import codecs
import re
from collections.abc import Callable, Sequence

from obsolescence.boms.rules.header_words import header_roles

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 256 * 1024
_TOP = 16 * 1024  # bytes in which a header stands
_CLEAR = 0.8
_EUROPEAN = (
    "cp1252",
    "cp1250",
    "cp1254",
)  # Western, Eastern, Turkish: most bytes are a letter in each of them


def _one_byte_as_windows(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    bad = error.object[error.start : error.start + 1]
    try:
        return bad.decode("cp1252"), error.start + 1
    except UnicodeDecodeError:
        return bad.decode("latin-1"), error.start + 1


codecs.register_error("as-windows-1252", _one_byte_as_windows)


def decoded(data: bytes) -> tuple[str, str]:
    """(text, name of the encoding). Never fails: the last resort reads every byte as Windows-1252."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace").lstrip("\ufeff"), encoding
    if (wide := _wide_without_mark(data)) is not None:
        return data.decode(wide, errors="replace"), wide
    try:
        return data.decode("utf-8"), "ascii" if data.isascii() else "utf-8"
    except UnicodeDecodeError:
        encoding = _old_encoding(data)
    if encoding == "cp1252":
        # Files edited by several programs mix both; what is valid UTF-8 is never Windows-1252 by accident.
        return data.decode("utf-8", errors="as-windows-1252"), encoding
    return data.decode(encoding, errors="replace"), encoding


def _wide_without_mark(data: bytes) -> str | None:
    """UTF-16 without a mark shows as a zero in every other byte."""
    sample = data[: 4096 - len(data[:4096]) % 2]
    if len(sample) < 4:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > 0.6 * half and even < 0.1 * half:
        return "utf-16-le"
    if even > 0.6 * half and odd < 0.1 * half:
        return "utf-16-be"
    return None


def _old_encoding(data: bytes) -> str:
    """The 8-bit encoding whose reading looks most like writing.

    In Latin text accented letters stand alone; in Chinese, Japanese or Russian they come in runs. So a file whose
    high bytes mostly stand alone is Latin, even if a Chinese decoder would take it without complaint.
    """
    sample = data[:_SAMPLE]
    runs = re.findall(rb"[\x80-\xff]+", sample)
    alone = sum(len(run) == 1 for run in runs)
    if alone and all(len(run) == 1 or _is_utf8(run) for run in runs):
        return _most_spoken(sample, _EUROPEAN)
    if alone > 0.5 * len(runs):
        is_japanese = _plausibility(sample, "shift_jis", _is_japanese) > 0.9
        return "shift_jis" if is_japanese else _most_spoken(sample, _EUROPEAN)
    scores = {
        "gb18030": _plausibility(sample, "gb18030", _is_common_chinese),
        "shift_jis": _plausibility(sample, "shift_jis", _is_japanese),
        "cp1251": _plausibility(sample, "cp1251", _is_russian),
        "big5": _plausibility(sample, "big5", _is_han) * 0.8,
        "euc_kr": _plausibility(sample, "euc_kr", _is_hangul),
    }
    best = max(scores, key=lambda name: scores[name])
    if scores[best] <= 0.6:
        return _most_spoken(sample, [_guessed(sample), *_EUROPEAN])
    equal = [name for name in scores if name != best and scores[name] >= scores[best]]
    return _most_spoken(sample, [best, *equal, *_EUROPEAN])


def _most_spoken(sample: bytes, encodings: Sequence[str]) -> str:
    """Of encodings that read the file equally well the one in which it has the most headers that we know; else the first.

    The same bytes are Chinese characters and Korean syllables; "č" in the East of Europe is "è" in the West.
    """
    if len(encodings) == 1:
        return encodings[0]
    return max(encodings, key=lambda encoding: (_headers_in(sample, encoding), -encodings.index(encoding)))


def _headers_in(sample: bytes, encoding: str) -> int:
    cells = re.split(r"[;,\t|\r\n]", sample[:_TOP].decode(encoding, errors="replace"))
    return sum(max(header_roles(cell.strip(' "')).values(), default=0.0) >= _CLEAR for cell in cells[:600])


def _is_utf8(run: bytes) -> bool:
    try:
        return bool(run.decode("utf-8"))
    except UnicodeDecodeError:
        return False


def _guessed(sample: bytes) -> str:
    from charset_normalizer import from_bytes  # 0.06 s to import, needed for one file in a thousand

    match = from_bytes(sample[:65536]).best()
    return match.encoding if match is not None and match.encoding not in ("ascii", "utf_8") else "cp1252"


def _plausibility(sample: bytes, encoding: str, is_expected: Callable[[str], bool]) -> float:
    """Share of the non-ASCII characters that this encoding's languages really use; 0 where it cannot be decoded."""
    try:
        text = codecs.getincrementaldecoder(encoding)("strict").decode(sample)
    except UnicodeDecodeError:
        return 0.0
    characters = [character for character in text if ord(character) > 127]
    return sum(map(is_expected, characters)) / len(characters) if characters else 0.0


def _is_common_chinese(character: str) -> bool:
    """Hanzi of GB 2312's first level (sorted by frequency of use) and Chinese punctuation."""
    encoded = character.encode("gb18030")
    return (
        len(encoded) == 2
        and encoded[1] >= 0xA1
        and (0xB0 <= encoded[0] <= 0xD7 or 0xA1 <= encoded[0] <= 0xA9)
    )


def _is_japanese(character: str) -> bool:
    return (
        "\u3000" <= character <= "\u30ff"
        or "\u4e00" <= character <= "\u9fff"
        or "\uff01" <= character <= "\uff5e"
    )


def _is_russian(character: str) -> bool:
    return "\u0410" <= character <= "\u044f" or character in "ёЁ№«»—–µ±°"


def _is_han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff" or "\u3000" <= character <= "\u303f"


def _is_hangul(character: str) -> bool:
    return "\uac00" <= character <= "\ud7a3"
