"""``python -m config.services up | services | run COMMAND … | roles | stop``; the Makefile calls it."""

from __future__ import annotations

import sys

from config.services import roles, supervisor

HOW = "python -m config.services up | services | run COMMAND … | roles | stop"


def main(words: list[str]) -> int:
    match words:
        case ["up"]:
            return supervisor.up()
        case ["services"]:
            return supervisor.services()
        case ["run", *command] if command:
            return supervisor.run(command)
        case ["roles"]:
            roles.make()
            return 0
        case ["stop"]:
            return supervisor.stop()
    print(HOW, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
