#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A bill of materials of one package: bill_of.py OS VERSION PURL >FILE"""
import json
import sys
import urllib.parse

system, version, purl = sys.argv[1:4]
name, _, package_version = purl.partition("?")[0].rpartition("/")[2].partition("@")
json.dump({"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1, "components": [
    {"type": "operating-system", "bom-ref": "os", "name": system, "version": version},
    {"type": "library", "bom-ref": "package", "name": urllib.parse.unquote(name), "version": urllib.parse.unquote(package_version), "purl": purl}]}, sys.stdout)
