# SPDX-License-Identifier: Apache-2.0
"""A Kubernetes cluster without nodes' work, for tests: etcd, kube-apiserver and kube-controller-manager on loopback ports, and in the place
of a kubelet a thread that reports pods. A pod is ready as soon as it is there, unless one of its images has a line of the file "sick" in it (of
the directory where this was started); it says that it runs the digest which its registry has for the tag.

    python3 kubernetes.py COMMAND...     runs the command with KUBECONFIG, KUBE_URL; ends with its status
    python3 kubernetes.py call METHOD PATH [BODY]     in such a command: what the API says
"""

import base64
import json
import os
import pathlib
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request

PROGRAMS = ("etcd", "kube-apiserver", "kube-controller-manager")
CONTROLLERS = "deployment-controller,replicaset-controller,daemonset-controller,statefulset-controller,garbage-collector-controller,namespace-controller"
START_SECONDS = 120
NO_PROXY = urllib.request.ProxyHandler({})
MANIFESTS = "application/vnd.docker.distribution.manifest.v2+json, application/vnd.oci.image.manifest.v1+json"


def bin_folder():
    return pathlib.Path(os.environ.get("BATTEN_KUBERNETES_BIN") or pathlib.Path.home() / ".cache/batten-kubernetes/bin")


def problem():
    """Why there is no cluster; empty: its programs are there."""
    missing = [name for name in PROGRAMS if not os.access(bin_folder() / name, os.X_OK)]
    return f"no {missing[0]} in {bin_folder()} ($BATTEN_KUBERNETES_BIN)" if missing else ""


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def call(url, token, method, path, body=None, content_type="application/json"):
    request = urllib.request.Request(url + path, method=method, data=None if body is None else json.dumps(body).encode(),
                                     headers={"Authorization": "Bearer " + token, "Content-Type": content_type})
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with urllib.request.build_opener(NO_PROXY, urllib.request.HTTPSHandler(context=context)).open(request, timeout=20) as answer:
        return json.loads(answer.read() or b"null")


class Kubelet(threading.Thread):
    """Reports pods, and takes those away that are to end."""

    def __init__(self, url, token):
        super().__init__(daemon=True)
        self.url, self.token, self.stopped, self.digests = url, token, threading.Event(), {}
        self.sick_file = pathlib.Path.cwd() / "sick"

    def run(self):
        while not self.stopped.wait(0.2):
            try:
                for pod in call(self.url, self.token, "GET", "/api/v1/pods")["items"]:
                    self.report(pod)
            except (OSError, ValueError, KeyError):
                continue

    def report(self, pod):
        metadata = pod["metadata"]
        path = f"/api/v1/namespaces/{metadata['namespace']}/pods/{metadata['name']}"
        if "deletionTimestamp" in metadata:
            call(self.url, self.token, "DELETE", path + "?gracePeriodSeconds=0")
            return
        containers = [(one["name"], one["image"]) for one in pod["spec"]["containers"]]
        sick = self.is_sick([image for _, image in containers])
        known = [one["status"] for one in pod["status"].get("conditions", []) if one["type"] == "Ready"]
        if known != ["False" if sick else "True"]:
            patch = {"status": self.status(containers, sick)}
            call(self.url, self.token, "PATCH", path + "/status", patch, "application/merge-patch+json")

    def is_sick(self, images):
        lines = self.sick_file.read_text(encoding="utf-8").split() if self.sick_file.exists() else []
        return any(line in image for line in lines for image in images)

    def status(self, containers, sick):
        now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        ready = "False" if sick else "True"
        return {"phase": "Running", "podIP": "10.1.0.1", "startTime": now,
                "conditions": [{"type": kind, "status": "True" if kind in ("Initialized", "PodScheduled") else ready, "lastTransitionTime": now}
                               for kind in ("Initialized", "PodScheduled", "ContainersReady", "Ready")],
                "containerStatuses": [{"name": name, "image": image, "imageID": self.image_id(image), "ready": not sick, "restartCount": 0,
                                       "state": {"waiting": {"reason": "CrashLoopBackOff", "message": "it is sick"}} if sick
                                       else {"running": {"startedAt": now}}} for name, image in containers]}

    def image_id(self, image):
        name, _, digest = image.partition("@")
        registry, _, rest = name.partition("/")
        repository, _, tag = rest.rpartition(":")
        if not digest:
            if name not in self.digests:
                request = urllib.request.Request(f"http://{registry}/v2/{repository}/manifests/{tag}", method="HEAD", headers={"Accept": MANIFESTS})
                with urllib.request.build_opener(NO_PROXY).open(request, timeout=5) as answer:
                    self.digests[name] = answer.headers["Docker-Content-Digest"]
            digest = self.digests[name]
        return f"{registry}/{repository}@{digest}"


