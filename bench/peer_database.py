#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes the peers' databases of the records that Batten's own is made of: peer_database.py FEEDS TARGET

FEEDS is a mirror as `batten db update --from` takes it. Each database is built by the peer's own program (docs/BENCHMARKS.md says how these are
made); one that is not set is left out.
    BATTEN_TRIVY_DB_BUILDER  trivy-db (it needs go): TARGET/trivy with trivy.db, from GitHub's and Go's records as they are and Debian's tracker for
                             bookworm in the form that it reads. Its second database, of the hashes of Java archives, gets those that Maven's
                             local repository has: TARGET/trivy/java-db. (The one that it would fetch is some hundred times as large.)
    BATTEN_GRYPE_DB_BUILDER  grype_database.go: TARGET/grype, from GitHub's records and Debian's tracker in the forms that it reads.
Other distributions are left out.
"""
import datetime
import hashlib
import io
import json
import os
import pathlib
import sqlite3
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


def debian_entries(feeds):
    """(package, vulnerability, fixed version or None) of bookworm."""
    tracker = json.loads(plain(feeds / "debian/tracker-derived.json.zst"))
    for package, vulnerabilities in tracker.items():
        for name, vulnerability in vulnerabilities.items():
            release = vulnerability["releases"].get("bookworm")
            if release and release.get("fixed_version") != "0":
                yield package, name, release.get("fixed_version") if release["status"] == "resolved" else None


def write_debian(feeds, target):
    folder = target / "CVE"
    folder.mkdir(parents=True)
    for name in ("DSA", "DLA", "source", "updates-source"):
        (target / name).mkdir()
    (target / "distributions.json").write_text(json.dumps({"bookworm": {"major-version": "12", "support": "security", "contact": ""}}))
    bugs = {}
    for package, name, fixed in debian_entries(feeds):
        entry = {"Type": "package", "Release": "bookworm", "Package": package, "Kind": "fixed" if fixed else "unfixed", "Version": fixed or ""}
        bugs.setdefault(name, []).append(entry)
    for name, entries in bugs.items():
        (folder / f"{name}.json").write_text(json.dumps({"Header": {"ID": name, "Description": ""}, "Annotations": entries}))


def write_java(target):
    target.mkdir(parents=True, exist_ok=True)
    path = target / "trivy-java.db"
    path.unlink(missing_ok=True)
    database = sqlite3.connect(path)
    database.executescript("""
        CREATE TABLE artifacts(id INTEGER PRIMARY KEY, group_id TEXT, artifact_id TEXT);
        CREATE TABLE indices(artifact_id INTEGER, version TEXT, sha1 BLOB, archive_type TEXT, foreign key (artifact_id) references artifacts(id));
        CREATE UNIQUE INDEX artifacts_idx ON artifacts(artifact_id, group_id);
        CREATE INDEX indices_artifact_idx ON indices(artifact_id);
        CREATE UNIQUE INDEX indices_sha1_idx ON indices(sha1);""")
    repository = pathlib.Path.home() / ".m2/repository"
    for jar in sorted(repository.glob("**/*.jar")):
        *group, artifact, version, _ = jar.relative_to(repository).parts
        database.execute("INSERT OR IGNORE INTO artifacts(group_id, artifact_id) VALUES (?, ?)", (".".join(group), artifact))
        database.execute("INSERT OR IGNORE INTO indices SELECT id, ?, ?, 'jar' FROM artifacts WHERE group_id = ? AND artifact_id = ?",
                         (version, hashlib.sha1(jar.read_bytes()).digest(), ".".join(group), artifact))
    database.commit()
    database.close()
    now = datetime.datetime.now(datetime.timezone.utc)
    later = (now + datetime.timedelta(days=365)).isoformat()
    (target / "metadata.json").write_text(json.dumps({"Version": 1, "NextUpdate": later, "UpdatedAt": now.isoformat(), "DownloadedAt": now.isoformat()}))


def trivy(builder, feeds, target):
    write_java(target / "java-db")
    with tempfile.TemporaryDirectory(prefix="batten-bench-") as folder:
        lists = pathlib.Path(folder)
        unpack_github(feeds, lists / "ghsa/advisories/github-reviewed")
        unpack(feeds / "go/go-osv.tar.zst", lists / "govulndb/data/osv")
        (lists / "cocoapods-specs/Specs").mkdir(parents=True)
        write_debian(feeds, lists / "vuln-list-debian/tracker")
        subprocess.run([builder, "build", "--cache-dir", folder, "--output-dir", str(target),
                        *[word for name in SOURCES for word in ("--only-update", name)]], check=True)


# Archive of GitHub's records: the name that Grype knows it by.
NAMESPACES = {"pip": "python", "npm": "npm", "maven": "java", "golang": "go", "cargo": "rust", "rubygems": "gem", "composer": "composer", "nuget": "dotnet"}
SCHEMA = "https://raw.githubusercontent.com/anchore/vunnel/main/schema/"


def ranges_of(affected):
    """(range in Grype's words, fixed version) of every pair of events."""
    known = affected.get("database_specific", {}).get("last_known_affected_version_range", "")
    for one in affected.get("ranges", []):
        start = ""
        for event in one["events"]:
            if "introduced" in event:
                start = event["introduced"]
                if all("introduced" in other for other in one["events"]):
                    yield " ".join(filter(None, [f">={start}" if start != "0" else "", known.replace(" ", "")])) or ">=0", ""
            else:
                end = f"<{event['fixed']}" if "fixed" in event else f"<={event['last_affected']}"
                yield " ".join(filter(None, [f">={start}" if start != "0" else "", end])), event.get("fixed", "")


def github_item(record, namespace):
    fixed = [{"ecosystem": namespace, "identifier": version, "name": affected["package"]["name"], "namespace": "github:" + namespace, "range": text}
             for affected in record.get("affected", []) for text, version in ranges_of(affected)]
    cves = [alias for alias in record.get("aliases", []) if alias.startswith("CVE-")]
    return {"Advisory": {"ghsaId": record["id"], "namespace": "github:" + namespace, "CVE": cves, "FixedIn": fixed, "Metadata": {"CVE": cves},
                         "Severity": record["database_specific"].get("severity", "Unknown").replace("MODERATE", "MEDIUM").title(),
                         "Summary": record.get("summary", ""), "url": "https://github.com/advisories/" + record["id"],
                         "published": record.get("published", ""), "updated": record.get("modified", ""), "withdrawn": record.get("withdrawn", ""),
                         "references": []}}


def write_provider(target, name, schema, items):
    results = target / name / "results"
    results.mkdir(parents=True)
    listing = []
    for number, item in enumerate(items):
        (results / f"{number}.json").write_text(json.dumps({"schema": SCHEMA + schema, "identifier": f"{name}/{number}", "item": item}))
        listing.append(f"0000000000000000  results/{number}.json\n")
    (results / "listing.xxh64").write_text("".join(listing))
    (target / name / "metadata.json").write_text(json.dumps({
        "provider": name, "version": 1, "distribution_version": 1, "processor": "bench", "schema": {"version": "1.0.0", "url": SCHEMA + "provider-workspace-state"},
        "urls": [], "timestamp": datetime.datetime.now(datetime.timezone.utc).isoformat(), "store": "flat-file", "stale": False,
        "listing": {"path": "results/listing.xxh64", "digest": "0", "algorithm": "xxh64"}}))
    return target / name


def github_items(feeds):
    for archive, namespace in NAMESPACES.items():
        with tarfile.open(fileobj=io.BytesIO(plain(feeds / f"ghsa/ghsa-{archive}.tar.zst"))) as tar:
            for member in tar:
                if member.name.endswith(".json"):
                    record = json.loads(tar.extractfile(member).read())
                    if not record.get("withdrawn"):
                        yield github_item(record, namespace)


def debian_items(feeds):
    bugs = {}
    for package, name, fixed in debian_entries(feeds):
        bugs.setdefault(name, []).append({"Name": package, "NamespaceName": "debian:12", "Version": fixed or "None", "VersionFormat": "dpkg",
                                          "VendorAdvisory": {"AdvisorySummary": [], "NoAdvisory": False}})
    for name, entries in bugs.items():
        yield {"Vulnerability": {"Name": name, "NamespaceName": "debian:12", "Severity": "Unknown", "Description": "",
                                 "Link": "https://security-tracker.debian.org/tracker/" + name, "FixedIn": entries, "Metadata": {}, "CVSS": []}}


def grype(builder, feeds, target):
    with tempfile.TemporaryDirectory(prefix="batten-bench-") as folder:
        providers = [write_provider(pathlib.Path(folder), "github", "vulnerability/github-security-advisory/schema-1.0.1.json", github_items(feeds)),
                     write_provider(pathlib.Path(folder), "debian", "vulnerability/os/schema-1.0.2.json", debian_items(feeds))]
        subprocess.run([builder, target / "6", *providers], check=True)


def main():
    feeds, target = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    for make in (trivy, grype):
        variable = f"BATTEN_{make.__name__.upper()}_DB_BUILDER"
        if os.environ.get(variable):
            make(os.environ[variable], feeds, target / make.__name__)
        else:
            print(f"left out: {variable} is not set")


main()
