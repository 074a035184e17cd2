#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# programs.sh ROOT: programs that were copied in without a package database: nginx, Redis and busybox, taken out of Debian's archives.
# "NAME VERSION" of each goes to standard output: the versions are the archives' own, without epoch and revision.
set -eu
mkdir -p "$1/usr/local/bin" "$1/bin"
root=$(realpath "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
(cd "$work" && apt-get -o APT::Sandbox::User=root download -qq nginx redis-tools busybox-static >&2)
for deb in "$work"/*.deb; do
  dpkg-deb -x "$deb" "$work/root"
  upstream=$(dpkg-deb -f "$deb" Version | sed 's/^[0-9]*://; s/[-+~].*//')
  case $deb in
    */nginx_*) echo "nginx $upstream" ;;
    */redis-tools_*) echo "redis $upstream" ;;
    *) echo "busybox $upstream" ;;
  esac
done
cp "$work/root/usr/sbin/nginx" "$root/usr/local/bin/nginx"
cp "$work/root/usr/bin/redis-check-rdb" "$root/usr/local/bin/redis-server"
cp "$work/root/bin/busybox" "$root/bin/busybox"
