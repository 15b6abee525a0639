"""A mail server for the demo: takes everything on loopback and keeps it as files, which the mailbox page shows."""

from __future__ import annotations

import itertools
import signal
import sys
import time
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from config import env

FOLDER = env.ROOT / "var" / "mailbox"
KEPT = 500  # the newest; a demo must not fill a disk


class Keep:
    """Write each mail to a file of its own; the name sorts by time of arrival."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.numbers = itertools.count()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        name = f"{time.time_ns()}-{next(self.numbers):04}.eml"
        half = self.folder / f".{name}"
        half.write_bytes(envelope.original_content or b"")
        half.rename(self.folder / name)
        for old in sorted(self.folder.glob("*.eml"))[:-KEPT]:
            old.unlink(missing_ok=True)
        return "250 kept"


def main(port: int) -> None:
    """Serve on loopback until told to stop."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    controller = Controller(Keep(FOLDER), hostname="127.0.0.1", port=port)
    controller.start()
    signal.sigwait([signal.SIGTERM, signal.SIGINT])
    controller.stop()


if __name__ == "__main__":
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM, signal.SIGINT])
    main(int(sys.argv[1]))
