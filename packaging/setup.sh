# SPDX-License-Identifier: Apache-2.0
#
# Finds and installs missing Debian/Ubuntu packages, and builds a preset while saying what it does. Sourced by ./batten (only
# when there is something to build) and ./test, with $root set to the checkout. Everything is said on standard error; what
# the tools say goes to $log. Plain POSIX shell.

log=$root/build/build.log

say() { printf 'batten: %s\n' "$*" >&2; }
fail() {
  say "$@"
  exit 3
}

# The packages of a list file that are to be had ($2: "?" for the optional ones, "" for the others), blank separated.
listed_packages() {
  while read -r package rest; do
    case $package in
      '' | '#'*) ;;
      '?'*) [ "$2" = '?' ] && printf '%s ' "${package#?}" ;;
      *) [ "$2" = '?' ] || printf '%s ' "$package" ;;
    esac
  done <"$1"
}

# Why a package is needed, as its line in one of the lists says.
why_package() {
  sed -n "s/^?\{0,1\}$1  *# *//p" "$root"/packaging/debian-*-packages.txt | head -n 1
}

# Those of the arguments that are not installed.
missing_packages() {
  [ $# -gt 0 ] || return 0
  installed=$(dpkg-query -W -f='${db:Status-Status} ${Package}\n' "$@" 2>/dev/null | sed -n 's/^installed //p')
  for package in "$@"; do
    case "
$installed
" in
      *"
$package
"*) ;;
      *) printf '%s ' "$package" ;;
    esac
  done
}

# Packages that no configured repository has can't be installed; optional ones are then left out.
known_packages() {
  for package in "$@"; do
    case $(apt-cache policy "$package" 2>/dev/null) in
      *'Candidate: (none)'* | '') ;;
      *) printf '%s ' "$package" ;;
    esac
  done
}

apt_get() {
  DEBIAN_FRONTEND=noninteractive apt-get -q -y -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300 "$@" </dev/null
}

apt_update() {
  apt_get update || return 1
}

# Were the package lists fetched within a day, and after the last change of the repositories?
lists_are_fresh() {
  last=$(find /var/lib/apt/lists /var/lib/apt/lists/partial /var/cache/apt/pkgcache.bin -maxdepth 0 -mmin -1440 -print -quit 2>/dev/null)
  [ -n "$last" ] && [ -z "$(find /etc/apt/sources.list /etc/apt/sources.list.d -newer "$last" -print -quit 2>/dev/null)" ]
}

# Runs a command with its output in the log, showing its last line on a terminal, else a line now and then.
with_progress() {
  title=$1
  shift
  "$@" >>"$log" 2>&1 </dev/null 9>&- &
  child=$!
  trap 'kill "$child" 2>/dev/null; wait "$child"; trap - INT TERM; kill -INT $$' INT TERM
  begun=$(date +%s)
  shown=0
  while kill -0 "$child" 2>/dev/null; do
    sleep 0.3
    spent=$(($(date +%s) - begun))
    if [ -t 2 ]; then
      line=$(tail -n 1 "$log" | tr -cd '[:print:]' | cut -c 1-60)
      printf '\r\033[Kbatten: %s, %s s  %s' "$title" "$spent" "$line" >&2
    elif [ "$spent" -ge $((shown + 20)) ]; then
      shown=$spent
      say "$title, $spent s  $(tail -n 1 "$log" | tr -cd '[:print:]' | cut -c 1-60)"
    fi
  done
  [ -t 2 ] && printf '\r\033[K' >&2
  wait "$child"
  status=$?
  trap - INT TERM
  return $status
}

show_log_end() {
  say "the last lines of $log:"
  # Of a build what comes from its first failure on, without the compilers' long command lines.
  if grep -q '^FAILED: ' "$log"; then
    sed -n '/^FAILED: /,$p' "$log" | grep -v '^\[[0-9/]*\] \|^[^ ]*ccache \|^[^ ]*c++ \|^: && ' | head -n 60 >&2
  else
    tail -n 25 "$log" >&2
  fi
}

