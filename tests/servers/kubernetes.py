# SPDX-License-Identifier: Apache-2.0
"""A Kubernetes cluster for tests: etcd, kube-apiserver and kube-controller-manager on loopback ports, and kwok, which plays its one node n0
(kubernetes/stages.yaml): pods get ready soon after they are there, and no container runs.

    python3 kubernetes.py build          makes the four programs, once (Go, about eight minutes of two cores), in $BATTEN_KUBERNETES_BIN or
                                         ~/.cache/batten-kubernetes/bin
    python3 kubernetes.py COMMAND...     runs the command with KUBECONFIG, KUBE_URL; ends with its status
In such a command:
    python3 kubernetes.py call METHOD PATH [BODY]     what the API says
    python3 kubernetes.py play SICK [IMAGE...]        from now on containers of images that the pattern SICK is found in fail (''
                                                      for none), and the node knows the digests that the registry has for these tags
"""

import base64
import json
import os
import pathlib
import platform
import re
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent / "kubernetes"
# By module of kubernetes/: the program that its tool is built as. kube-apiserver and kube-controller-manager bear their own names.
MODULES = {"etcd": "etcd", "kwok": "kwok", "kubernetes": None}
PROGRAMS = ("etcd", "kube-apiserver", "kube-controller-manager", "kwok")
CONTROLLERS = "deployment-controller,replicaset-controller,daemonset-controller,statefulset-controller,garbage-collector-controller,namespace-controller"
START_SECONDS = 120
NO_PROXY = urllib.request.ProxyHandler({})
MANIFESTS = "application/vnd.docker.distribution.manifest.v2+json, application/vnd.oci.image.manifest.v1+json"


def bin_folder():
    return pathlib.Path(os.environ.get("BATTEN_KUBERNETES_BIN") or pathlib.Path.home() / ".cache/batten-kubernetes/bin")


def problem():
    """Why there is no cluster; empty: its programs are there."""
    missing = [name for name in PROGRAMS if not os.access(bin_folder() / name, os.X_OK)]
    return f"no {missing[0]} in {bin_folder()} (python3 tests/servers/kubernetes.py build)" if missing else ""


def build():
    """The API server refuses to start without a version that it can read."""
    version = re.search(r"k8s\.io/kubernetes (v(\d+)\.(\d+)\S*)", (HERE / "kubernetes/go.mod").read_text(encoding="utf-8"))
    at = "k8s.io/component-base/version"
    flags = f"-s -w -X {at}.gitVersion={version[1]} -X {at}.gitMajor={version[2]} -X {at}.gitMinor={version[3]}"
    bin_folder().mkdir(parents=True, exist_ok=True)
    for module, program in MODULES.items():
        to = bin_folder() / (program or "")
        print(f"building {module} into {bin_folder()}", flush=True)
        done = subprocess.run(["go", "build", "-ldflags", flags, "-o", f"{to}{'' if program else '/'}", "tool"],
                              cwd=HERE / module, check=False)
        if done.returncode:
            return done.returncode
    return 0


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


def image_id(image):
    """What a node says of an image that it has pulled by its tag."""
    registry, _, rest = image.partition("/")
    repository, _, tag = rest.rpartition(":")
    request = urllib.request.Request(f"http://{registry}/v2/{repository}/manifests/{tag}", method="HEAD", headers={"Accept": MANIFESTS})
    with urllib.request.build_opener(NO_PROXY).open(request, timeout=5) as answer:
        return f"{registry}/{repository}@{answer.headers['Docker-Content-Digest']}"


