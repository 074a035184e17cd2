#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes src/packages/java_fingerprints.bin: packaging/java_fingerprints/build.py CLASS_LIST DIRECTORY [--versions N]

CLASS_LIST is the program java_class_list of the build (cmake -DBATTEN_FINGERPRINTS=ON), DIRECTORY keeps the archives between runs (some
gigabytes). Maven fetches what artifacts.txt names, by its own settings. Of each library at most N releases (default 40), the first and the last
of each line before others, the newest lines first; of each release up to CLASSES classes: those that change most often, and those that are
in most releases.
The format is described in src/packages/java_fingerprints.h.
"""
import argparse
import collections
import concurrent.futures
import pathlib
import re
import struct
import subprocess
import xml.etree.ElementTree as ElementTree

HERE = pathlib.Path(__file__).resolve().parent
OUTPUT = HERE.parent.parent / "src/packages/java_fingerprints.bin"
REPOSITORY = pathlib.Path.home() / ".m2/repository"
CLASSES = 120
UNFINISHED = re.compile(r"alpha|beta|rc|cr\d|[.-]m\d|snapshot|pre|dev|-b\d|android|jdk|redhat|atlassian|ea\d|incubating|java7|jre6|sp1-", re.I)
KEPT = re.compile(r"-jre$|^2\.0-(beta9|rc\d)$")  # log4j's first that advisories name


def key(version):
    """Numbers as numbers; what is no release before it."""
    parts = re.findall(r"\d+|[a-z]+", version.lower())
    unfinished = {"alpha": -5, "beta": -4, "m": -3, "milestone": -3, "rc": -2, "cr": -2}
    out = [(1, int(part)) if part.isdigit() else (unfinished.get(part, 0), 0) for part in parts]
    return out + [(0, 0)] * (12 - len(out))


def wanted():
    for line in (HERE / "artifacts.txt").read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            name, *rest = line.split()
            yield name, rest[1] if rest else "0"


def project(directory, dependencies, plugins=""):
    directory.mkdir(parents=True, exist_ok=True)
    (directory / "pom.xml").write_text("<project><modelVersion>4.0.0</modelVersion><groupId>x</groupId><artifactId>y</artifactId><version>1</version>"
                                       f"<packaging>pom</packaging><dependencies>{dependencies}</dependencies>{plugins}</project>")
    return directory


def coordinates(name, version):
    group, artifact = name.split(":")
    return f"<groupId>{group}</groupId><artifactId>{artifact}</artifactId><version>{version}</version>"


def maven(directory, goal):
    return subprocess.run(["mvn", "-B", "-ntp", goal], cwd=directory, capture_output=True, text=True, check=False)


def published(directory, names):
    """Name: all its versions, as Maven's own list of them says."""
    dependencies = "".join(f"<dependency>{coordinates(name, '0.0.1')}</dependency>" for name in names)
    maven(project(directory / "versions", dependencies), "org.codehaus.mojo:versions-maven-plugin:2.16.2:display-dependency-updates")
    out = {}
    for name in names:
        group, artifact = name.split(":")
        lists = sorted((REPOSITORY / group.replace(".", "/") / artifact).glob("maven-metadata-*.xml"))
        if not lists:
            raise SystemExit(f"{name}: no list of versions")
        out[name] = sorted((element.text for element in ElementTree.parse(lists[0]).iter("version")), key=key)
    return out


def choose(versions, lowest, most):
    versions = [v for v in versions if (not UNFINISHED.search(v) or KEPT.search(v)) and key(v) >= key(lowest) and len(v) < 40]
    versions = [v for v in versions if not re.fullmatch(r"\d{8}(\.\d+)?", v) or int(v[:4]) > 2010]
    lines = collections.defaultdict(list)
    for version in versions:
        lines[tuple(re.findall(r"\d+", version)[:2])].append(version)
    newest = list(reversed(lines.values()))
    chosen = [line[-1] for line in newest] + [line[0] for line in newest] + [version for line in newest for version in reversed(line)]
    return sorted(set(list(dict.fromkeys(chosen))[:most]), key=key)


def archive(directory, name, version):
    return directory / "archives" / name.replace(":", "__") / f"{name.split(':')[1]}-{version}.jar"


