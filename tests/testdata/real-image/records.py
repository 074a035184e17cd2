# SPDX-License-Identifier: Apache-2.0
"""What the OSV records in $SHARED/advisories say about packages of languages: worked out here, without the program under test.

Versions are ordered by `packaging` for PyPI, by Maven's own ComparableVersion for Java, by a few lines of this file for the others.
"""
import functools
import glob
import io
import json
import os
import re
import subprocess
import tarfile

from packaging.version import InvalidVersion, Version

# purl type: (ecosystem in the records, archives)
ECOSYSTEMS = {
    "pypi": ("PyPI", ["pypi/pypi-osv", "ghsa/ghsa-pip"]),
    "npm": ("npm", ["ghsa/ghsa-npm", "npm-malicious/npm-malicious-osv"]),
    "golang": ("Go", ["go/go-osv", "ghsa/ghsa-golang"]),
    "cargo": ("crates.io", ["crates/crates-osv", "ghsa/ghsa-cargo"]),
    "maven": ("Maven", ["ghsa/ghsa-maven"]),
    "gem": ("RubyGems", ["ghsa/ghsa-rubygems"]),
    "composer": ("Packagist", ["ghsa/ghsa-composer"]),
    "nuget": ("NuGet", ["ghsa/ghsa-nuget"]),
}


def plain_name(kind, name):
    if kind == "pypi":
        return re.sub(r"[-_.]+", "-", name).lower()
    return name.lower() if kind in ("composer", "nuget") else name


@functools.cache
def semver_key(text):
    core, _, pre = text.removeprefix("v").partition("+")[0].partition("-")
    numbers = [int(part) for part in core.split(".")]
    parts = [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in pre.split(".")] if pre else [(2, 0, "")]
    return [*numbers, *[0] * (4 - len(numbers))], parts


@functools.cache
def gem_key(text):
    parts = [(1, int(part), "") if part.isdigit() else (0, 0, part) for part in re.findall(r"[0-9]+|[a-z]+", text.lower())]
    while parts and parts[-1] == (1, 0, ""):
        parts.pop()
    return [*parts, (1, 0, "")]


def pypi_key(text):
    try:
        return Version(text)
    except InvalidVersion:
        return Version("0")


@functools.cache
def maven_order():
    """Maven's own comparison, and the versions that it was asked about so far."""
    jars = [path for folder in ("/usr/share/maven/lib", "/usr/share/java") for path in glob.glob(folder + "/*.jar")]
    return ":".join(path for path in jars if re.search(r"maven-artifact|commons-lang3", path)), {}


def maven_compare_all(pairs):
    """Fills the table of answers: one start of Java for all pairs."""
    classpath, table = maven_order()
    wanted = sorted({pair for pair in pairs if pair not in table})
    if not wanted:
        return
    arguments = [version for pair in wanted for version in pair]
    done = subprocess.run(["java", "-cp", classpath, "org.apache.maven.artifact.versioning.ComparableVersion", *arguments],
                          capture_output=True, text=True, check=True)
    # "   1.0 < 1.1" between each two neighbours: of these every other one is a pair of ours.
    signs = re.findall(r"^ {3,}\S+ (<|==|>) \S+$", done.stdout, re.M)[::2]
    if len(signs) != len(wanted):
        raise RuntimeError(f"ComparableVersion said {len(signs)} of {len(wanted)}")
    for pair, sign in zip(wanted, signs):
        table[pair] = {"<": -1, "==": 0, ">": 1}[sign]


KEYS = {"pypi": pypi_key, "gem": gem_key}


def compare(kind, left, right):
    """-1, 0, 1."""
    if kind == "maven":
        return maven_order()[1][left, right]
    key = KEYS.get(kind, semver_key)
    left, right = key(left), key(right)
    return (left > right) - (left < right)


def bounds(affected):
    """Versions that the ranges of an entry speak of."""
    for one in affected.get("ranges", []):
        for event in one["events"] if one["type"] != "GIT" else []:
            yield from (version for version in event.values() if version != "0")
    known = affected.get("database_specific", {}).get("last_known_affected_version_range", "")
    if known:
        yield re.sub(r"^<=?\s*", "", known)
    yield from affected.get("versions", [])


