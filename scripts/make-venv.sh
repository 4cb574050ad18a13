#!/bin/sh
# Usage: make-venv.sh DIRECTORY [PYTHON]
#
# Makes a virtual environment with PYTHON, or else with the newest suitable Python on PATH. Every candidate is started
# before it is chosen: a version manager may put commands on PATH that only print an error.
set -eu

directory=$1
wanted=${2:-}
lowest='3.11'

is_new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

can_make_venv() {
    "$1" -c 'import ensurepip, venv' >/dev/null 2>&1
}

chosen=
incomplete=
for candidate in ${wanted:-python3.14 python3.13 python3.12 python3.11 python3 python}; do
    is_new_enough "$candidate" || continue
    if can_make_venv "$candidate"; then
        chosen=$candidate
        break
    fi
    incomplete=${incomplete:-$candidate}
done

if [ -z "$chosen" ] && [ -n "$incomplete" ]; then
    version=$("$incomplete" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    echo "make: $incomplete has no ensurepip module, so it cannot make a virtual environment;" \
        "on Debian and Ubuntu: apt install python$version-venv" >&2
    exit 1
fi
if [ -z "$chosen" ] && [ -n "$wanted" ]; then
    echo "make: PYTHON=$wanted is not Python $lowest or newer; leave PYTHON out to use the newest on PATH" >&2
    exit 1
fi
if [ -z "$chosen" ]; then
    echo "make: no Python $lowest or newer on PATH; install one, or pass PYTHON=<path of python>" >&2
    exit 1
fi

echo "making $directory with $chosen ($("$chosen" --version)) ..."
"$chosen" -m venv --clear "$directory"
