# SPDX-License-Identifier: Apache-2.0
"""layered.py FOLDER: images of a base and what is built from it, as docker-archives, from $DATA/debian-root.

    base.tar       one layer: libssl3 3.0.15, zlib1g (with the findings CVE-2099-0001 and CVE-2099-0003)
    newer.tar      the base as it could be: libssl3 3.0.17 (without CVE-2099-0001), and a package with CVE-2099-0004
    app.tar        base, a setting, a layer of files, and one that installs openssl 3.0.15 (own: CVE-2099-0001); its history tells of the base
    updated.tar    base, and a layer that updates libssl3 to 3.0.16 (own: CVE-2099-0001)
"""

import hashlib
import io
import json
import os
import pathlib
import sys
import tarfile

ROOT = pathlib.Path(os.environ["DATA"]) / "debian-root"
STATUS = "var/lib/dpkg/status"


def tar(files):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return out.getvalue()


def package(name, version, source):
    return f"Package: {name}\nStatus: install ok installed\nArchitecture: amd64\nSource: {source}\nVersion: {version}\n\n"


def write(path, tag, layers, history):
    diff_ids = ["sha256:" + hashlib.sha256(layer).hexdigest() for layer in layers]
    config = json.dumps({"architecture": "amd64", "os": "linux", "config": {}, "history": history,
                         "rootfs": {"type": "layers", "diff_ids": diff_ids}}).encode()
    name = hashlib.sha256(config).hexdigest() + ".json"
    members = {f"{number}/layer.tar": layer for number, layer in enumerate(layers)}
    manifest = [{"Config": name, "RepoTags": [tag], "Layers": list(members)}]
    path.write_bytes(tar({**members, name: config, "manifest.json": json.dumps(manifest).encode()}))


def main():
    folder = pathlib.Path(sys.argv[1])
    release = (ROOT / "etc/os-release").read_bytes()
    status = (ROOT / STATUS).read_text()
    older, newer = "Version: 3.0.15-1~deb12u1", "Version: 3.0.17-1~deb12u2"
    another = package("removed", "1.0-1", "removed")
    base = tar({"etc/os-release": release, STATUS: status.encode()})
    other = tar({"etc/os-release": release, STATUS: (status.replace(older, newer) + "\n" + another).encode()})
    begin = [{"created_by": "ADD rootfs.tar / # buildkit"}, {"created_by": 'CMD ["bash"]', "empty_layer": True}]
    write(folder / "base.tar", "base:1", [base], begin)
    write(folder / "newer.tar", "base:2", [other], begin)
    files = tar({"app/run": b"#!/bin/sh\n"})
    tool = tar({STATUS: (status + "\n" + package("openssl", "3.0.15-1~deb12u1", "openssl")).encode()})
    write(folder / "app.tar", "app:1", [base, files, tool], [*begin, {"created_by": "COPY run /app/run # buildkit"},
                                                            {"created_by": "RUN /bin/sh -c apt-get install -y openssl # buildkit"},
                                                            {"created_by": 'CMD ["/app/run"]', "empty_layer": True}])
    update = tar({STATUS: status.replace(older, "Version: 3.0.16-1~deb12u1").encode()})
    write(folder / "updated.tar", "updated:1", [base, update], [])


main()