class Cluster:
    def __init__(self, folder):
        self.folder, self.processes, self.token = pathlib.Path(folder), {}, "token-of-admin"
        self.url = ""

    def start(self, program, *options):
        with open(self.folder / f"{program}.log", "ab") as log:
            self.processes[program] = subprocess.Popen([bin_folder() / program, *options], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                                       cwd=self.folder)

    def openssl(self, *words):
        subprocess.run(["openssl", *words], cwd=self.folder, check=True, capture_output=True)

    def write_keys(self):
        self.openssl("genrsa", "-out", "sa.key", "2048")
        self.openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "ca.key", "-out", "ca.crt", "-days", "2", "-subj", "/CN=test-ca")
        self.openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", "me.key", "-out", "me.csr", "-subj", "/O=system:masters/CN=me")
        self.openssl("x509", "-req", "-in", "me.csr", "-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2", "-out", "me.crt")
        (self.folder / "tokens.csv").write_text(f"{self.token},admin,admin,system:masters\ntoken-of-nobody,nobody,nobody,\ntoken-of-clerk,clerk,clerk,\n", encoding="utf-8")

    def write_kubeconfig(self):
        def text(name):
            return base64.b64encode((self.folder / name).read_bytes()).decode()

        users = {"admin": {"token": self.token}, "nobody": {"token": "token-of-nobody"}, "clerk": {"token": "token-of-clerk"}, "stranger": {"token": "wrong"},
                 "certificate": {"client-certificate-data": text("me.crt"), "client-key-data": text("me.key")}}
        config = {"apiVersion": "v1", "kind": "Config", "current-context": "admin",
                  "clusters": [{"name": "test", "cluster": {"server": self.url, "certificate-authority": "certs/apiserver.crt"}}],
                  "users": [{"name": name, "user": user} for name, user in users.items()],
                  "contexts": [{"name": name, "context": {"cluster": "test", "user": name} | ({"namespace": "shop"} if name == "clerk" else {})}
                               for name in users]}
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
                   "--disable-admission-plugins=ServiceAccount,TaintNodesByCondition")
        if not self.answers(lambda: call(self.url, self.token, "GET", "/api/v1/namespaces/default")):
            return self.why("kube-apiserver")
        self.write_kubeconfig()
        self.start("kube-controller-manager", "--kubeconfig=kubeconfig", "--leader-elect=false", "--bind-address=127.0.0.1", "--cert-dir=certs",
                   "--service-account-private-key-file=sa.key", f"--controllers={CONTROLLERS}", f"--secure-port={free_port()}")
        machine = {"x86_64": "amd64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())
        call(self.url, self.token, "POST", "/api/v1/nodes", {
            "metadata": {"name": "n0"}, "status": {"nodeInfo": {"architecture": machine, "operatingSystem": "linux"}}})
        return "" if self.play("", {}) else self.why("kwok")

    def answers(self, ask):
        for _ in range(START_SECONDS * 5):
            if any(process.poll() is not None for process in self.processes.values()):
                return False
            try:
                ask()
                return True
            except (OSError, ValueError):
                time.sleep(0.2)
        return False

    def why(self, program):
        log = (self.folder / f"{program}.log").read_text(encoding="utf-8", errors="replace").splitlines()
        return f"{program} does not start: " + (log[-1] if log else "no log")

    def play(self, sick, digests):
        """Starts kwok anew; whether it answers."""
        if "kwok" in self.processes:
            self.end("kwok")
        stages = (HERE / "stages.yaml").read_text(encoding="utf-8").replace("@SICK@", sick or "^$")
        stages = stages.replace("@DIGESTS@", " ".join(json.dumps(text) for pair in digests.items() for text in pair))
        (self.folder / "stages.yaml").write_text(stages, encoding="utf-8")
        address = f"127.0.0.1:{free_port()}"
        self.start("kwok", "--kubeconfig=kubeconfig", "--config=stages.yaml", "--manage-all-nodes=true", f"--server-address={address}",
                   "--node-ip=127.0.0.1")
        return self.answers(lambda: urllib.request.build_opener(NO_PROXY).open(f"http://{address}/healthz", timeout=5).close())

    def end(self, program):
        process = self.processes.pop(program)
        process.kill()  # nobody needs what they would write down at their end, and the API server takes its time for it
        process.wait()

    def stop(self):
        for program in reversed(list(self.processes)):
            self.end(program)


class Player(threading.Thread):
    """Does what "play" asks for, in a file: what was begun here is ended here."""

    def __init__(self, cluster):
        super().__init__(daemon=True)
        self.cluster, self.stopped = cluster, threading.Event()

    def run(self):
        asked = self.cluster.folder / "play.json"
        while not self.stopped.wait(0.05):
            if asked.exists():
                told = json.loads(asked.read_text(encoding="utf-8"))
                asked.unlink()
                said = "yes" if self.cluster.play(told["sick"], told["digests"]) else self.cluster.why("kwok")
                (self.cluster.folder / "played.new").write_text(said, encoding="utf-8")
                (self.cluster.folder / "played.new").rename(self.cluster.folder / "played")


def ask_to_play(sick, images):
    folder = pathlib.Path(os.environ["KUBECONFIG"]).parent
    known = folder / "digests.json"
    digests = json.loads(known.read_text(encoding="utf-8")) if known.exists() else {}
    digests |= {image: image_id(image) for image in images}
    known.write_text(json.dumps(digests), encoding="utf-8")
    played = folder / "played"
    played.unlink(missing_ok=True)
    (folder / "play.new").write_text(json.dumps({"sick": sick, "digests": digests}), encoding="utf-8")
    (folder / "play.new").rename(folder / "play.json")
    for _ in range(START_SECONDS * 10):
        if played.exists():
            said = played.read_text(encoding="utf-8")
            if said != "yes":
                print(said, file=sys.stderr)
            return 0 if said == "yes" else 1
        time.sleep(0.1)
    print("kwok was not started anew", file=sys.stderr)
    return 1


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
            player = Player(cluster)
            player.start()
            environment = os.environ | {"KUBECONFIG": f"{folder}/kubeconfig", "KUBE_URL": cluster.url, "KUBE_TOKEN": cluster.token}
            status = subprocess.run(words, env=environment, check=False).returncode
            player.stopped.set()
            player.join(timeout=30)
            return status
        finally:
            cluster.stop()


def main():
    if sys.argv[1:] == ["build"]:
        return build()
    if sys.argv[1:2] == ["play"] and len(sys.argv) > 2:
        return ask_to_play(sys.argv[2], sys.argv[3:])
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
