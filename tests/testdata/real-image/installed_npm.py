#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What npm put into a root: "npm NAME VERSION" for every node_modules/NAME/package.json and every entry of a package-lock.json. Usage: installed_npm.py ROOT"""
import json
import pathlib
import sys

root = pathlib.Path(sys.argv[1])
for path in root.glob("**/package.json"):
    parts = path.relative_to(root).parts
    direct = parts[-3] == "node_modules" or (len(parts) > 3 and parts[-4] == "node_modules" and parts[-3].startswith("@"))
    if direct:
        package = json.loads(path.read_text())
        print("npm", package["name"], package["version"])
for path in root.glob("**/package-lock.json"):
    for place, package in json.loads(path.read_text())["packages"].items():
        if place:
            print("npm", place.rpartition("node_modules/")[2], package["version"])
