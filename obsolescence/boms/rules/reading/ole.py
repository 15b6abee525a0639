"""Old Office containers: walked once before a parser sees them, and looked into for what it would not survive.

A chain of sectors that runs in a circle never ends, so every walk here counts its steps.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass

_HEADER = 512
_ENTRIES_IN_HEADER = 109
_LAST_SECTOR = 0xFFFFFFFA  # above are marks: end of chain, free, table
_ENTRY = 128  # bytes of one entry of the directory
_LONGEST_NAME = 64
_STREAM, _ROOT = 2, 5


@dataclass(frozen=True, slots=True)
class Stream:
    """A stream's bytes, and where in the file each of its pieces begins; all pieces but the last are of one size."""

    content: bytes
    places: Sequence[int]
    piece: int

    def place(self, offset: int) -> int:
        """Where in the file the byte at this offset of the stream stands."""
        number, rest = divmod(offset, self.piece)
        return self.places[number] + rest


def runs_in_circles(data: bytes) -> bool:
    """Whether following the sectors of some stream comes back to where it was. False for what is too short to say."""
    try:
        return _has_circle(_table(data))
    except struct.error:
        return False


def stream(data: bytes, *names: str) -> Stream | None:
    """The first stream with one of these names; None where there is none or the container is damaged."""
    try:
        return _stream(data, [name.casefold() for name in names])
    except (struct.error, IndexError):
        return None


def _stream(data: bytes, names: Sequence[str]) -> Stream | None:
    following, size = _table(data), _sector_size(data)
    first_directory, cutoff, first_mini = (struct.unpack_from("<I", data, at)[0] for at in (48, 56, 60))
    directory = _joined(data, _chain(following, first_directory), size)
    root: tuple[int, int] | None = None
    found: tuple[int, int] | None = None
    for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
        name, kind, begins, length = _entry(directory, at)
        if kind == _ROOT:
            root = begins, length
        elif kind == _STREAM and name in names and found is None:
            found = begins, length
    if found is None:
        return None
    if found[1] >= cutoff or root is None:
        places = [_HEADER + sector * size for sector in _chain(following, found[0])]
        return Stream(b"".join(data[at : at + size] for at in places)[: found[1]], places, size)
    return _small_stream(data, following, found, root=root[0], table=first_mini)


def _small_stream(
    data: bytes, following: Sequence[int], found: tuple[int, int], *, root: int, table: int
) -> Stream:
    """Short streams are kept in small sectors within a stream of the root."""
    size, small = _sector_size(data), 1 << min(struct.unpack_from("<H", data, 32)[0], 16)
    held = [_HEADER + sector * size for sector in _chain(following, root)]
    packed = _joined(data, _chain(following, table), size)
    chain = _chain(struct.unpack(f"<{len(packed) // 4}I", packed[: len(packed) // 4 * 4]), found[0])
    places = [held[sector * small // size] + sector * small % size for sector in chain]
    return Stream(b"".join(data[at : at + small] for at in places)[: found[1]], places, small)


def _entry(directory: bytes, at: int) -> tuple[str, int, int, int]:
    """(name, kind, first sector, length) of an entry of the directory."""
    length = min(struct.unpack_from("<H", directory, at + 64)[0], _LONGEST_NAME)
    name = directory[at : at + max(0, length - 2)].decode("utf-16-le", errors="replace")
    begins, size = struct.unpack_from("<II", directory, at + 116)
    return name.casefold(), directory[at + 66], begins, size


def _chain(following: Sequence[int], first: int) -> list[int]:
    chain: list[int] = []
    while first < len(following) and len(chain) <= len(following):
        chain.append(first)
        first = following[first]
    return chain


def _joined(data: bytes, sectors: Sequence[int], size: int) -> bytes:
    return b"".join(data[_HEADER + sector * size : _HEADER + (sector + 1) * size] for sector in sectors)


def _sector_size(data: bytes) -> int:
    return 1 << max(7, min(int(struct.unpack_from("<H", data, 30)[0]), 16))


def _table(data: bytes) -> Sequence[int]:
    """The sector that follows each sector."""
    size = _sector_size(data)
    following: list[int] = []
    for place in _places_of_the_table(data, size):
        start = _HEADER + place * size
        is_whole = len(following) * size >= len(data)  # each sector of the file has its entry
        if place > _LAST_SECTOR or start >= len(data) or is_whole:
            break
        count = min(size, len(data) - start) // 4
        following += struct.unpack_from(f"<{count}I", data, start)
    return following


def _places_of_the_table(data: bytes, size: int) -> list[int]:
    """The sectors of the table: 109 are listed in the header, those of a larger file in sectors of their own."""
    places = list(struct.unpack_from(f"<{_ENTRIES_IN_HEADER}I", data, 76))
    further = struct.unpack_from("<I", data, 68)[0]
    seen: set[int] = set()
    while further not in seen:
        seen.add(further)
        start = _HEADER + further * size
        if further > _LAST_SECTOR or start + size > len(data):
            break
        *listed, further = struct.unpack_from(f"<{size // 4}I", data, start)
        places += listed
    return places


def _has_circle(following: Sequence[int]) -> bool:
    """Each sector is stepped on once: meeting one of the present walk again is a circle."""
    walked_in = [0] * len(following)
    for walk, start in enumerate(range(len(following)), start=1):
        sector = start
        while sector < len(following) and not walked_in[sector]:
            walked_in[sector] = walk
            sector = following[sector]
        if sector < len(following) and walked_in[sector] == walk and walked_in[start] == walk:
            return True
    return False
