# SPDX-License-Identifier: Apache-2.0
"""A Docker engine for the tests: the one that answers, or an own one on a socket in a temporary directory, gone at the end."""

import http.client
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import time

START_SECONDS = 40


class UnixConnection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("engine", timeout=5)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(5)
        self.sock.connect(self.path)


def answers(host):
    """Does an engine answer at unix://PATH or tcp://HOST:PORT?"""
    try:
        kind, _, where = host.partition("://")
        connection = UnixConnection(where) if kind == "unix" else http.client.HTTPConnection(where, timeout=5)
        connection.request("GET", "/_ping")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False


class Engine:
    """With it: .host is the engine's address, or None and .why says why there is none."""

    def __init__(self):
        self.host = None
        self.why = ""
        self.process = None
        self.folder = None

    def __enter__(self):
        usual = os.environ.get("DOCKER_HOST") or "unix:///var/run/docker.sock"
        if answers(usual):
            self.host = usual
        elif os.environ.get("DOCKER_HOST"):
            self.why = f"nothing answers at DOCKER_HOST={usual}"
        elif not shutil.which("dockerd"):
            self.why = "none answers, and dockerd is not installed"
        elif os.path.exists("/sys/class/net/docker0"):
            # Ours has no network, and takes that interface away when it starts.
            self.why = f"nothing answers at {usual}, but the interface docker0 is there: DOCKER_HOST can name its engine"
        elif os.geteuid() != 0:
            self.why = "none answers, and only root can start one"
        else:
            self.start()
        return self

    def start(self):
        # A short path: the sockets below it have to fit 107 bytes.
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="batten-engine-", dir="/tmp"))
        host = f"unix://{self.folder}/docker.sock"
        command = ["dockerd", "--host", host, "--data-root", f"{self.folder}/data", "--exec-root", f"{self.folder}/exec",
                   "--pidfile", f"{self.folder}/pid", "--bridge", "none", "--iptables=false", "--ip-masq=false"]
        with open(self.folder / "log", "wb") as log:
            # A session of its own: ^C reaches us, and we stop it in order.
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if answers(host):
                self.host = host
                return
            if self.process.poll() is not None:
                self.why = "dockerd does not start: " + self.last_words()
                self.clean()
                return
            time.sleep(0.2)
        self.why = f"dockerd does not answer after {START_SECONDS} s: " + self.last_words()
        self.clean()

    def last_words(self):
        lines = (self.folder / "log").read_text(errors="replace").strip().splitlines() or ["it says nothing"]
        fatal = [line for line in lines if line.startswith("failed to start") or "level=fatal" in line]
        return (fatal or lines)[-1][-300:]

    def __exit__(self, *_):
        self.clean()

    def clean(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        if self.folder:
            mounts = [line.split()[1] for line in open("/proc/mounts")] if os.path.exists("/proc/mounts") else []
            for mount in reversed([mount for mount in mounts if mount.startswith(f"{self.folder}/")]):
                subprocess.run(["umount", "-l", mount], stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
            shutil.rmtree(self.folder, ignore_errors=True)
        self.process = self.folder = None
