#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes an OCI image layout with gzip layers, without an engine: oci_layout.py LAYOUT ROOT...

Each ROOT, a directory, becomes one layer with everything below it, owned by root, in name order. The same directories give the same bytes
but for the times of their files. bench/make_image.py uses the functions.
"""
import gzip
import hashlib
import json
import os
import sys
import tarfile


def blobs_of(layout):
    return os.path.join(layout, "blobs", "sha256")


def own_by_root(member):
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    return member


def write_layer(layout, members):
    """A gzip layer of (path, name in the archive) pairs; {"digest", "size", "diff_id", "tar_size"}."""
    blobs = blobs_of(layout)
    os.makedirs(blobs, exist_ok=True)
    temporary = os.path.join(blobs, "new.tar")
    with tarfile.open(temporary, "w", format=tarfile.PAX_FORMAT) as tar:
        for path, name in members:
            try:
                tar.add(path, arcname=name, recursive=os.path.isdir(path) and not os.path.islink(path), filter=own_by_root)
            except OSError:
                continue  # a file of a running machine went away
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
    layer = {"digest": "sha256:" + blob.hexdigest(), "size": os.path.getsize(packed), "diff_id": "sha256:" + diff_id.hexdigest(),
             "tar_size": os.path.getsize(temporary)}
    os.unlink(temporary)
    os.rename(packed, os.path.join(blobs, blob.hexdigest()))
    return layer


def put_json(layout, value):
    data = json.dumps(value, sort_keys=True).encode()
    digest = hashlib.sha256(data).hexdigest()
    with open(os.path.join(blobs_of(layout), digest), "wb") as out:
        out.write(data)
    return {"digest": "sha256:" + digest, "size": len(data)}


def write_layout(layout, layers, name):
    """Configuration, manifest and index of layers as write_layer gave them."""
    machine = {"x86_64": "amd64", "aarch64": "arm64"}.get(os.uname().machine, os.uname().machine)
    config = put_json(layout, {"architecture": machine, "os": "linux", "config": {},
                               "rootfs": {"type": "layers", "diff_ids": [layer["diff_id"] for layer in layers]},
                               "history": [{"created_by": f"{name} layer {number + 1}"} for number in range(len(layers))]})
    media = "application/vnd.oci.image."
    manifest = put_json(layout, {"schemaVersion": 2, "mediaType": media + "manifest.v1+json",
                                 "config": {"mediaType": media + "config.v1+json", **config},
                                 "layers": [{"mediaType": media + "layer.v1.tar+gzip", "digest": layer["digest"], "size": layer["size"]}
                                            for layer in layers]})
    index = {"schemaVersion": 2, "manifests": [{"mediaType": media + "manifest.v1+json", **manifest,
                                                "annotations": {"org.opencontainers.image.ref.name": name}}]}
    with open(os.path.join(layout, "index.json"), "w") as out:
        json.dump(index, out)
    with open(os.path.join(layout, "oci-layout"), "w") as out:
        json.dump({"imageLayoutVersion": "1.0.0"}, out)


def main():
    layout, *roots = sys.argv[1:]
    layers = [write_layer(layout, [(os.path.join(root, name), name) for name in sorted(os.listdir(root))]) for root in roots]
    write_layout(layout, layers, "image")


if __name__ == "__main__":
    main()
