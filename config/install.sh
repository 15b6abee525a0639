#!/bin/sh
# Installs what Lastbuy needs into .venv from the lock files: sh config/install.sh [dev] [chromium]
# Root on Debian or Ubuntu may also get python3-venv and Chromium from the distribution; others are told what to install.
set -eu
cd "$(dirname "$0")/.."

say() { echo "$*" >&2; exit 2; }
may_install() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; }
from_distribution() {
    export DEBIAN_FRONTEND=noninteractive
    { apt-get install -y -qq "$@" || { apt-get update -qq && apt-get install -y -qq "$@"; }; } >/dev/null 2>&1
}

find_python() {
    for name in ${PYTHON:-} python3 python3.13 python3.12 python3.11; do
        if command -v "$name" >/dev/null 2>&1 && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
            echo "$name"; return
        fi
    done
    say "Lastbuy needs Python 3.11 or newer; none was found."
}

make_venv() {
    [ -x .venv/bin/pip ] && return
    python=$(find_python)
    if ! "$python" -m venv .venv >/dev/null 2>&1; then
        rm -rf .venv
        may_install || say "Python cannot make an environment here. As root: apt-get install python3-venv, then make up again."
        from_distribution python3-venv || say "python3-venv could not be installed with apt-get."
        "$python" -m venv .venv || say "Python still cannot make an environment in .venv."
    fi
}

# A stamp holds the checksum of the lock that is installed: a second start installs nothing.
install_lock() {
    stamp=".venv/$(basename "$1").installed"
    want=$(cksum < "$1")
    [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$want" ] && return
    echo "Installing $1 …"
    .venv/bin/python -m pip install -q --disable-pip-version-check --no-input --root-user-action=ignore --require-hashes -r "$1" \
        || say "The packages of $1 could not be installed."
    echo "$want" > "$stamp"
}

install_chromium() {
    for name in chromium chromium-browser google-chrome; do
        command -v "$name" >/dev/null 2>&1 && return
    done
    echo "Installing Chromium for the browser tests …"
    if may_install && from_distribution chromium fonts-inter; then return; fi
    .venv/bin/python -m playwright install chromium >/dev/null 2>&1 \
        || say "The browser tests need Chromium. As root: apt-get install chromium, then make test again."
}

make_venv
install_lock requirements.lock
for extra in "$@"; do
    case "$extra" in
        dev) install_lock requirements-dev.lock ;;
        chromium) install_chromium ;;
    esac
done
