# SPDX-License-Identifier: Apache-2.0
"""Writes OCI layouts, each with one layer that is up to no good."""

import gzip
import hashlib
import io
import json
import os
import pathlib
import tarfile

ROOT = pathlib.Path(os.environ["DATA"]) / "debian-root"
STATUS = (ROOT / "var/lib/dpkg/status").read_bytes()
RELEASE = (ROOT / "etc/os-release").read_bytes()


def layout(name, layer, media_type="application/vnd.oci.image.layer.v1.tar", diff_id=None, digest=None):
    blobs = pathlib.Path(name) / "blobs/sha256"
    blobs.mkdir(parents=True)

    def blob(data, called=None):
        hexes = called or hashlib.sha256(data).hexdigest()
        (blobs / hexes).write_bytes(data)
        return {"digest": f"sha256:{hexes}", "size": len(data)}

    config = {"architecture": "amd64", "os": "linux",
              "rootfs": {"type": "layers", "diff_ids": ["sha256:" + (diff_id or hashlib.sha256(layer).hexdigest())]}}
    manifest = {"schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json",
                "config": {"mediaType": "application/vnd.oci.image.config.v1+json", **blob(json.dumps(config).encode())},
                "layers": [{"mediaType": media_type, **blob(layer, digest)}]}
    index = {"schemaVersion": 2,
             "manifests": [{"mediaType": "application/vnd.oci.image.manifest.v1+json", **blob(json.dumps(manifest).encode())}]}
    (pathlib.Path(name) / "index.json").write_text(json.dumps(index))
    (pathlib.Path(name) / "oci-layout").write_text('{"imageLayoutVersion": "1.0.0"}')


def tar(*members):
    """(name, content) or (name, None, target of a symbolic link)"""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name, content, *target in members:
            entry = tarfile.TarInfo(name)
            if target:
                entry.type, entry.linkname = tarfile.SYMTYPE, target[0]
                archive.addfile(entry)
            else:
                entry.size = len(content)
                archive.addfile(entry, io.BytesIO(content))
    return out.getvalue()


# Of names that leave the root nothing is believed; the rest counts.
layout("escape", tar(("etc/os-release", RELEASE), ("../../var/lib/dpkg/status", STATUS), ("var/lib/dpkg/../../../../../etc/shadow", b"x")))
layout("loops", tar(("etc/os-release", None, "../usr/lib/os-release"), ("usr/lib/os-release", None, "../../etc/os-release"),
                    ("var/lib/dpkg", None, "../lib/dpkg"), ("a", None, "/a/a/a")))
# 10 GiB of zeros in 10 MiB, and no tar among them.
gigabyte = io.BytesIO()
with gzip.GzipFile(fileobj=gigabyte, mode="wb", compresslevel=9) as packed:
    for _ in range(64):
        packed.write(bytes(16 << 20))
layout("bomb", gigabyte.getvalue() * 10, "application/vnd.oci.image.layer.v1.tar+gzip", diff_id="0" * 64)
# An empty file, eleven million times over.
entry = tarfile.TarInfo("a").tobuf()
block = io.BytesIO()
with gzip.GzipFile(fileobj=block, mode="wb", compresslevel=9) as packed:
    for _ in range(300):
        packed.write(entry * 1000)
layout("many", block.getvalue() * 36, "application/vnd.oci.image.layer.v1.tar+gzip", diff_id="0" * 64)
# Other bytes than the digests say.
layout("digest", tar(("etc/os-release", RELEASE), ("var/lib/dpkg/status", STATUS)), digest="1" * 64)
# A name said to be 2 GiB long.
header = tarfile.TarInfo("././@LongLink")
header.type, header.size = tarfile.GNUTYPE_LONGNAME, 2 << 30
layout("longname", header.tobuf(tarfile.GNU_FORMAT) + tar(("etc/os-release", RELEASE), ("var/lib/dpkg/status", STATUS)))
