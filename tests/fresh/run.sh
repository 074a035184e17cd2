#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# What a newcomer sees: a minimal Debian root made by debootstrap, a clone of this checkout in it, its first command and its tests.
#
#   tests/fresh/run.sh [--suite bookworm] [--mirror URL] [--shared DIR] [--no-test] [--keep] [--on DIRECTORY]
#
#   --suite    the Debian or Ubuntu release (default: this machine's)
#   --mirror   its archive (default: the one that apt here uses; for Ubuntu's noble: Ubuntu's own)
#   --shared   a directory to show, read-only, beside the clone as ../shared
#   --no-test  only the first command
#   --keep     leave the root where it is, and say where
#   --on       an earlier kept root without the clone's build: debootstrap is spared
#
# Root, debootstrap and git are needed. Packages come from the mirrors that this machine's apt uses. Commands run in a mount
# and process namespace of their own, so that what they mount or start ends with them. Only what is committed is tried.
set -euo pipefail

checkout=$(cd "$(dirname "$0")/../.." && pwd)
suite='' mirror='' shared='' keep='' with_test=1 root=''
while [ $# -gt 0 ]; do
  case $1 in
    --suite) suite=$2 && shift ;;
    --mirror) mirror=$2 && shift ;;
    --shared) shared=$(cd "$2" && pwd) && shift ;;
    --on) root=$(cd "$2" && pwd) keep=1 && shift ;;
    --no-test) with_test='' ;;
    --keep) keep=1 ;;
    *) sed -n 's/^# \{0,1\}//; 4,14p' "$0" >&2 && exit 2 ;;
  esac
  shift
done
say() { printf '== %s\n' "$*"; }
[ "$(id -u)" = 0 ] || { echo 'fresh: only root can make a root file system' >&2 && exit 3; }
for program in debootstrap git unshare; do
  command -v "$program" >/dev/null || { echo "fresh: $program is not installed" >&2 && exit 3; }
done
[ -n "$suite" ] || suite=$(. /etc/os-release && echo "$VERSION_CODENAME")

# The archives that apt here knows for a suite: lines "URI", main archive first.
mirror_of() {
  apt-get indextargets --format '$(CREATED_BY) $(SITE) $(REPO_URI) $(RELEASE) $(CODENAME)' 2>/dev/null |
    awk -v suite="$1" '$1 == "Packages" && ($4 == suite || $5 == suite) { print $3; exit }'
}
components=main
[ -n "$mirror" ] || [ "$suite" != noble ] || mirror=http://archive.ubuntu.com/ubuntu
case $mirror in
  */ubuntu | */ubuntu/) components='main universe' security=$mirror ;;
  *) security=$(mirror_of "$suite-security") ;;
esac
[ -n "$mirror" ] || mirror=$(mirror_of "$suite")
[ -n "$mirror" ] || mirror=$(sed -n 's/^URIs: *\([^ ]*\).*/\1/p; s/^deb  *\(\[[^]]*\] *\)\{0,1\}\([^ ]*\).*/\2/p' \
  /etc/apt/sources.list /etc/apt/sources.list.d/*.sources /etc/apt/sources.list.d/*.list 2>/dev/null | grep -v security | head -n 1)
[ -n "$mirror" ] || { echo 'fresh: apt here knows no archive' >&2 && exit 3; }

made=''
if [ -z "$root" ]; then
  root=$(mktemp -d /tmp/batten-fresh-XXXXXX)
  made=1
fi
chmod 755 "$root"
finish() {
  if [ -n "$keep" ]; then say "the root is kept in $root"; elif [ -n "$made" ]; then rm -rf --one-file-system "$root"; fi
}
trap finish EXIT

if [ ! -e "$root/etc/debian_version" ]; then
  say "debootstrap $suite from $mirror"
  options=() script=()
  # A release that is newer than debootstrap, or a key that is not here (the root is thrown away, and apt in it checks signatures).
  if [ "$components" != main ]; then
    [ -e "/usr/share/debootstrap/scripts/$suite" ] || script=(/usr/share/debootstrap/scripts/gutsy)
    [ -e /usr/share/keyrings/ubuntu-archive-keyring.gpg ] || options=(--no-check-gpg)
  fi
  debootstrap --variant=minbase --components="${components// /,}" "${options[@]}" "$suite" "$root" "$mirror" "${script[@]}" >"$root.log" 2>&1 || { tail -n 20 "$root.log" >&2 && exit 3; }
  rm -f "$root.log"
fi
{
  echo "deb $mirror $suite $components"
  echo "deb $mirror $suite-updates $components"
  [ -z "$security" ] || echo "deb $security $suite-security $components"
} >"$root/etc/apt/sources.list"
apt-config dump | grep -i '^Acquire::[a-z]*::proxy\|^Acquire::Retries' >"$root/etc/apt/apt.conf.d/90host" || true
cat /etc/resolv.conf >"$root/etc/resolv.conf"
cat /etc/hosts >"$root/etc/hosts"

home=$root/home/newcomer
rm -rf --one-file-system "$home"
mkdir -p "$home"
git clone -q "file://$checkout" "$home/batten"
say "batten $(git -C "$home/batten" log -1 --format='%h %s')"

inside() {
  # proc and dev are made in the namespace; a command that hangs has no input to wait for.
  unshare --mount --pid --fork --kill-child --propagation private bash -euc '
    root=$1 shared=$2; shift 2
    mount --bind "$root" "$root" # an engine inside wants its / to be a mount
    mount -t proc proc "$root/proc"
    mount -t sysfs -o ro sysfs "$root/sys"
    mount --rbind /dev "$root/dev"
    mount -t tmpfs tmpfs "$root/run"
    [ ! -d /sys/fs/cgroup ] || mount --rbind /sys/fs/cgroup "$root/sys/fs/cgroup"
    if [ -n "$shared" ]; then
      mkdir -p "$root/home/newcomer/shared"
      mount --bind -o ro "$shared" "$root/home/newcomer/shared"
    fi
    exec chroot "$root" env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root TERM=dumb LANG=C.UTF-8 \
      ${http_proxy:+http_proxy="$http_proxy"} ${https_proxy:+https_proxy="$https_proxy"} ${no_proxy:+no_proxy="$no_proxy"} \
      sh -c "cd /home/newcomer/batten && exec \"\$@\"" sh "$@"
  ' bash "$root" "$shared" "$@" </dev/null
}

timed() {
  local begun status=0
  say "$*"
  begun=$(date +%s.%N)
  inside "$@" || status=$?
  say "$* ended with $status after $(awk -v a="$begun" -v b="$(date +%s.%N)" 'BEGIN { printf "%.1f", b - a }') s (load $(cut -d ' ' -f 1 /proc/loadavg), $(nproc) cores)"
  return $status
}

failed=0
timed ./batten check host || failed=1
timed ./batten --version || failed=1
timed ./batten check examples/article || failed=1
if [ -n "$with_test" ]; then timed ./test || failed=1; fi
exit $failed