class Cluster:
    def __init__(self, folder):
        self.folder, self.processes, self.token = pathlib.Path(folder), [], "token-of-admin"
        self.url = ""

    def start(self, program, *options):
        log = open(self.folder / f"{program}.log", "wb")  # noqa: SIM115
        self.processes.append(subprocess.Popen([bin_folder() / program, *options], stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.folder))

    def openssl(self, *words):
        subprocess.run(["openssl", *words], cwd=self.folder, check=True, capture_output=True)

    def write_keys(self):
        self.openssl("genrsa", "-out", "sa.key", "2048")
        self.openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "ca.key", "-out", "ca.crt", "-days", "2", "-subj", "/CN=test-ca")
        self.openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", "me.key", "-out", "me.csr", "-subj", "/O=system:masters/CN=me")
        self.openssl("x509", "-req", "-in", "me.csr", "-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2", "-out", "me.crt")
        (self.folder / "tokens.csv").write_text(f"{self.token},admin,admin,system:masters\ntoken-of-nobody,nobody,nobody,\n", encoding="utf-8")

    def write_kubeconfig(self):
        def text(name):
            return base64.b64encode((self.folder / name).read_bytes()).decode()

        users = {"admin": {"token": self.token}, "nobody": {"token": "token-of-nobody"}, "stranger": {"token": "wrong"},
                 "certificate": {"client-certificate-data": text("me.crt"), "client-key-data": text("me.key")}}
        config = {"apiVersion": "v1", "kind": "Config", "current-context": "admin",
                  "clusters": [{"name": "test", "cluster": {"server": self.url, "certificate-authority": "certs/apiserver.crt"}}],
                  "users": [{"name": name, "user": user} for name, user in users.items()],
                  "contexts": [{"name": name, "context": {"cluster": "test", "user": name}} for name in users]}
        (self.folder / "kubeconfig").write_text(json.dumps(config), encoding="utf-8")

    def run(self):
        """Why it does not start; empty: it is ready."""
        self.write_keys()
        client, peer, secure = free_port(), free_port(), free_port()
        etcd, peers = f"http://127.0.0.1:{client}", f"http://127.0.0.1:{peer}"
        self.url = f"https://127.0.0.1:{secure}"
        self.start("etcd", "--data-dir", "etcd", "--listen-client-urls", etcd, "--advertise-client-urls", etcd, "--listen-peer-urls", peers,
                   "--initial-advertise-peer-urls", peers, "--initial-cluster", f"default={peers}", "--unsafe-no-fsync")
        self.start("kube-apiserver", f"--etcd-servers={etcd}", "--bind-address=127.0.0.1", "--advertise-address=127.0.0.1",
                   "--endpoint-reconciler-type=none", f"--secure-port={secure}", "--cert-dir=certs", "--token-auth-file=tokens.csv",
                   "--client-ca-file=ca.crt", "--authorization-mode=RBAC", f"--service-account-issuer={self.url}",
                   "--service-account-key-file=sa.key", "--service-account-signing-key-file=sa.key", "--service-cluster-ip-range=10.0.0.0/24",
                   "--disable-admission-plugins=ServiceAccount")
        for _ in range(START_SECONDS * 5):
            if any(process.poll() is not None for process in self.processes):
                break
            try:
                call(self.url, self.token, "GET", "/api/v1/namespaces/default")
                self.write_kubeconfig()
                self.start("kube-controller-manager", "--kubeconfig=kubeconfig", "--leader-elect=false", "--bind-address=127.0.0.1",
                           "--cert-dir=certs", "--service-account-private-key-file=sa.key", f"--controllers={CONTROLLERS}",
                           f"--secure-port={free_port()}")
                return ""
            except (OSError, ValueError):
                time.sleep(0.2)
        log = (self.folder / "kube-apiserver.log").read_text(encoding="utf-8", errors="replace").splitlines()
        return "the cluster does not start: " + (log[-1] if log else "no log")

    def stop(self):
        for process in reversed(self.processes):
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def run_command(words):
    why = problem()
    if why:
        print(why, file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="batten-kubernetes-") as folder:
        cluster = Cluster(folder)
        try:
            why = cluster.run()
            if why:
                print(why, file=sys.stderr)
                return 2
            kubelet = Kubelet(cluster.url, cluster.token)
            kubelet.start()
            environment = os.environ | {"KUBECONFIG": f"{folder}/kubeconfig", "KUBE_URL": cluster.url, "KUBE_TOKEN": cluster.token}
            status = subprocess.run(words, env=environment, check=False).returncode
            kubelet.stopped.set()
            kubelet.join(timeout=30)
            return status
        finally:
            cluster.stop()


def main():
    if sys.argv[1:2] != ["call"]:
        return run_command(sys.argv[1:])
    method, path, *rest = sys.argv[2:]
    kind = "application/merge-patch+json" if method == "PATCH" else "application/json"
    try:
        answer = call(os.environ["KUBE_URL"], os.environ["KUBE_TOKEN"], method, path, json.loads(rest[0]) if rest else None, kind)
    except urllib.error.HTTPError as error:
        print(error.code, error.read().decode(errors="replace"), file=sys.stderr)
        return 1
    print(json.dumps(answer))
    return 0


if __name__ == "__main__":
    sys.exit(main())
