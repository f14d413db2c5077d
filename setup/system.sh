#!/bin/sh
# What the app needs from the operating system: Python with venv, OpenGL, the libraries of Qt's X11 plugin, PortAudio.
# usage: setup/system.sh [test]        test: also what window tests need where there is no display
# Debian and its kin as root: installs what is missing. Elsewhere: says what is missing and how to get it.
set -eu

[ "$(uname -s)" = Linux ] || exit 0

# library or program : Debian package
LIBRARIES="
libEGL.so.1:libegl1 libEGL_mesa.so.0:libegl-mesa0 libGL.so.1:libgl1 libGLX_mesa.so.0:libglx-mesa0 libGLESv2.so.2:libgles2
libX11.so.6:libx11-6 libX11-xcb.so.1:libx11-xcb1 libxcb.so.1:libxcb1 libxcb-cursor.so.0:libxcb-cursor0
libxcb-glx.so.0:libxcb-glx0 libxcb-icccm.so.4:libxcb-icccm4 libxcb-image.so.0:libxcb-image0
libxcb-keysyms.so.1:libxcb-keysyms1 libxcb-randr.so.0:libxcb-randr0 libxcb-render.so.0:libxcb-render0
libxcb-render-util.so.0:libxcb-render-util0 libxcb-shape.so.0:libxcb-shape0 libxcb-shm.so.0:libxcb-shm0
libxcb-sync.so.1:libxcb-sync1 libxcb-util.so.1:libxcb-util1 libxcb-xfixes.so.0:libxcb-xfixes0
libxcb-xkb.so.1:libxcb-xkb1 libxkbcommon.so.0:libxkbcommon0 libxkbcommon-x11.so.0:libxkbcommon-x11-0
libfontconfig.so.1:libfontconfig1 libfreetype.so.6:libfreetype6 libdbus-1.so.3:libdbus-1-3
libglib-2.0.so.0:libglib2.0-0 libgthread-2.0.so.0:libglib2.0-0 libz.so.1:zlib1g libzstd.so.1:libzstd1
libportaudio.so.2:libportaudio2
"
PROGRAMS=""
if [ "${1:-}" = test ] && [ -z "${DISPLAY:-}" ]; then
  PROGRAMS="Xvfb:xvfb xdotool:xdotool"
fi

missing=""
known=$(/sbin/ldconfig -p 2>/dev/null || true)
for pair in $LIBRARIES; do
  case $known in *"${pair%%:*} "*) ;; *) missing="$missing ${pair#*:}" ;; esac
done
# Mesa's software rasteriser is loaded by name at run time: look for the file.
set -- /usr/lib/*/dri/swrast_dri.so /usr/lib*/dri/swrast_dri.so /usr/lib*/dri/libdril_dri.so /usr/lib/*/dri/libdril_dri.so
found=""
for driver in "$@"; do [ ! -e "$driver" ] || found=yes; done
[ -n "$found" ] || missing="$missing libgl1-mesa-dri"
for pair in $PROGRAMS; do
  command -v "${pair%%:*}" >/dev/null 2>&1 || missing="$missing ${pair#*:}"
done
"$(dirname "$0")/python.sh" >/dev/null 2>&1 || missing="$missing python3 python3-venv"

missing=$(printf '%s\n' $missing | sort -u | tr '\n' ' ')
[ -n "$(echo $missing)" ] || exit 0

if ! command -v apt-get >/dev/null 2>&1; then
  echo "These system libraries are missing (Debian's names; your distribution's may differ): $missing" >&2
  exit 0
fi
if [ "$(id -u)" != 0 ]; then
  echo "System packages are missing. Run: sudo apt-get install -y $missing" >&2
  exit 1
fi
echo "Installing system packages: $missing"
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
if ! { apt-get install -y -qq --no-install-recommends $missing || {
       apt-get update -qq && apt-get install -y -qq --no-install-recommends $missing; }; } >"$log" 2>&1 </dev/null; then
  tail -n 20 "$log" >&2
  echo "apt-get could not install: $missing" >&2
  rm -f "$log"
  exit 1
fi
rm -f "$log"
