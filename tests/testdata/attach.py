# SPDX-License-Identifier: Apache-2.0
"""attach.py REGISTRY/REPOSITORY SUBJECT TYPE FILE [tag|att]: attaches a file to the manifest with the digest SUBJECT, as the distribution
specification says; with "tag" also by the tag "sha256-HEX" for registries without the referrers API; with "att" as cosign's first format
does, an envelope under the tag "sha256-HEX.att". Prints the digest of the manifest that holds it."""

import hashlib
import json
import sys
import urllib.error
import urllib.request

OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))
MANIFEST = "application/vnd.oci.image.manifest.v1+json"
INDEX = "application/vnd.oci.image.index.v1+json"


def digest(data):
    return "sha256:" + hashlib.sha256(data).hexdigest()


def ask(method, url, data=None, kind="application/octet-stream"):
    request = urllib.request.Request(url, data=data, method=method, headers={"Content-Type": kind, "Accept": f"{MANIFEST}, {INDEX}"})
    with OPENER.open(request) as answer:
        return answer.headers, answer.read()


def push_blob(base, data):
    headers, _ = ask("POST", base + "/blobs/uploads/", b"")
    place = headers["Location"]
    if place.startswith("/"):
        place = "http://" + base.split("/")[2] + place
    ask("PUT", place + ("&" if "?" in place else "?") + "digest=" + digest(data), data)
    return {"digest": digest(data), "size": len(data)}


def main():
    registry, _, repository = sys.argv[1].partition("/")
    subject, kind = sys.argv[2], sys.argv[3]
    how = sys.argv[5] if len(sys.argv) > 5 else ""
    base = f"http://{registry}/v2/{repository}"
    with open(sys.argv[4], "rb") as file:
        content = file.read()
    layer = {"mediaType": kind, **push_blob(base, content)}
    config = {"mediaType": "application/vnd.oci.empty.v1+json", **push_blob(base, b"{}")}
    _, image = ask("GET", f"{base}/manifests/{subject}")
    manifest = {"schemaVersion": 2, "mediaType": MANIFEST, "artifactType": kind, "config": config, "layers": [layer],
                "subject": {"mediaType": json.loads(image).get("mediaType", MANIFEST), "digest": subject, "size": len(image)}}
    tag = subject.replace(":", "-")
    if how == "att":
        layer["annotations"] = {"predicateType": "https://openvex.dev/ns"}
        del manifest["subject"], manifest["artifactType"]
        data = json.dumps(manifest).encode()
        ask("PUT", f"{base}/manifests/{tag}.att", data, MANIFEST)
        return digest(data)
    data = json.dumps(manifest).encode()
    ask("PUT", f"{base}/manifests/{digest(data)}", data, MANIFEST)
    if how == "tag":
        entries = []
        try:
            entries = json.loads(ask("GET", f"{base}/manifests/{tag}")[1])["manifests"]
        except urllib.error.HTTPError:
            pass
        entries.append({"mediaType": MANIFEST, "digest": digest(data), "size": len(data), "artifactType": kind})
        ask("PUT", f"{base}/manifests/{tag}", json.dumps({"schemaVersion": 2, "mediaType": INDEX, "manifests": entries}).encode(), INDEX)
    return digest(data)


print(main())