# install_packages WANTED...: as root installs them; else says the command and gives 1. Services that come along are not started.
install_packages() {
  say "these packages are missing:"
  for package in "$@"; do printf '  %-22s %s\n' "$package" "$(why_package "$package")" >&2; done
  if [ "$(id -u)" != 0 ]; then
    say "install them with"
    printf '  sudo apt-get update && sudo apt-get install --no-install-recommends %s\n' "$*" >&2
    return 1
  fi
  policy=/usr/sbin/policy-rc.d
  if [ ! -e $policy ]; then
    printf '#!/bin/sh\nexit 101\n' >$policy && chmod 755 $policy
    trap 'rm -f /usr/sbin/policy-rc.d' EXIT
  else
    policy=
  fi
  # The package lists of apt are fetched when they are old (they would bring old versions), or something is unknown or can't be downloaded.
  if ! lists_are_fresh || ! apt_get install --simulate --no-install-recommends "$@" >>"$log" 2>&1; then
    with_progress 'fetching the package lists' apt_update || say 'apt-get update had trouble; going on with the lists there are'
  fi
  with_progress "installing $# packages" apt_get install --no-install-recommends "$@" || {
    with_progress 'fetching the package lists' apt_update
    with_progress "installing $# packages" apt_get install --no-install-recommends "$@"
  }
  status=$?
  if [ -n "$policy" ]; then
    rm -f $policy
    trap - EXIT
  fi
  if [ $status != 0 ]; then
    say 'the packages could not be installed'
    show_log_end
  fi
  return $status
}

# Everything that the list file calls necessary, or the end.
require_packages() {
  if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    say "this is no Debian or Ubuntu: make sure yourself that everything in $1 is there"
    return 0
  fi
  # shellcheck disable=SC2046
  set -- $(missing_packages $(listed_packages "$1" ''))
  [ $# = 0 ] || install_packages "$@" || exit 3
}

# What it can of the optional ones.
want_packages() {
  command -v dpkg-query >/dev/null && command -v apt-get >/dev/null || return 0
  # shellcheck disable=SC2046
  set -- $(missing_packages $(listed_packages "$1" '?'))
  [ $# = 0 ] && return 0
  # shellcheck disable=SC2046
  set -- $(known_packages "$@")
  [ $# = 0 ] && return 0
  install_packages "$@" || say 'going on without; tests that need them will be skipped'
}

# A C++ compiler that is new enough, as a command; empty when there is none.
find_compiler() {
  for compiler in ${CXX:-} g++ g++-14 g++-13 g++-12 g++-15; do
    major=$("$compiler" -dumpversion 2>/dev/null) || continue
    if [ "${major%%.*}" -ge 12 ] 2>/dev/null; then
      printf '%s' "$compiler"
      return
    fi
  done
}

# As many compilers as there are cores, fewer where memory is short.
jobs() {
  count=$(nproc 2>/dev/null || echo 2)
  memory=$(sed -n 's/^MemAvailable: *\([0-9]*\) kB/\1/p' /proc/meminfo 2>/dev/null)
  fit=$((${memory:-99999999} / 700000))
  [ "$fit" -lt 1 ] && fit=1
  [ "$count" -gt "$fit" ] && count=$fit
  printf '%s' "$count"
}

# build PRESET TARGET [CMAKE-ARGUMENT...] into build/PRESET; 1 after showing the log's end.
build() {
  preset=$1 target=$2
  shift 2
  directory=$root/build/$preset
  compiler=$(find_compiler)
  [ -n "$compiler" ] || fail "GCC 12 or newer is needed; $(g++ --version 2>/dev/null | head -n 1 || echo 'no g++ found')"
  # A checkout that was moved can't use its old build: absolute paths are in it.
  if [ -f "$directory/CMakeCache.txt" ] && ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$directory/CMakeCache.txt"; then
    rm -rf "$directory"
  fi
  if [ ! -f "$directory/build.ninja" ]; then
    say "building in $directory with $(jobs) processes; this takes a few minutes the first time (log: $log)"
    [ "$compiler" = g++ ] || set -- "$@" -DCMAKE_CXX_COMPILER="$compiler"
    with_progress 'preparing the build' cmake -S "$root" --preset "$preset" "$@" || {
      rm -f "$directory/CMakeCache.txt"
      say 'the build could not be prepared'
      show_log_end
      return 1
    }
  fi
  # ccache, where it is installed, fails when it has no place of its own.
  [ -n "${CCACHE_DIR:-}" ] || [ -w "${HOME:-/nonexistent}" ] || export CCACHE_DISABLE=1
  NINJA_STATUS='[%f/%t] '
  export NINJA_STATUS
  with_progress "building ($preset)" ninja -C "$directory" -j "$(jobs)" "$target" || {
    say 'the build failed'
    show_log_end
    return 1
  }
}
