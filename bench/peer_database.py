#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes Trivy's database of the records that Batten's own is made of: peer_database.py FEEDS TARGET

FEEDS is a mirror as `batten db update --from` takes it; TARGET gets trivy.db and metadata.json. BATTEN_TRIVY_DB_BUILDER names the program trivy-db
(docs/BENCHMARKS.md says how it is built), which needs go. It is handed GitHub's and Go's records as they are, and Debian's tracker for
bookworm in the form that it reads: an entry for each package and vulnerability. Other distributions are left out.
"""
import io
import json
import os
import pathlib
import subprocess
import sys
import tarfile
import tempfile


SOURCES = ["ghsa", "govulndb", "debian"]


def plain(path):
    return subprocess.run(["zstd", "-dcq", "--long=27", path], capture_output=True, check=True).stdout


def unpack(packed, target):
    target.mkdir(parents=True, exist_ok=True)
    with tarfile.open(fileobj=io.BytesIO(plain(packed))) as tar:
        for member in tar:
            if member.isfile() and member.name.endswith(".json"):
                (target / os.path.basename(member.name)).write_bytes(tar.extractfile(member).read())


def unpack_github(feeds, target):
    """The same advisory stands in the archive of each ecosystem that it names, with that one's packages: a folder for each."""
    for packed in sorted(feeds.glob("ghsa/*.tar.zst")):
        unpack(packed, target / packed.name.split(".")[0])


def write_debian(feeds, target):
    tracker = json.loads(plain(feeds / "debian/tracker-derived.json.zst"))
    folder = target / "CVE"
    folder.mkdir(parents=True)
    for name in ("DSA", "DLA", "source", "updates-source"):
        (target / name).mkdir()
    (target / "distributions.json").write_text(json.dumps({"bookworm": {"major-version": "12", "support": "security", "contact": ""}}))
    bugs = {}
    for package, vulnerabilities in tracker.items():
        for name, vulnerability in vulnerabilities.items():
            release = vulnerability["releases"].get("bookworm")
            if not release or release.get("fixed_version") == "0":
                continue
            entry = {"Type": "package", "Release": "bookworm", "Package": package, "Kind": "fixed" if release["status"] == "resolved" else "unfixed"}
            if release["status"] == "resolved":
                entry["Version"] = release["fixed_version"]
            bugs.setdefault(name, []).append(entry)
    for name, entries in bugs.items():
        (folder / f"{name}.json").write_text(json.dumps({"Header": {"ID": name, "Description": ""}, "Annotations": entries}))


def main():
    feeds, target = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    builder = os.environ.get("BATTEN_TRIVY_DB_BUILDER")
    if not builder:
        sys.exit("BATTEN_TRIVY_DB_BUILDER is not set")
    with tempfile.TemporaryDirectory(prefix="batten-bench-") as folder:
        lists = pathlib.Path(folder)
        unpack_github(feeds, lists / "ghsa/advisories/github-reviewed")
        unpack(feeds / "go/go-osv.tar.zst", lists / "govulndb/data/osv")
        (lists / "cocoapods-specs/Specs").mkdir(parents=True)
        write_debian(feeds, lists / "vuln-list-debian/tracker")
        subprocess.run([builder, "build", "--cache-dir", folder, "--output-dir", str(target), *[word for name in SOURCES for word in ("--only-update", name)]], check=True)


main()
