# SPDX-License-Identifier: Apache-2.0
"""How findings of Batten, Trivy and Grype differ on packages that both list: peer_findings.py BATTEN.json PEER.json...

Compared by package (peer_packages.py) and id; an id that Batten has as an alias is the same. A package of a language that belongs to one of the
operating system is named "owned": Batten judges it by the system's advisories.
"""
import collections
import json
import sys

sys.dont_write_bytecode = True
from peer_packages import identity  # noqa: E402


def batten_findings(report):
    """({package: {id: aliases}}, packages, those that are owned)."""
    found = collections.defaultdict(dict)
    for finding in report["findings"]:
        if finding["state"] != "not affected":
            found[identity(finding["package"]["purl"])][finding["id"]] = set(finding.get("aliases", []))
    packages = {identity(package["purl"]) for package in report["packages"]}
    owned = {identity(package["purl"]) for package in report["packages"] if package.get("owner")}
    return found, packages, owned - {identity(package["purl"]) for package in report["packages"] if not package.get("owner")}


def trivy_findings(report):
    found = collections.defaultdict(dict)
    for result in report.get("Results", []):
        for vulnerability in result.get("Vulnerabilities", []):
            purl = vulnerability.get("PkgIdentifier", {}).get("PURL", "")
            if purl:
                found[identity(purl)][vulnerability["VulnerabilityID"]] = set(vulnerability.get("VendorIDs", []))
    return found


def grype_findings(report):
    found = collections.defaultdict(dict)
    for match in report["matches"]:
        if match["artifact"].get("purl"):
            related = {other["id"] for other in match.get("relatedVulnerabilities", [])}
            found[identity(match["artifact"]["purl"])][match["vulnerability"]["id"]] = related
    return found


def findings_of(report):
    return ("Grype", grype_findings(report)) if "matches" in report else ("Trivy", trivy_findings(report))


def one_sided(left, right):
    """(package, id) of left that right has under no name."""
    for package in sorted(left):
        theirs = right.get(package, {})
        names = set(theirs).union(*theirs.values()) if theirs else set()
        for name, aliases in sorted(left[package].items()):
            if name not in names and not aliases & names:
                yield package, name


def compare(report, name, theirs):
    """Lines of Markdown: totals, then every difference."""
    ours, packages, owned = batten_findings(report)
    only_theirs = [(package, one) for package, one in one_sided(theirs, ours) if package in packages]
    only_ours = list(one_sided(ours, theirs))
    total = sum(len(ids) for ids in ours.values())
    yield (f"Batten has {total} findings, {name} {sum(len(ids) for ids in theirs.values())}; only {name}, of packages that Batten lists too: {len(only_theirs)}, "
           f"of them {sum(package in owned for package, _ in only_theirs)} of owned packages; only Batten: {len(only_ours)}.")
    for package, one in only_theirs:
        yield f"- only {name}: {' '.join(package)}: {one}" + (" (owned)" if package in owned else "")
    for package, one in only_ours:
        yield f"- only Batten: {' '.join(package)}: {one}"


def main():
    report = json.load(open(sys.argv[1], encoding="utf-8"))
    for path in sys.argv[2:]:
        print("\n".join(compare(report, *findings_of(json.load(open(path, encoding="utf-8"))))))


if __name__ == "__main__":
    main()