def in_range(kind, version, events, known):
    """The evaluation of the OSV specification: events in their order, the last one before the version decides."""
    introduced = [event["introduced"] for event in events if "introduced" in event]
    ends = [(event["fixed"], False) for event in events if "fixed" in event]
    ends += [(event["last_affected"], True) for event in events if "last_affected" in event]
    if not ends and known:  # GitHub's word for where a range without a fix is known to end
        ends = [(re.sub(r"^<=?\s*", "", known), known.startswith("<="))]
    for start in introduced:
        if start != "0" and compare(kind, version, start) < 0:
            continue
        after = [end for end in ends if start == "0" or compare_ends(kind, end[0], start) >= 0]
        if not after or any_first_end_is_later(kind, version, after):
            return True
    return False


def compare_ends(kind, end, start):
    if kind == "maven":
        maven_compare_all([(end, start)])
    return compare(kind, end, start)


def any_first_end_is_later(kind, version, ends):
    """Of the ends after an introduction every one must be later than the version: the first is what counts."""
    return all(compare(kind, version, end) < 0 or (inclusive and compare(kind, version, end) == 0) for end, inclusive in ends)


def is_affected(kind, version, affected):
    known = affected.get("database_specific", {}).get("last_known_affected_version_range", "")
    ranges = [one["events"] for one in affected.get("ranges", []) if one["type"] != "GIT"]
    if any(in_range(kind, version, events, known) for events in ranges):
        return True
    return any(compare(kind, version, listed) == 0 for listed in affected.get("versions", []))


def records_of(kind):
    for archive in ECOSYSTEMS[kind][1]:
        packed = os.path.join(os.environ["SHARED"], "advisories", archive + ".tar.zst")
        plain = subprocess.run(["zstd", "-dcq", "--long=27", packed], capture_output=True, check=True).stdout
        with tarfile.open(fileobj=io.BytesIO(plain)) as tar:
            for member in tar:
                if member.isfile() and member.name.endswith(".json"):
                    record = json.loads(tar.extractfile(member).read())
                    if "withdrawn" not in record and not record.get("summary", "").startswith("Withdrawn"):
                        yield record


def names_of(records):
    """One set of names for each vulnerability: every CVE for itself, else the ids that name each other."""
    cves = [cve for record in records for cve in [record["id"], *record.get("aliases", [])] if cve.startswith("CVE-")]
    out = [{cve} for cve in sorted(set(cves))]
    of_cves = {name for record in records if any(name.startswith("CVE-") for name in [record["id"], *record.get("aliases", [])])
               for name in [record["id"], *record.get("aliases", [])]}
    groups = []
    for record in records:
        names = {record["id"], *record.get("aliases", [])}
        if names & of_cves:
            continue
        for group in [group for group in groups if group & names]:
            groups.remove(group)
            names |= group
        groups.append(names)
    return out + groups


def expected_findings(packages):
    """{(type, name, version): [names of one vulnerability, ...]} of packages."""
    out = {package: [] for package in packages}
    for kind in sorted({package[0] for package in packages}):
        ecosystem = ECOSYSTEMS[kind][0]
        by_name = {}
        for package in packages:
            if package[0] == kind:
                by_name.setdefault(plain_name(kind, package[1]), []).append(package)
        questions = []  # (package, record, affected entry)
        for record in records_of(kind):
            for affected in record.get("affected", []):
                about = affected.get("package", {})
                for package in by_name.get(plain_name(kind, about.get("name", "")), []) if about.get("ecosystem") == ecosystem else []:
                    questions.append((package, record, affected))
        if kind == "maven":
            maven_compare_all([(package[2], bound) for package, _, affected in questions for bound in bounds(affected)])
        for package in packages:
            matching = {record["id"]: record for about, record, affected in questions
                        if about == package and is_affected(kind, package[2], affected)}
            if package[0] == kind:
                out[package] = names_of(list(matching.values()))
    return out
