#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Builds the image that the scan benchmark reads: DIR/oci (gzip layers) and DIR/archive.tar (docker-archive, plain layers).

The content is real: this machine's package database and its /usr, cut into layers of about 110 MB of tar each. The first layer
holds the database, so that the image has this machine's packages. Usage: make_image.py DIR [MEGABYTES]
"""
import gzip
import hashlib
import json
import os
import subprocess
import sys
import tarfile


def slices(megabytes):
    """Lists of paths below /usr, each list about 110 MB of file content; everything in name order."""
    part, size, total = [], 0, 0
    for directory, names, files in os.walk("/usr", onerror=None):
        names.sort()
        for name in sorted(files):
            path = os.path.join(directory, name)
            try:
                info = os.lstat(path)
            except OSError:
                continue
            part.append(path)
            size += info.st_size + 1024
            total += info.st_size + 1024
            if size > 110_000_000:
                yield part
                part, size = [], 0
            if total > megabytes * 1_000_000:
                if part:
                    yield part
                return
    if part:
        yield part


def write_layer(blobs, paths):
    """A gzip layer; returns (digest, size, diff ID, tar size)."""
    temporary = os.path.join(blobs, "new.tar")
    with tarfile.open(temporary, "w", format=tarfile.PAX_FORMAT) as tar:
        for path in paths:
            try:
                tar.add(path, arcname=path.lstrip("/"), recursive=os.path.isdir(path) and not os.path.islink(path))
            except OSError:
                continue
    diff_id = hashlib.sha256()
    blob = hashlib.sha256()
    packed = os.path.join(blobs, "new.gz")
    with open(temporary, "rb") as tar, open(packed, "wb") as out:
        with gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=out, mtime=0) as stream:
            while chunk := tar.read(1 << 20):
                diff_id.update(chunk)
                stream.write(chunk)
    with open(packed, "rb") as out:
        while chunk := out.read(1 << 20):
            blob.update(chunk)
    tar_size = os.path.getsize(temporary)
    os.unlink(temporary)
    size = os.path.getsize(packed)
    os.rename(packed, os.path.join(blobs, blob.hexdigest()))
    return "sha256:" + blob.hexdigest(), size, "sha256:" + diff_id.hexdigest(), tar_size


def put_json(blobs, value):
    data = json.dumps(value, sort_keys=True).encode()
    digest = hashlib.sha256(data).hexdigest()
    with open(os.path.join(blobs, digest), "wb") as out:
        out.write(data)
    return "sha256:" + digest, len(data)


def main():
    target = sys.argv[1]
    megabytes = int(sys.argv[2]) if len(sys.argv) > 2 else 1150
    layout = os.path.join(target, "oci")
    blobs = os.path.join(layout, "blobs", "sha256")
    os.makedirs(blobs, exist_ok=True)
    database = [p for p in ["/var/lib/dpkg", "/etc/os-release", "/etc/apt/sources.list", "/usr/lib/os-release"] if os.path.lexists(p)]
    layers, diff_ids, total = [], [], 0
    for number, paths in enumerate([database, *slices(megabytes)]):
        digest, size, diff_id, tar_size = write_layer(blobs, paths)
        layers.append({"mediaType": "application/vnd.oci.image.layer.v1.tar+gzip", "digest": digest, "size": size})
        diff_ids.append(diff_id)
        total += tar_size
        print(f"layer {number + 1}: {size / 1e6:.0f} MB gzip, {tar_size / 1e6:.0f} MB tar", file=sys.stderr)
    machine = {"x86_64": "amd64", "aarch64": "arm64"}.get(os.uname().machine, os.uname().machine)
    config = {"architecture": machine, "os": "linux", "config": {}, "rootfs": {"type": "layers", "diff_ids": diff_ids},
              "history": [{"created_by": f"bench layer {i + 1}"} for i in range(len(layers))]}
    config_digest, config_size = put_json(blobs, config)
    manifest = {"schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json", "layers": layers,
                "config": {"mediaType": "application/vnd.oci.image.config.v1+json", "digest": config_digest, "size": config_size}}
    manifest_digest, manifest_size = put_json(blobs, manifest)
    index = {"schemaVersion": 2, "manifests": [{"mediaType": manifest["mediaType"], "digest": manifest_digest, "size": manifest_size,
                                                "annotations": {"org.opencontainers.image.ref.name": "bench"}}]}
    with open(os.path.join(layout, "index.json"), "w") as out:
        json.dump(index, out)
    with open(os.path.join(layout, "oci-layout"), "w") as out:
        json.dump({"imageLayoutVersion": "1.0.0"}, out)
    archive = os.path.join(target, "archive.tar")
    if os.path.exists(archive):
        os.unlink(archive)
    subprocess.run(["skopeo", "copy", "-q", f"oci:{layout}:bench", f"docker-archive:{archive}:bench:1"], check=True)
    print(f"{len(layers)} layers, {sum(l['size'] for l in layers) / 1e6:.0f} MB gzip, {total / 1e6:.0f} MB tar", file=sys.stderr)


main()
