#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# rust.sh ROOT: a program with old crates and the list of them that cargo-auditable embeds. Where that is not installed, the same section is made
# of what cargo knows about the build (https://github.com/rust-secure-code/cargo-auditable/blob/master/PARSING.md): auditable.py says so.
set -eu
mkdir -p "$1"
root=$(realpath "$1")
here=$(realpath "$(dirname "$0")")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$root/usr/local/bin" "$work/src"
cat >"$work/Cargo.toml" <<'END'
[package]
name = "shop"
version = "0.1.0"
edition = "2018"

[dependencies]
time = "=0.1.42"
smallvec = "=0.6.10"
base64 = "=0.5.0"
spin = "=0.5.2"
regex = { version = "=1.5.4", default-features = false, features = ["std"] }
END
cat >"$work/src/main.rs" <<'END'
fn main() {
    let list: smallvec::SmallVec<[u8; 4]> = smallvec::SmallVec::new();
    println!("{} {:?} {} {}", list.len(), time::get_time(), base64::encode("a"), *spin::Mutex::new(1).lock());
    println!("{}", regex::Regex::new("a").unwrap().is_match("a"));
}
END
cd "$work"
if command -v cargo-auditable >/dev/null; then
  cargo auditable build --quiet >&2
  cp target/debug/shop "$root/usr/local/bin/shop"
else
  cargo build --quiet >&2
  cargo metadata --format-version 1 --quiet --filter-platform "$(rustc -vV | sed -n 's/^host: //p')" >metadata.json
  python3 "$here/auditable.py" metadata.json >section
  objcopy --add-section .dep-v0=section target/debug/shop "$root/usr/local/bin/shop"
fi
