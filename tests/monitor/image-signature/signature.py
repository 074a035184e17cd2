# SPDX-License-Identifier: Apache-2.0
"""Images in a registry, one of them signed as cosign does it, and one that was never pushed."""

import base64
import hashlib
import json
import os
import pathlib
import subprocess
import sys
import time
import urllib.parse
import urllib.request

from live import Stage, Watch, container_of, docker

REGISTRY = os.environ["REGISTRY"]
RULES = """
- rule: Listens
  desc: what is known of the image of whoever listens
  condition: evt.type = listen and container and batten.image.fixable_critical >= 0
  output: listens (verified=%batten.image.digest_verified)
  priority: NOTICE
"""
MANIFEST = "application/vnd.oci.image.manifest.v1+json"


def request(method, url, body=None, headers=None):
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    return opener.open(urllib.request.Request(url, data=body, method=method, headers=headers or {}), timeout=20)


def digest_of(content):
    return "sha256:" + hashlib.sha256(content).hexdigest()


def put_blob(repository, content):
    place = request("POST", f"http://{REGISTRY}/v2/{repository}/blobs/uploads/", b"").headers["Location"]
    place = urllib.parse.urljoin(f"http://{REGISTRY}", place)
    request("PUT", f"{place}{'&' if '?' in place else '?'}digest={digest_of(content)}", content, {"Content-Type": "application/octet-stream"})
    return {"size": len(content), "digest": digest_of(content)}


def sign(repository, digest):
    payload = json.dumps({"critical": {"identity": {"docker-reference": f"{REGISTRY}/{repository}"}, "image": {"docker-manifest-digest": digest},
                                       "type": "cosign container image signature"}, "optional": None}).encode()
    signature = subprocess.run(["openssl", "dgst", "-sha256", "-sign", "key.pem"], input=payload, capture_output=True, check=True).stdout
    layer = {"mediaType": "application/vnd.dev.cosign.simplesigning.v1+json", **put_blob(repository, payload),
             "annotations": {"dev.cosignproject.cosign/signature": base64.b64encode(signature).decode()}}
    config = {"mediaType": "application/vnd.oci.image.config.v1+json", **put_blob(repository, b"{}")}
    manifest = json.dumps({"schemaVersion": 2, "mediaType": MANIFEST, "config": config, "layers": [layer]}).encode()
    request("PUT", f"http://{REGISTRY}/v2/{repository}/manifests/{digest.replace(':', '-')}.sig", manifest, {"Content-Type": MANIFEST})


with Stage() as stage:
    root = pathlib.Path("root")
    (root / "etc/os-release").write_text('ID=arch\nNAME="Arch Linux"\n')
    folder = root / "var/lib/pacman/local/rsync"
    folder.mkdir(parents=True)
    (folder / "desc").write_text("%NAME%\nrsync\n\n%VERSION%\n1-1\n\n%ARCH%\nx86_64\n\n")
    tags = {"signed": f"{REGISTRY}/{stage.base}/signed:1", "unsigned": f"{REGISTRY}/{stage.base}/unsigned:1", "local": f"{stage.base}-local:1"}
    for what, tag in tags.items():
        (root / "srv/page").write_text(f"{what}\n")  # each an image of its own
        stage.add_image(root, tag)
        if what != "local":
            docker("push", tag)
    digest = docker("inspect", "-f", "{{index .RepoDigests 0}}", tags["signed"]).partition("@")[2]
    sign(f"{stage.base}/signed", digest)

    pathlib.Path("mine.yaml").write_text(RULES)
    watch = Watch("--all-matches", "--own-rules", "--rules", "mine.yaml", "--image-key", "public.pem")
    for what, tag in tags.items():
        docker("run", "-d", "--network", "none", "--name", f"{stage.base}-{what}", tag, "/bin/sh", "-c", "for i in $(seq 100); do /trigger listen 0.0.0.0 80; sleep 1; done")
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline and len({container_of(alert) for alert in watch.alerts()}) < len(tags):
        time.sleep(0.5)
    alerts = watch.end()
    for what in tags:
        mine = [alert for alert in alerts if container_of(alert) == f"{stage.base}-{what}"]
        print(f"{what}:", *sorted({str(alert["output_fields"]["batten.image.digest_verified"]) for alert in mine}))
    print(json.dumps(alerts, indent=1), watch.said(), file=sys.stderr)
