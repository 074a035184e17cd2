# SPDX-License-Identifier: Apache-2.0
"""Writes mirror/, which db update --from reads: of every kind of feed a good record or two, and broken ones among them."""

import io
import json
import pathlib
import tarfile
import zipfile

MIRROR = pathlib.Path("mirror")


def put(name, content):
    path = MIRROR / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())


def record(number, ecosystem):
    return {"schema_version": "1.6.0", "id": f"CVE-2024-000{number}", "modified": "2024-01-02T00:00:00Z",
            "affected": [{"package": {"ecosystem": ecosystem, "name": "example.org/a"},
                          "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "1.0.0"}]}]}]}


def records(ecosystem):
    """Two good ones, the second after those that are cut off, of wrong types, no object, nested too deep, no text at all, empty."""
    good = [json.dumps(record(number, ecosystem)).encode() for number in (1, 2)]
    return [("1.json", good[0]), ("cut.json", good[0][:100]), ("types.json", json.dumps(record(3, ecosystem) | {"affected": {"x": 1}, "id": 7}).encode()),
            ("list.json", b"[]"), ("deep.json", b'{"id":"X","affected":' + b"[" * 100_000 + b"]" * 100_000 + b"}"),
            ("bytes.json", bytes(range(256))), ("empty.json", b""), ("2.json", good[1])]


def as_zip(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def as_tar(members):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, content in members:
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return out.getvalue()


# OSV records, as the ecosystems' archives hold them.
for name in ("npm", "PyPI", "Go", "Maven", "crates.io", "RubyGems", "NuGet", "Packagist", "Hex", "Pub", "SwiftURL"):
    put(f"{name}/all.zip", as_zip(records(name)))
put("bitnami/bitnami-osv.tar", as_tar(records("Bitnami")))
for folder, ecosystem in (("AlmaLinux", "AlmaLinux:9"), ("Rocky Linux", "Rocky Linux:9"), ("SUSE", "SUSE:Linux Enterprise Server 15 SP5"),
                          ("Debian", "Debian:12"), ("Alpine", "Alpine:v3.18"), ("Ubuntu", "Ubuntu:22.04:LTS"),
                          ("Red Hat", "Red Hat:enterprise_linux:9::baseos")):
    put(f"{folder}/all.zip", as_zip(records(ecosystem)))

# Records that are parts of one document.
secfixes = {"packages": [{"pkg": {"name": "a", "secfixes": {"1-r0": ["CVE-2024-0001"]}}}, {"pkg": {"name": 7, "secfixes": {"1-r0": ["CVE-2024-0002"]}}},
                         {"pkg": "b"}, {"pkg": {"name": "c", "secfixes": {"1-r0": ["CVE-2024-0003"]}}}]}
put("wolfi/security.json", json.dumps({"reponame": "os", **secfixes}))
put("chainguard/security.json", json.dumps({"reponame": "chainguard", **secfixes}))
group = {"affected": "1-1", "fixed": "2-1", "issues": ["CVE-2024-0001"], "name": "AVG-1", "packages": ["a"], "severity": "Low", "status": "Fixed"}
put("arch/all.json", json.dumps([group, 7, group | {"name": "AVG-2", "issues": 7}, group | {"name": "AVG-3", "status": "Odd"}, {},
                                 group | {"name": "AVG-4", "packages": ["b"]}]))
put("kev/known_exploited_vulnerabilities.json", json.dumps({"dateReleased": "2026-08-07T16:45:47Z", "vulnerabilities": [
    {"cveID": "CVE-2024-0001", "dateAdded": "2026-08-07", "dueDate": "2026-08-10"}, 7, {"cveID": 7}, {"cveID": "CVE-2024-0002", "dateAdded": "2026-08-08"}]}))
put("epss/epss_scores-current.csv", "#model_version:v2025.03.14,score_date:2026-08-16T00:00:00+0000\ncve,epss,percentile\nCVE-2024-0001,0.5,0.9\n"
    "CVE-2024-0002\nCVE-2024-0003,much,0.9\nCVE-2024-0004,7,0.9\n,,\nCVE-2024-0005,0.4,0.8\n")
put("photon/cve_data_photon5.0.json", json.dumps([
    {"cve_id": "CVE-2024-0001", "pkg": "a", "aff_ver": "all versions before 2-1.ph5 are vulnerable", "res_ver": "2-1.ph5", "status": "Fixed"},
    7, {"cve_id": 7, "pkg": "a", "status": "Fixed"}, {"cve_id": "CVE-2024-0002", "status": "Fixed"},
    {"cve_id": "CVE-2024-0003", "pkg": "b", "res_ver": "NA", "status": "Not Fixed"}]))
put("nvd/nvdcve-2.0-2024.json", json.dumps({"format": "NVD_CVE", "vulnerabilities": [{"cve": {"id": f"CVE-2024-000{number}", "configurations": [
    {"nodes": [{"cpeMatch": [{"vulnerable": True, "criteria": criteria, "versionEndExcluding": "1.36.0"}]}]}]}}
    for number, criteria in enumerate(("cpe:2.3:a:busybox:busybox:*:*:*:*:*:*:*:*", 7, "cpe", "cpe:2.3:a:busybox:busybox:*:*:*:*:*:*:*:*"))] +
    [7, {"cve": 7}, {"cve": {"id": 7}}]}))


def oracle(number, title="", text="a is earlier than 0:2-1.el8"):
    name = f"ELSA-2024-000{number}"
    return (f'<definition class="patch"><metadata><title>{title or name + ": a security update"}</title><reference source="elsa" ref_id="{name}"/>'
            f'<reference source="CVE" ref_id="CVE-2024-000{number}"/></metadata><criteria operator="AND"><criterion comment="Oracle Linux 8 is installed"/>'
            f'<criterion comment="{text}"/></criteria></definition>')


put("oracle/com.oracle.elsa-all.xml", "<oval_definitions><definitions>" + oracle(1) + "<definition/>" + oracle(2, text="what is this") + "<definition class='patch'>7</definition>" +
    oracle(3) + "</definitions></oval_definitions>")


def update(name, package='name="a" version="1" release="2.amzn2" epoch="0" arch="x86_64"'):
    return (f'<update type="security"><id>{name}</id><references><reference id="CVE-2024-0001" type="cve"/></references><pkglist>'
            f'<collection short="amazon-linux-2"><package {package}/></collection></pkglist></update>')


put("amazon/2/core/updateinfo.xml", "<updates>" + update("ALAS2-2024-1") + update("") + update("ALAS2-2024-2", 'arch="x86_64"') + '<update type="security"/>' +
    update("ALAS2-2024-3") + "</updates>")
put("fedora/43/updateinfo.xml", "<updates>" + update("FEDORA-2025-1", 'name="a" version="1" release="2.fc43" epoch="0" arch="x86_64"') + update("FEDORA-2025-2") +
    "<update type='security'>7</update></updates>")


def azure(number, text="t:1"):
    return (f'<definition class="vulnerability" id="d:{number}"><metadata><reference ref_id="CVE-2024-000{number}" source="CVE"/><patchable>true</patchable>'
            f'</metadata><criteria operator="AND"><criterion test_ref="{text}"/></criteria></definition>')


put("azurelinux/azurelinux-3.0-oval.xml", "<oval_definitions><definitions>" + azure(1) + azure(2, "t:7") + "<definition class='vulnerability'/>" + azure(3) +
    '</definitions><tests><linux-def:rpminfo_test id="t:1"><linux-def:object object_ref="o:1"/><linux-def:state state_ref="s:1"/></linux-def:rpminfo_test></tests>'
    '<objects><linux-def:rpminfo_object id="o:1"><linux-def:name>a</linux-def:name></linux-def:rpminfo_object></objects>'
    '<states><linux-def:rpminfo_state id="s:1"><linux-def:evr operation="less than">0:1-1.azl3</linux-def:evr></linux-def:rpminfo_state></states></oval_definitions>')
put("eol/full", json.dumps({"result": [{"name": "alpine-linux", "category": "os", "releases": [{"name": "3.18", "eolFrom": "2025-05-09"}, {"name": 7, "eolFrom": "2025-05-09"},
    {"name": "3.19", "eolFrom": "soon"}, 7]}, 7, {"name": 7}, {"name": "debian", "category": "os", "releases": [{"name": "11", "eolFrom": "2024-08-14"}]}]}))
release = {"releases": {"bookworm": {"status": "resolved", "fixed_version": "1-1"}}}
put("debian/tracker.json", json.dumps({"curl": {"CVE-2024-0004": release, "CVE-2024-0005": 7, "CVE-2024-0006": {"releases": {"bookworm": {"status": "odd"}}}},
                                       "wget": 7, "a": {"CVE-2024-0007": release}}))
alpine = {"distroversion": "v3.18", "reponame": "main"} | secfixes
put("alpine/alpine-secdb.tar", as_tar([("v3.18/main.json", json.dumps(alpine).encode()), ("v3.18/community.json", b"{"), ("v3.17/main.json", b"[]")]))


def vex(document):
    return json.dumps({"document": {"category": "csaf_vex", "tracking": {"id": "CVE-2024-0001", "current_release_date": "2024-01-02T00:00:00Z"}}, **document}).encode()


put("redhat/csaf_vex.tar", as_tar([("2024/cve-2024-0001.json", b'{"document":{"category":"csaf_vex"'), ("2024/cve-2024-0002.json", vex({"vulnerabilities": 7})),
                                   ("2024/cve-2024-0003.json", vex({"vulnerabilities": [7], "product_tree": {"branches": [[[7]]]}}))]))
