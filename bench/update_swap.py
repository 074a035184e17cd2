#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What clients see while `batten update apply` replaces a container: update_swap.py BATTEN [REQUESTS]

Start first: a small web server (busybox) is reached through nginx, which finds it by its network alias and keeps what
it has found for 5 s. REQUESTS (default: 10000), every tenth of which takes 0.2 s, are sent before, during and after the swap; each has to be
answered with 200.
Stop first: the same server with a port of the host, which takes a second to start. The time between the last answer of the old container and
the first of the new one is measured, and what of it the new one itself takes, from the start of its process to its first answer.

Wants root, the engine that DOCKER_HOST names, nginx, busybox and docker-registry. Status 1 when a request fails, or when the gap is 2 s or
more beyond the server's own start.
"""

import http.client
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading
import time

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from update import DATA, NEW, OLD, Registry, debian_root, free_port, push_image, run  # noqa: E402

LIMIT_SECONDS = 2
CLIENTS = 4
NGINX = """daemon off;
pid %(folder)s/nginx.pid;
error_log %(folder)s/nginx.log;
worker_processes 1;
events {}
http {
  access_log off;
  client_body_temp_path %(folder)s/nginx;
  proxy_temp_path %(folder)s/nginx;
  resolver 127.0.0.11 valid=5s;
  proxy_connect_timeout 1s;
  server {
    listen 8000;
    location / {
      set $app web;
      proxy_pass http://$app:8080;
    }
  }
}
"""


def image(folder, name, openssl, version):
    root = debian_root(folder, openssl)
    for directory in ("bin", "www/cgi-bin"):
        (root / directory).mkdir(parents=True, exist_ok=True)
    shutil.copy("/bin/busybox", root / "bin/busybox")
    for applet in ("sh", "sleep", "httpd", "echo"):
        (root / "bin" / applet).unlink(missing_ok=True)
        (root / "bin" / applet).symlink_to("busybox")
    (root / "www/index.html").write_text(version)
    slow = root / "www/cgi-bin/slow"
    slow.write_text(f"#!/bin/sh\nsleep 0.2\necho 'Content-Type: text/plain'\necho\necho {version}\n")
    slow.chmod(0o755)
    push_image(root, name, "--change 'ENV PATH=/bin' --change 'CMD [\"httpd\", \"-f\", \"-p\", \"8080\", \"-h\", \"/www\"]'")


class Load:
    """Clients that ask until they are told to end; each keeps its connection."""

    def __init__(self, address):
        self.address = address
        self.answers = {}  # by text
        self.failures = []
        self.slowest = 0
        self.ends = False
        self.lock = threading.Lock()
        self.threads = [threading.Thread(target=self.ask) for _ in range(CLIENTS)]
        for thread in self.threads:
            thread.start()

    def count(self):
        with self.lock:
            return sum(self.answers.values()) + len(self.failures)

    def ask(self):
        connection = http.client.HTTPConnection(self.address, timeout=60)
        number = 0
        while not self.ends:
            number += 1
            begin = time.perf_counter()
            try:
                connection.request("GET", "/cgi-bin/slow" if number % 10 == 0 else "/")
                response = connection.getresponse()
                text = response.read().decode(errors="replace").strip()
                failure = "" if response.status == 200 else f"{response.status}"
            except (OSError, http.client.HTTPException) as error:
                connection.close()
                failure = repr(error)
            took = time.perf_counter() - begin
            with self.lock:
                self.slowest = max(self.slowest, took)
                if failure:
                    self.failures.append(failure)
                else:
                    self.answers[text] = self.answers.get(text, 0) + 1

    def end(self):
        self.ends = True
        for thread in self.threads:
            thread.join()


def wait_until_answered(address, seconds=30):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if answer_of(address):
            return
        time.sleep(0.05)
    raise SystemExit(f"nothing answers at {address}")


def answer_of(address):
    try:
        connection = http.client.HTTPConnection(address, timeout=2)
        connection.request("GET", "/")
        response = connection.getresponse()
        return response.read().decode().strip() if response.status == 200 else ""
    except (OSError, http.client.HTTPException):
        return ""
    finally:
        connection.close()


class Bench:
    def __init__(self, batten, folder, registry, mark):
        self.batten, self.folder, self.registry, self.mark = batten, folder, registry, mark
        self.repository = f"{registry.address}/team/web"
        self.environment = {**os.environ, "BATTEN_CACHE_DIR": f"{folder}/cache", "BATTEN_DB": f"{folder}/db", "BATTEN_STATE_DIR": f"{folder}/state",
                            "http_proxy": "http://127.0.0.1:1", "https_proxy": "http://127.0.0.1:1"}
        run([batten, "db", "update", "--from", str(DATA / "advisories")], env=self.environment)

    def start(self, name, *options, command=()):
        run(["docker", "run", "-d", "--name", f"{self.mark}-{name}", "--label", "batten.update.stop-grace=1s", "--label",
             "batten.update.health.http=:8080/", "--label", "batten.update.health.steady=2s", *options, f"{self.repository}:1.0.0", *command])

    def apply(self, name):
        begin = time.perf_counter()
        done = subprocess.run([self.batten, "update", "apply", "--quiet", "--set", "gate=report", f"{self.mark}-{name}"], env=self.environment, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, check=False)
        if done.returncode != 0 or ": kept:" not in done.stdout:
            raise SystemExit(f"the update was not kept:\n{done.stdout}{done.stderr}")
        return time.perf_counter() - begin

    def start_first(self, requests):
        run(["docker", "network", "create", f"{self.mark}-net"])
        self.start("web", "--network", f"{self.mark}-net", "--network-alias", "web", "--label", "batten.update.drain=5s")
        run(["docker", "run", "-d", "--name", f"{self.mark}-proxy", "--network", f"{self.mark}-net", f"{self.repository}:1.0.0", "sleep", "100000"])
        inside = json.loads(run(["docker", "inspect", f"{self.mark}-proxy"]))[0]
        address = next(iter(inside["NetworkSettings"]["Networks"].values()))["IPAddress"] + ":8000"
        (self.folder / "nginx.conf").write_text(NGINX % {"folder": self.folder})
        nginx = subprocess.Popen(["nsenter", "-t", str(inside["State"]["Pid"]), "-n", "nginx", "-p", str(self.folder), "-c",
                                  str(self.folder / "nginx.conf")], stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            wait_until_answered(address)
            load = Load(address)
            try:
                while load.count() < requests / 10:
                    time.sleep(0.01)
                seconds = self.apply("web")
                after = load.count()
                while load.count() < max(requests, after + requests / 10):
                    time.sleep(0.01)
            finally:
                load.end()
        finally:
            nginx.terminate()
            nginx.wait()
        old, new = load.answers.pop("old", 0), load.answers.pop("new", 0)
        print(f"start first: {old + new + len(load.failures)} requests through nginx, {len(load.failures)} failed; {old} answered by the old container, "
              f"{new} by the new one; the slowest took {load.slowest:.2f} s; apply took {seconds:.1f} s")
        for failure in sorted(set(load.failures)):
            print(f"  {load.failures.count(failure)} times {failure}")
        if load.failures:
            print((self.folder / "nginx.log").read_text()[-2000:])
        return not load.failures and not load.answers and old > 0 and new > 0

    def stop_first(self):
        port = free_port()
        self.start("port", "--network", f"{self.mark}-net", "-p", f"127.0.0.1:{port}:8080", command=["sh", "-c", "sleep 1; exec httpd -f -p 8080 -h /www"])
        address = f"127.0.0.1:{port}"
        wait_until_answered(address)
        seen = []  # (time, answer)
        ends = threading.Event()

        def look():
            while not ends.is_set():
                answer = answer_of(address)
                if answer:
                    seen.append((time.time(), answer))
                time.sleep(0.002)

        thread = threading.Thread(target=look)
        thread.start()
        try:
            self.apply("port")
            time.sleep(0.5)
        finally:
            ends.set()
            thread.join()
        last_old = max(at for at, answer in seen if answer == "old")
        first_new = min(at for at, answer in seen if answer == "new")
        started = run(["docker", "inspect", "-f", "{{.State.StartedAt}}", f"{self.mark}-port"])
        began = float(run(["date", "-d", started, "+%s.%N"]))
        gap, own = first_new - last_old, first_new - began
        print(f"stop first: {gap:.2f} s without an answer, of which the server itself took {own:.2f} s to start: {gap - own:.2f} s beyond it")
        return gap - own < LIMIT_SECONDS


def main():
    batten = sys.argv[1]
    requests = int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
    mark = f"batten-swap-{os.getpid()}"
    with tempfile.TemporaryDirectory(prefix="batten-swap-") as name:
        folder = pathlib.Path(name)
        folder.chmod(0o755)  # nginx's workers are another user
        registry = Registry(folder)
        try:
            bench = Bench(batten, folder, registry, mark)
            image(folder, f"{bench.repository}:1.0.1", NEW, "new")
            image(folder, f"{bench.repository}:1.0.0", OLD, "old")
            fine = [bench.start_first(requests), bench.stop_first()]
        finally:
            names = run(["docker", "ps", "-aq", "--filter", f"name={mark}"]).split()
            if names:
                run(["docker", "rm", "-f", *names])
            subprocess.run(["docker", "network", "rm", f"{mark}-net"], stdin=subprocess.DEVNULL, capture_output=True, check=False)
            ids = set(run(["docker", "images", "-q", f"{registry.address}/team/*"]).split())
            if ids:
                run(["docker", "rmi", "-f", *ids])
            registry.process.terminate()
            registry.process.wait()
        return 0 if all(fine) else 1


if __name__ == "__main__":
    sys.exit(main())
