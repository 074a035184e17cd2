#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Builds the image that the scan benchmark reads: DIR/oci (gzip layers) and DIR/archive.tar (docker-archive, plain layers).

The content is real: this machine's package database and its /usr, cut into layers of about 110 MB of tar each. The first layer
holds the database, so that the image has this machine's packages. Each ROOT is one more layer: the language packages of
tests/testdata/real-image. Usage: make_image.py DIR [MEGABYTES [ROOT...]]
"""
import os
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tests/testdata"))
sys.dont_write_bytecode = True
from oci_layout import write_layer, write_layout  # noqa: E402


# Where packages of languages lie: these come first, so that a smaller image has them too.
LANGUAGES = ["/usr/lib/python3", "/usr/lib/node_modules", "/usr/lib/ruby", "/usr/share/java", "/usr/share/maven-repo"]


def files_of(roots, without=()):
    """(path, size in a tar) of every file below roots, in name order."""
    for root in roots:
        for directory, names, files in os.walk(root):
            names[:] = sorted(name for name in names if os.path.join(directory, name) not in without)
            for name in sorted(files):
                path = os.path.join(directory, name)
                try:
                    yield path, os.lstat(path).st_size + 1024
                except OSError:
                    continue


def slices(megabytes):
    """Lists of paths below /usr, each list about 110 MB of file content; the languages first, then everything in name order."""
    part, size, total = [], 0, 0
    for files in (files_of(LANGUAGES), files_of(["/usr"], set(LANGUAGES))):
        for path, length in files:
            part.append(path)
            size += length
            total += length
            if size > 110_000_000:
                yield part
                part, size = [], 0
            if total > megabytes * 1_000_000:
                break
    if part:
        yield part


def main():
    target = sys.argv[1]
    megabytes = int(sys.argv[2]) if len(sys.argv) > 2 else 1150
    layout = os.path.join(target, "oci")
    wanted = ["/var/lib/dpkg", "/etc/os-release", "/etc/debian_version", "/etc/lsb-release", "/etc/apt/sources.list", "/usr/lib/os-release"]
    database = [path for path in wanted if os.path.lexists(path)]
    contents = [[(path, path.lstrip("/")) for path in paths] for paths in [database, *slices(megabytes)]]
    contents += [[(os.path.join(root, name), name) for name in sorted(os.listdir(root))] for root in sys.argv[3:]]
    layers = []
    for members in contents:
        layers.append(write_layer(layout, members))
        print(f"layer {len(layers)}: {layers[-1]['size'] / 1e6:.0f} MB gzip, {layers[-1]['tar_size'] / 1e6:.0f} MB tar", file=sys.stderr)
    write_layout(layout, layers, "bench")
    archive = os.path.join(target, "archive.tar")
    if os.path.exists(archive):
        os.unlink(archive)
    subprocess.run(["skopeo", "copy", "-q", f"oci:{layout}:bench", f"docker-archive:{archive}:bench:1"], check=True)
    size, total = sum(layer["size"] for layer in layers), sum(layer["tar_size"] for layer in layers)
    print(f"{len(layers)} layers, {size / 1e6:.0f} MB gzip, {total / 1e6:.0f} MB tar", file=sys.stderr)


main()
