#!/bin/sh
# Prints a Python that can carry the project: 3.11 or newer, able to make a virtual environment.
# $PYTHON, where set, is asked first. Says what to do where there is none.
set -u

too_old=""
no_venv=""
for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11 python; do
    path=$(command -v "$candidate" 2>/dev/null) || continue
    "$path" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { too_old="$too_old $candidate"; continue; }
    "$path" -c 'import ensurepip, venv' 2>/dev/null || { no_venv="$no_venv $candidate"; continue; }
    echo "$path"
    exit 0
done

{
    if [ -n "$no_venv" ]; then
        echo "Found$no_venv, but without the venv module."
        echo "On Debian and Ubuntu:  sudo apt-get install python3-venv"
    else
        [ -n "$too_old" ] && echo "Too old:$too_old."
        echo "Nong Baht needs Python 3.11 or newer. On Debian 12, Ubuntu 23.04 and later:"
        echo "    sudo apt-get install python3 python3-venv"
        echo "or name one:  make setup PYTHON=/path/to/python3.12"
    fi
} >&2
exit 1
