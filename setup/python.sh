#!/bin/sh
# Prints a Python >= 3.11 that can make virtual environments; $PYTHON names another.
set -eu
for python in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
  if "$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
    command -v "$python"
    exit 0
  fi
done
echo "Python 3.11 or newer with venv is needed. Install it, or name one: make PYTHON=/path/to/python3" >&2
exit 1
