#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# system.sh ROOT: Debian with two packages that bring Python packages, laid out as dpkg does from the archive's own files, and beside them another
# release of one of these that pip installed.
set -eu
mkdir -p "$1/var/lib/dpkg/info" "$1/etc"
root=$(realpath "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp /etc/os-release "$root/etc/os-release"
(cd "$work" && apt-get -o APT::Sandbox::User=root download -qq python3-urllib3 python3-yaml >&2)
for deb in "$work"/*.deb; do
  dpkg-deb -x "$deb" "$root"
  name=$(dpkg-deb -f "$deb" Package)
  dpkg-deb -f "$deb" | sed 's/^Package: .*/&\nStatus: install ok installed/' >>"$root/var/lib/dpkg/status"
  echo >>"$root/var/lib/dpkg/status"
  dpkg-deb --fsys-tarfile "$deb" | tar -t | sed 's|^\.||; s|/$||; s|^$|/.|' >"$root/var/lib/dpkg/info/$name.list"
done
python3 -m pip install -q --no-deps --no-compile --disable-pip-version-check --root-user-action=ignore \
  --target "$root/usr/local/lib/python3.11/dist-packages" urllib3==1.24
