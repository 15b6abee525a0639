"""Old Office containers are walked once before a parser sees them: a chain of sectors that runs in a circle never ends."""

import struct
from collections.abc import Sequence

_HEADER = 512
_ENTRIES_IN_HEADER = 109
_LAST_SECTOR = 0xFFFFFFFA  # above are marks: end of chain, free, table


def runs_in_circles(data: bytes) -> bool:
    """Whether following the sectors of some stream comes back to where it was. False for what is too short to say."""
    try:
        return _has_circle(_table(data))
    except struct.error:
        return False


def _table(data: bytes) -> Sequence[int]:
    """The sector that follows each sector."""
    size = 1 << min(struct.unpack_from("<H", data, 30)[0], 16)
    places = struct.unpack_from(f"<{_ENTRIES_IN_HEADER}I", data, 76)
    following: list[int] = []
    for place in places:
        start = _HEADER + place * size
        if place > _LAST_SECTOR or start >= len(data):
            break
        count = min(size, len(data) - start) // 4
        following += struct.unpack_from(f"<{count}I", data, start)
    return following


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
