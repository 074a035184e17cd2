#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# How long the build takes, without a compiler cache: everything with its tests from nothing, the program alone as users build it, and
# one changed leaf file to a tested binary. Usage: build.sh DIRECTORY (scratch, emptied)
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
scratch=$1
export CCACHE_DISABLE=1
mkdir -p "$scratch"
seconds() { local begun=$EPOCHREALTIME; "$@" >"$scratch/log" 2>&1 || { tail -n 20 "$scratch/log" >&2; exit 3; }; printf '%.1f' "$(echo "$EPOCHREALTIME - $begun" | bc)"; }
configure() { (cd "$root" && cmake --preset "$1" -B "$scratch/$1"); }
rm -rf "$scratch/dev" "$scratch/release"
configure release >/dev/null && echo "the program, release, from nothing: $(seconds ninja -C "$scratch/release" batten) s"
configure dev >/dev/null && echo "everything with tests, dev, from nothing: $(seconds ninja -C "$scratch/dev") s"
leaf=$root/src/version/schemes/apk.cc
leaf_to_tested() { touch "$leaf" && ninja -C "$scratch/dev" version_test batten && "$scratch/dev/version_test" --gtest_brief=1; }
echo "one leaf file to a tested binary: $(seconds leaf_to_tested) s"
