#!/bin/sh
# Installs the peers: Debian packages (as root) and a Python environment in work/venv.
set -eu
cd "$(dirname "$0")"
venv=work/venv

missing=
for package in gcc python3-dev python3-venv pkg-config swig libsuitesparse-dev libopenblas-serial-dev; do
  dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' ||
    missing="$missing $package"
done
if [ -n "$missing" ]; then
  if [ "$(id -u)" = 0 ]; then
    apt-get install -y --no-install-recommends $missing
  else
    echo "setup.sh: first install these Debian packages:$missing" >&2
    exit 1
  fi
fi

mkdir -p work
[ -x "$venv/bin/python" ] || /usr/bin/python3 -m venv "$venv"
PATH="$PWD/$venv/bin:$PATH"
export PATH
pip install --quiet --requirement requirements.txt

# scikit-umfpack 0.4.2 reads the name of its UMFPACK dependency from Meson's list of dependencies, where Meson
# 1.8 puts it and later versions do not; without it the build stops. Debian's SuiteSparse 5.12 has no .pc file,
# and must not be given one: with one the build takes it for SuiteSparse 6 and makes a module without functions.
pip install --quiet 'meson==1.8.3' meson-python ninja
pip install --quiet --no-build-isolation --no-deps 'scikit-umfpack==0.4.2'
python -c 'import bw2calc, polars, pypardiso, scikits.umfpack as u; u.UmfpackContext("di").free_numeric'
touch "$venv/complete"
