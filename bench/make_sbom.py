#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A bill of materials to match: make_sbom.py FEEDS TARGET [COUNT]

COUNT (5000) packages as CycloneDX: four fifths are Debian's, spread evenly over what `apt-cache dumpavail` knows; the others are packages of npm, PyPI,
Maven and Go that GitHub's advisories name, each in a version that one of them is fixed in or begins with: nearly all have findings.
"""
import io
import json
import pathlib
import re
import subprocess
import sys
import tarfile
import urllib.parse

LANGUAGES = {"npm": "npm", "pip": "pypi", "maven": "maven", "golang": "golang"}


def debian_packages(count):
    blocks = subprocess.run(["apt-cache", "dumpavail"], capture_output=True, text=True, check=True).stdout.split("\n\n")
    step = max(1, len(blocks) // count)
    for block in blocks[::step][:count]:
        fields = dict(re.findall(r"^([A-Z][A-Za-z-]*): (.*)$", block, re.M))
        if "Package" not in fields:
            continue
        source, _, version = fields.get("Source", fields["Package"]).partition(" ")
        upstream = source + ("@" + version.strip("()") if version else "")
        yield (fields["Package"], fields["Version"],
               f"pkg:deb/debian/{urllib.parse.quote(fields['Package'])}@{urllib.parse.quote(fields['Version'])}?arch={fields['Architecture']}"
               f"&distro=debian-12&upstream={urllib.parse.quote(upstream)}")


def records(path):
    packed = subprocess.run(["zstd", "-dcq", "--long=27", path], capture_output=True, check=True).stdout
    with tarfile.open(fileobj=io.BytesIO(packed)) as tar:
        for member in tar:
            if member.name.endswith(".json"):
                yield json.loads(tar.extractfile(member).read())


def language_packages(feeds, archive, kind, count):
    seen = {}
    for record in records(feeds / f"ghsa/ghsa-{archive}.tar.zst"):
        for affected in record.get("affected", []):
            name = affected["package"]["name"]
            versions = [version for one in affected.get("ranges", []) for event in one["events"] for version in event.values() if version != "0"]
            if versions and name not in seen:
                seen[name] = versions[0]
    names = sorted(seen)
    for name in names[::max(1, len(names) // count)][:count]:
        version = ("v" if kind == "golang" else "") + seen[name]
        path = name.replace(":", "/") if kind == "maven" else name
        yield name, version, f"pkg:{kind}/{urllib.parse.quote(path)}@{urllib.parse.quote(version)}"


def main():
    feeds, target = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 5000
    packages = []
    for archive, kind in LANGUAGES.items():
        packages += language_packages(feeds, archive, kind, count // 5 // len(LANGUAGES))
    packages += debian_packages(count - len(packages))
    components = [{"type": "library", "bom-ref": f"{number}", "name": name, "version": version, "purl": purl}
                  for number, (name, version, purl) in enumerate(packages)]
    components.append({"type": "operating-system", "bom-ref": "os", "name": "debian", "version": "12"})
    target.write_text(json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1, "components": components}))
    print(f"{len(packages)} packages")


main()
