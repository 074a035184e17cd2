# SPDX-License-Identifier: Apache-2.0
"""Packages out of the JSON of Batten, Trivy and Syft, by package URL, so that they can be compared; and how they differ.

    peer_packages.py BATTEN.json PEER.json...
prints for each peer what it alone lists and what it lacks. Package URLs are compared by type, name and version, as written, but for what
the tools spell apart: letter case and separators of PyPI names, the epoch of Debian versions (in the version or a qualifier), Go's "v" and
"(devel)".
"""
import json
import re
import sys
import urllib.parse


def identity(purl):
    """(type, name, version) of a package URL."""
    kind, _, rest = purl.removeprefix("pkg:").partition("/")
    rest, _, _ = rest.partition("#")
    rest, _, query = rest.partition("?")
    name, _, version = rest.rpartition("@") if "@" in rest else (rest, "", "")
    name, version = urllib.parse.unquote(name), urllib.parse.unquote(version)
    epoch = urllib.parse.parse_qs(query).get("epoch", [""])[0]
    if kind in ("deb", "apk", "rpm"):
        name = name.rpartition("/")[2]
        if epoch and epoch != "0" and not version.startswith(epoch + ":"):
            version = f"{epoch}:{version}"
    if kind == "pypi":
        name = re.sub(r"[-_.]+", "-", name).lower()
    if kind in ("nuget", "composer"):
        name = name.lower()
    if kind == "golang":
        version = re.sub(r"^(go|v)(?=\d)", "", version).replace("(devel)", "")  # built from a folder
    return kind, name, version


def batten_packages(report):
    return [(identity(p["purl"]), p["path"], p.get("owner", "")) for p in report["packages"]]


def trivy_packages(report):
    out = []
    for result in report.get("Results", []):
        for package in result.get("Packages", []):
            purl = package.get("Identifier", {}).get("PURL", "")
            path = package.get("FilePath") or result.get("Target", "")
            out.append((identity(purl) if purl else (result.get("Type", ""), package.get("Name", ""), package.get("Version", "")), path, ""))
    return out


def syft_packages(report):
    out = []
    for artifact in report["artifacts"]:
        places = [location["path"] for location in artifact["locations"]] or [""]
        purl = artifact.get("purl", "")
        out.append((identity(purl) if purl else (artifact["type"], artifact["name"], artifact["version"]), places[0].lstrip("/"), ""))
    return out


def packages_of(report):
    if "artifacts" in report:
        return "syft", syft_packages(report)
    if "Results" in report or "ArtifactName" in report:
        return "trivy", trivy_packages(report)
    return "batten", batten_packages(report)


def differences(ours, theirs):
    """(only theirs, only ours): {identity: first path}."""
    our_places, their_places = {}, {}
    for packages, places in ((ours, our_places), (theirs, their_places)):
        for package, path, _ in packages:
            places.setdefault(package, path)
    return ({package: path for package, path in their_places.items() if package not in our_places},
            {package: path for package, path in our_places.items() if package not in their_places})


def by_type(packages):
    counts = {}
    for kind, _, _ in packages:
        counts[kind] = counts.get(kind, 0) + 1
    return ", ".join(f"{kind} {count}" for kind, count in sorted(counts.items())) or "none"


def compare(ours, name, theirs, limit=400):
    """Lines of Markdown."""
    missing, extra = differences(ours, theirs)
    yield f"{name} lists {len({package for package, _, _ in theirs})}, Batten {len({package for package, _, _ in ours})} different packages."
    yield f"Only {name}: {by_type(missing)}. Only Batten: {by_type(extra)}."
    for title, packages in ((f"only {name}", missing), ("only Batten", extra)):
        for package in sorted(packages)[:limit]:
            yield f"- {title}: {' '.join(package)} ({packages[package]})"


def main():
    reports = [packages_of(json.load(open(path, encoding="utf-8"))) for path in sys.argv[1:]]
    for name, packages in reports[1:]:
        print("\n".join(compare(reports[0][1], name, packages)))


if __name__ == "__main__":
    main()
