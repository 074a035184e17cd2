#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The time of a plan for many containers, and what it asks of the registry: update.py BATTEN [CONTAINERS [IMAGES [ROUNDS]]]

Starts a docker-registry on a loopback port, pushes small images with an old package and a newer version of each, runs containers of the old
ones (default: 50 of 20) on the engine that DOCKER_HOST names, and makes a plan with cold caches, then with warm ones. Requests are those in
the registry's own log. Status 1 when a warm plan takes 3 s or more, or asks for a tag more than once.
"""

import collections
import os
import pathlib
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time

LIMIT_SECONDS = 3
ROOT = pathlib.Path(__file__).resolve().parent.parent
DATA = ROOT / "tests/testdata"
OLD, NEW = "3.0.15-1~deb12u1", "3.0.17-1~deb12u2"
WAIT = b"int pause(void); int main(void) { for (;;) pause(); }"


def run(argv, **more):
    return subprocess.run(argv, check=True, stdin=more.pop("stdin", subprocess.DEVNULL), capture_output=True, **more).stdout.decode().strip()


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


class Registry:
    def __init__(self, folder):
        self.address = f"127.0.0.1:{free_port()}"
        self.log = folder / "registry.log"
        config = folder / "registry.yml"
        config.write_text(f"version: 0.1\nlog:\n  accesslog:\n    disabled: false\nstorage:\n  filesystem:\n    rootdirectory: {folder}/data\n"
                          f"http:\n  addr: {self.address}\n")
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(["docker-registry", "serve", str(config)], stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", int(self.address.rpartition(":")[2]))) == 0:
                    return
            time.sleep(0.1)
        raise SystemExit("docker-registry does not start")

    def requests(self, begin):
        """Of its log from that byte on: how often each (method, path) was asked for."""
        text = self.log.read_bytes()[begin:].decode(errors="replace")
        return collections.Counter(re.findall(r'"(GET|HEAD) (/v2/[^ "]*) HTTP', text))


def debian_root(folder, openssl):
    """A small root file system with that version of openssl."""
    root = folder / "root"
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(DATA / "debian-root", root)
    status = root / "var/lib/dpkg/status"
    status.write_text(status.read_text().replace(OLD, openssl))
    return root


def push_image(root, name, changes):
    packed = run(["sh", "-c", f"tar -C {root} -c . | docker import {changes} - {name}"])
    run(["docker", "push", "-q", name])
    return packed


def image(folder, name, version, mark):
    root = debian_root(folder, version)
    (root / "mark").write_text(mark)
    shutil.copy(folder / "wait", root / "wait")
    return push_image(root, name, "--change 'CMD [\"/wait\"]'")


def main():
    batten = sys.argv[1]
    containers, images, rounds = (int(value) for value in (sys.argv[2:] + ["50", "20", "5"][len(sys.argv) - 2:]))
    mark = f"batten-bench-{os.getpid()}"
    with tempfile.TemporaryDirectory(prefix="batten-bench-") as name:
        folder = pathlib.Path(name)
        environment = {**os.environ, "BATTEN_CACHE_DIR": f"{folder}/cache", "BATTEN_DB": f"{folder}/db", "BATTEN_STATE_DIR": f"{folder}/state",
                       "http_proxy": "http://127.0.0.1:1", "https_proxy": "http://127.0.0.1:1"}
        run([batten, "db", "update", "--from", str(DATA / "advisories")], env=environment)
        subprocess.run(["cc", "-x", "c", "-static", "-o", f"{folder}/wait", "-"], input=WAIT, check=True)
        registry = Registry(folder)
        try:
            for i in range(images):
                image(folder, f"{registry.address}/team/app{i}:1.0.1", NEW, f"new {i}")
                image(folder, f"{registry.address}/team/app{i}:1.0.0", OLD, f"old {i}")
            for i in range(containers):
                run(["docker", "run", "-d", "--network", "none", "--name", f"{mark}-{i}", f"{registry.address}/team/app{i % images}:1.0.0"])
            times, asked = [], collections.Counter()
            for _ in range(rounds + 1):
                begin = registry.log.stat().st_size
                started = time.perf_counter()
                out = run([batten, "update", "--format", "json"], env=environment)
                times.append(time.perf_counter() - started)
                time.sleep(0.2)
                asked = registry.requests(begin)
                if out.count('"decision": "update"') < containers:
                    raise SystemExit("the plan does not update every container")
                if len(times) == 1:
                    print(f"cold: {times[0]:.2f} s, {sum(asked.values())} requests")
        finally:
            names = run(["docker", "ps", "-aq", "--filter", f"name={mark}"]).split()
            if names:
                run(["docker", "rm", "-f", *names])
            ids = set(run(["docker", "images", "-q", f"{registry.address}/team/*"]).split())
            if ids:
                run(["docker", "rmi", "-f", *ids])
            registry.process.terminate()
            registry.process.wait()
        warm = statistics.median(times[1:])
        heads = [count for (method, path), count in asked.items() if method == "HEAD"]
        lists = [count for (method, path), count in asked.items() if path.endswith("/tags/list")]
        others = sum(asked.values()) - sum(heads) - sum(lists)
        print(f"warm: {warm:.2f} s (median of {rounds}); {sum(heads)} HEAD of {len(heads)} tags, {sum(lists)} lists of {len(lists)} repositories, "
              f"{others} other requests, for {containers} containers of {images} images")
        return 1 if warm >= LIMIT_SECONDS or max(heads, default=0) > 1 or others > 0 else 0


if __name__ == "__main__":
    sys.exit(main())
