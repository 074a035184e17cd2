#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The section .dep-v0 of `cargo metadata`, as cargo-auditable would embed it (without its test for build dependencies): auditable.py METADATA >SECTION"""
import json
import sys
import zlib

metadata = json.load(open(sys.argv[1], encoding="utf-8"))
nodes = {node["id"]: node for node in metadata["resolve"]["nodes"]}
packages = sorted((package for package in metadata["packages"] if package["id"] in nodes), key=lambda package: (package["name"], package["version"]))
place = {package["id"]: number for number, package in enumerate(packages)}
listed = []
for package in packages:
    entry = {"name": package["name"], "version": package["version"],
             "source": "crates.io" if package["source"] else "local"}
    needed = sorted(place[dependency["pkg"]] for dependency in nodes[package["id"]]["deps"])
    if needed:
        entry["dependencies"] = needed
    if package["id"] == metadata["resolve"]["root"]:
        entry["root"] = True
    listed.append(entry)
sys.stdout.buffer.write(zlib.compress(json.dumps({"packages": listed}).encode()))
