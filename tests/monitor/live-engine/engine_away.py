# SPDX-License-Identifier: Apache-2.0
"""A watch that begins before its engine, and outlives it."""

import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, f"{os.environ['ROOT']}/tests")
from engine import answers  # noqa: E402
from live import Stage, Watch, container_of, docker, without_value  # noqa: E402

RULE = "Read of password hashes"
READ_OFTEN = "while true; do cat /etc/shadow; sleep 0.2; done"


class OwnEngine:
    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="batten-e-", dir="/tmp"))
        self.host = f"unix://{self.folder}/docker.sock"
        self.process = None

    def start(self):
        command = ["dockerd", "--host", self.host, "--data-root", f"{self.folder}/data", "--exec-root", f"{self.folder}/exec", "--pidfile", f"{self.folder}/pid",
                   "--bridge", "none", "--iptables=false", "--ip-masq=false", "--live-restore"]
        (self.folder / "pid").unlink(missing_ok=True)
        with open(self.folder / "log", "ab") as log:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
        for _ in range(200):
            if answers(self.host):
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.2)
        raise SystemExit("dockerd does not start: " + (self.folder / "log").read_text(errors="replace")[-400:])

    def kill(self):
        self.process.kill()
        self.process.wait()
        # Its containerd is ended with it. Where nobody waits for orphans it stays as a zombie, which the next engine takes for a living one.
        (self.folder / "exec/containerd/containerd.pid").unlink(missing_ok=True)

    def end(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.kill()
        try:
            os.kill(int((self.folder / "exec/containerd/containerd.pid").read_text()), signal.SIGTERM)
        except (OSError, ValueError):
            pass  # it has ended with its engine
        for line in reversed(open("/proc/mounts").read().splitlines()):
            if line.split()[1].startswith(f"{self.folder}/"):
                subprocess.run(["umount", "-l", line.split()[1]], stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        shutil.rmtree(self.folder, ignore_errors=True)


def fired(watch, name):
    return [alert for alert in watch.alerts() if alert["rule"] == RULE and container_of(alert) == name]


def wait_for_more(watch, name, than):
    """Whether a container raises more alerts than it had."""
    for _ in range(50):
        if len(fired(watch, name)) > than:
            return True
        time.sleep(0.2)
    return False


def say(what, good):
    print(f"{what}: {'yes' if good else 'no'}", flush=True)
    if not good:
        print(watch.said(), *(alert["output"] for alert in watch.alerts()[-5:]), sep="\n", file=sys.stderr)


def end_orphan(pid):
    """A container outlives an engine that does not come back."""
    try:
        if pid and "/etc/shadow" in pathlib.Path(f"/proc/{pid}/cmdline").read_text():
            os.kill(pid, signal.SIGKILL)
    except OSError:
        pass  # it has ended


engine = OwnEngine()
watch = Watch()
first = 0
try:
    engine.start()
    os.environ["DOCKER_HOST"] = engine.host
    with Stage() as stage:
        long = f"{stage.base}-long"
        docker("run", "-d", "--network", "none", "--name", long, stage.image, "/bin/sh", "-c", READ_OFTEN)
        first = int(docker("inspect", "-f", "{{.State.Pid}}", long))
        say("a container of an engine that came later is named", wait_for_more(watch, long, 0))
        engine.kill()
        say("it is seen while the engine is gone", wait_for_more(watch, long, len(fired(watch, long)) + 2))
        engine.start()
        say("it is seen once the engine is back", wait_for_more(watch, long, len(fired(watch, long)) + 2))
        short = f"{stage.base}-short"
        docker("run", "--network", "none", "--name", short, stage.image, "/trigger", "read", "/etc/shadow")
        say("a container that ends at once is named", wait_for_more(watch, short, 0))
        alerts = [alert for alert in watch.end() if container_of(alert).startswith(stage.base)]
        say("each alert has all values", bool(alerts) and not any(without_value(alert) for alert in alerts))
finally:
    watch.process.kill()
    end_orphan(first)
    engine.end()