def fetch(directory, chosen):
    missing = [(name, version) for name, versions in chosen.items() for version in versions if not archive(directory, name, version).exists()]
    while missing:
        batch, missing = missing[:60], missing[60:]
        items = "".join(f"<artifactItem>{coordinates(name, version)}<outputDirectory>{archive(directory, name, version).parent}</outputDirectory></artifactItem>"
                        for name, version in batch)
        plugin = ("<build><plugins><plugin><groupId>org.apache.maven.plugins</groupId><artifactId>maven-dependency-plugin</artifactId>"
                  f"<version>3.6.1</version><configuration><artifactItems>{items}</artifactItems></configuration></plugin></plugins></build>")
        done = maven(project(directory / "fetch", "", plugin), "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy")
        if done.returncode == 0:
            continue
        # A release without archive: the others of its batch again.
        bad = [item for item in batch if f"{item[0].split(':')[1]}:jar:{item[1]}" in done.stdout and not archive(directory, *item).exists()]
        print("left out:", bad or done.stdout[-500:])
        if not bad:
            continue
        missing = [item for item in batch if item not in bad and not archive(directory, *item).exists()] + missing


def classes_of(class_list, path):
    """Simple name: fingerprint of the content, and of the name; of those whose name occurs once."""
    lines = subprocess.run([class_list, path], capture_output=True, text=True, check=True).stdout.splitlines()
    counts = collections.Counter(line.split()[0] for line in lines)
    return {name: (int(content, 16), int(of_name, 16)) for name, content, of_name in (line.split() for line in lines) if counts[name] == 1}


def sample(releases):
    """The names of the classes that the table has of a library; releases: for each version its classes."""
    hashes = collections.defaultdict(set)
    present = collections.Counter()
    for classes in releases:
        for name, value in classes.items():
            hashes[name].add(value)
            present[name] += 1
    names = sorted(hashes, key=lambda name: (-len(hashes[name]), -present[name], name))[: CLASSES // 2]
    names += sorted(hashes, key=lambda name: (-present[name], len(hashes[name]), min(hashes[name])))[:CLASSES]
    return set(list(dict.fromkeys(names))[:CLASSES])


def intervals(releases, names):
    """(hash, first, last) for each run of releases that have the class so."""
    for name in sorted(names):
        start = None
        for index, classes in enumerate([*releases, {}]):
            before = releases[index - 1].get(name) if index else None
            if start is not None and classes.get(name) != before:
                yield before[0] >> 32, start, index - 1
                start = None
            if classes.get(name) is not None and start is None:
                start = index


def write(libraries):
    heads, counts, entries, named, texts = b"", b"", [], set(), b""
    for index, (name, versions, releases) in enumerate(libraries):
        names = sample(releases)
        heads += struct.pack("<II", len(texts), len(versions))
        texts += "".join(line + "\n" for line in [name, *versions]).encode()
        counts += b"".join(struct.pack("<H", len(names & classes.keys())) for classes in releases)
        entries += [(hash_, index, first, last) for hash_, first, last in intervals(releases, names)]
        named |= {(classes[name][1], index) for classes in releases for name in names & classes.keys()}
    packed = b"".join(struct.pack("<IHHH", *entry) for entry in sorted(entries)) + b"".join(struct.pack("<IH", *one) for one in sorted(named))
    OUTPUT.write_bytes(b"BJF1" + struct.pack("<IIII", len(libraries), len(entries), len(named), len(texts)) + heads + counts + packed + texts)
    print(f"{len(libraries)} libraries, {sum(len(v) for _, v, _ in libraries)} releases, {len(entries)} entries, {OUTPUT.stat().st_size} bytes")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("class_list")
    parser.add_argument("directory", type=pathlib.Path)
    parser.add_argument("--versions", type=int, default=40)
    parser.add_argument("--fetch-only", action="store_true")
    options = parser.parse_args()
    directory = options.directory.resolve()
    lowest = dict(wanted())
    versions = published(directory, list(lowest))
    chosen = {name: choose(versions[name], lowest[name], options.versions) for name in lowest}
    fetch(directory, chosen)
    if options.fetch_only:
        return
    libraries = []
    for name, releases in chosen.items():
        releases = [version for version in releases if archive(directory, name, version).exists()]
        with concurrent.futures.ThreadPoolExecutor() as pool:
            classes = list(pool.map(lambda path: classes_of(options.class_list, path), [archive(directory, name, version) for version in releases]))
        libraries.append((name, releases, classes))
    write(libraries)


main()
