#!/bin/sh
# Puts a CPU build of torch and the training packages into .venv, for the training half of the tests.
# torch goes first and by itself: asked for together with others, pip may pick a build with gigabytes of CUDA.
set -eu
pip="$1 -m pip -qq --disable-pip-version-check"
torch="torch==2.13.0"

if "$1" -c 'import torch' 2>/dev/null; then :
elif ! { $pip install --upgrade pip && plan=$($pip install --dry-run --report - "$torch" 2>/dev/null); }; then
  echo "$torch is not to be had here: the training tests will be skipped." >&2
  exit 0
elif printf '%s' "$plan" | grep -q '"name": "\(nvidia-\|cuda-\|triton\)'; then
  echo "Only a CUDA build of $torch is to be had here: the training tests will be skipped." >&2
  echo "To run them, install a CPU build into .venv by hand and remove .venv/.torch." >&2
  exit 0
else
  $pip install "$torch"
fi
$pip install -e '.[train]'
