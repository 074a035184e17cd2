# SPDX-License-Identifier: Apache-2.0
"""Writes roots/NAME/, each a small Debian with one file that is up to no good, and sboms/NAME."""

import io
import json
import os
import pathlib
import shutil
import struct
import sys
import zipfile

ROOT = pathlib.Path(os.environ["DATA"]) / "debian-root"


def put(name, path, content, mode=0o644):
    file = pathlib.Path("roots") / name / path
    shutil.copytree(ROOT, pathlib.Path("roots") / name)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    file.chmod(mode)


def sbom(name, content):
    pathlib.Path("sboms").mkdir(exist_ok=True)
    (pathlib.Path("sboms") / name).write_bytes(content)


def zipped(*members, method=zipfile.ZIP_STORED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return out.getvalue()


def lock_of(size):
    """An npm lock of that size."""
    one = b'"node_modules/p%08d":{"version":"1.0.0","integrity":"' + b"0123456789" * 300 + b'"},\n'
    packages = b"".join(one % i for i in range(size // len(one % 0)))
    return b'{"lockfileVersion":3,"packages":{' + packages + b'"node_modules/last":{"version":"1.0.0"}}}'


# Longer than is read, and as long as is read.
put("lock-100m", "srv/package-lock.json", lock_of(100 << 20))
put("lock-60m", "srv/package-lock.json", lock_of(60 << 20))

# A jar in a jar, a thousand times.
for name, method in ("jar-stored", zipfile.ZIP_STORED), ("jar-deflated", zipfile.ZIP_DEFLATED):
    jar = zipped(("META-INF/MANIFEST.MF", b"Manifest-Version: 1.0\nImplementation-Title: core\nImplementation-Version: 1.0\n"))
    for _ in range(1000):
        jar = zipped(("a.jar", jar), method=method)
    put(name, "srv/app-1.0.jar", jar)

# Directories of zip archives that lie: another name, another size, a place outside of the file, more members than there are, the same
# bytes as many members.
POM = b"groupId=org.example\nartifactId=real\nversion=1.0\n"
honest = zipped(("META-INF/maven/org.example/real/pom.properties", POM), ("padding.bin", bytes(5000)))
at = honest.index(b"PK\1\2")
end = honest.index(b"PK\5\6")


def lie(offset, form, value):
    out = bytearray(honest)
    struct.pack_into(form, out, offset, value)
    return bytes(out)


put("zip-name", "srv/app-1.0.jar", lie(at + 46, "12s", b"META-INF/wow"))
put("zip-size", "srv/app-1.0.jar", lie(at + 20, "<Q", 0xfffffff0_fffffff0))
put("zip-place", "srv/app-1.0.jar", lie(at + 42, "<I", 0xfffffff0))
put("zip-count", "srv/app-1.0.jar", lie(end + 8, "<I", 0xfffefffe))
put("zip-start", "srv/app-1.0.jar", lie(end + 16, "<I", 0xfffffff0))
put("zip-repeated", "srv/app-1.0.jar", honest[:at] + honest[at:end] * 20000 + honest[end:])
put("zip-bomb", "srv/app-1.0.jar", zipped(("META-INF/MANIFEST.MF", bytes(600 << 20)), ("a.class", bytes(600 << 20)), method=zipfile.ZIP_DEFLATED))


def elf(entry_size=64, count=3, names=1, place=64, sections=()):
    """A program of 64 bits with section headers at 64 as (name, type, offset, size)."""
    head = b"\x7fELF\2\1\1" + bytes(9) + struct.pack("<HHIQQQIHHHHHH", 2, 62, 1, 0, 0, place, 0, 64, 56, 0, entry_size, count, names)
    return head + b"".join(struct.pack("<IIQQQQIIQQ", name, kind, 0, 0, offset, size, 0, 0, 1, 0) for name, kind, offset, size in sections)


HUGE = (1 << 64) - 1
TEXTS = b"\0.shstrtab\0.dep-v0\0.go.buildinfo\0.gopclntab\0"
AT = 64 + 64 * 3


def wild(size, offset=AT, **more):
    return elf(sections=[(0, 0, 0, HUGE), (1, 3, AT, len(TEXTS)), (11, 1, offset, size)], **more) + TEXTS + bytes(64)


put("elf-size", "srv/app", wild(HUGE), 0o755)
put("elf-offset", "srv/app", wild(HUGE, HUGE - 5), 0o755)
put("elf-wrap", "srv/app", wild(HUGE - 10, 20), 0o755)
put("elf-count", "srv/app", wild(10, count=0xfff0), 0o755)
put("elf-first", "srv/app", wild(10, count=0), 0o755)  # the number of sections is in the first one: 2^64-1
put("elf-place", "srv/app", wild(10, place=HUGE - 63), 0o755)
put("elf-entry", "srv/app", wild(10, entry_size=1), 0o755)
put("elf-names", "srv/app", wild(10, names=0xfff0), 0o755)

# Aliases, by themselves and in powers of ten.
put("yaml-aliases", "srv/pnpm-lock.yaml", b"lockfileVersion: '9.0'\na: &a [x, y]\npackages:\n  b: [" + b"*a, " * 1_000_000 + b"*a]\n")
powers = b"a0: &a0 [x]\n" + b"".join(b"a%d: &a%d [%s]\n" % (i, i, b",".join([b"*a%d" % (i - 1)] * 10)) for i in range(1, 30))
put("yaml-powers", "srv/pnpm-lock.yaml", powers + b"packages: *a29\n")
put("yaml-deep", "srv/pubspec.lock", b"packages: " + b"[" * 100_000)
merges = b"m0: &m0 {k: v}\n" + b"".join(b"m%d: &m%d {<<: [%s]}\n" % (i, i, b",".join([b"*m%d" % (i - 1)] * 10)) for i in range(1, 30))
put("yaml-merges", "srv/yarn.lock", b"__metadata:\n  version: 8\n" + merges)

deep = b'{"packages":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
put("json-lock", "srv/package-lock.json", deep)
put("json-composer", "srv/composer.lock", b'{"packages":' + b'{"a":' * 100_000 + b"1" + b"}" * 100_000 + b"}")
put("json-deps", "srv/app.deps.json", deep)
put("json-open", "srv/packages.lock.json", b'{"dependencies":' + b"[" * 100_000)
put("toml-deep", "srv/Cargo.lock", b"a = " + b"[" * 100_000 + b"]" * 100_000)
put("xml-deep", "srv/pom.xml", b"<project>" + b"<a>" * 100_000)
put("xml-entities", "srv/pom.xml", b'<?xml version="1.0"?><!DOCTYPE p [<!ENTITY e0 "xxxxxxxxxx">' +
    b"".join(b'<!ENTITY e%d "%s">' % (i, b"&e%d;" % (i - 1) * 10) for i in range(1, 20)) +
    b"]><project><groupId>&e19;</groupId><artifactId>a</artifactId><version>1</version></project>")

# Components that need each other, two under one name, and one in the other without end.
component = {"type": "library", "purl": "pkg:npm/lodash@4.17.20", "name": "lodash", "version": "4.17.20"}
bom = {"bomFormat": "CycloneDX", "specVersion": "1.5", "components": [component | {"bom-ref": "a"}, component | {"bom-ref": "b", "name": "ms", "purl": "pkg:npm/ms@2.0.0", "version": "2.0.0"}],
       "dependencies": [{"ref": "a", "dependsOn": ["b", "a"]}, {"ref": "b", "dependsOn": ["a"]}]}
sbom("cycle.json", json.dumps(bom).encode())
sbom("cycle.xml", b'<bom xmlns="http://cyclonedx.org/schema/bom/1.5"><components><component type="library" bom-ref="a"><name>lodash</name>'
     b"<version>4.17.20</version><purl>pkg:npm/lodash@4.17.20</purl></component></components><dependencies>"
     b'<dependency ref="a"><dependency ref="b"><dependency ref="a"/></dependency></dependency></dependencies></bom>')
sbom("cycle.spdx.json", json.dumps({
    "spdxVersion": "SPDX-2.3", "SPDXID": "SPDXRef-DOCUMENT", "name": "x", "dataLicense": "CC0-1.0",
    "packages": [{"SPDXID": f"SPDXRef-{i}", "name": "lodash", "versionInfo": "4.17.20", "externalRefs": [
        {"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl", "referenceLocator": "pkg:npm/lodash@4.17.20"}]} for i in "ab"],
    "relationships": [{"spdxElementId": f"SPDXRef-{a}", "relationshipType": "CONTAINS", "relatedSpdxElement": f"SPDXRef-{b}"}
                      for a, b in ("ab", "ba", "aa")]}).encode())
begin = b'{"bomFormat":"CycloneDX","specVersion":"1.5","components":['
sbom("deep.json", begin + b'{"type":"library","components":[' * 100_000)
sbom("nested.json", begin + b'{"type":"library","name":"a","version":"1","components":[' * 40 + b"]}" * 40 + b"]}")
sbom("deep.xml", b'<bom xmlns="http://cyclonedx.org/schema/bom/1.5">' + b"<components><component>" * 100_000)

sys.path.insert(0, os.environ["DATA"])
import oci_layout  # noqa: E402

for root in sorted(pathlib.Path("roots").iterdir()):
    layout = f"images/{root.name}"
    oci_layout.write_layout(layout, [oci_layout.write_layer(layout, [(root / name, name) for name in sorted(os.listdir(root))])], "image")
