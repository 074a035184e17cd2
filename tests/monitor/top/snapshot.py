# SPDX-License-Identifier: Apache-2.0
"""One container reads a page without rest, one sleeps, one serves; `batten top` must tell them apart."""

import json
import os
import pathlib
import subprocess
import sys

from live import Stage, docker

RULES = """
- rule: Page is read
  desc: for this test
  condition: evt.type in (open, openat) and fd.name = /srv/page
  output: page read (name=%container.name)
  priority: CRITICAL
"""
NOBODY = 65534


def top(*options, as_nobody=False):
    more = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if as_nobody else {}
    done = subprocess.run([os.environ["BATTEN"], "top", *options], stdin=subprocess.DEVNULL, capture_output=True, timeout=200, check=False, **more)
    print(done.stderr.decode(errors="replace"), file=sys.stderr)
    if done.returncode:
        raise SystemExit(f"batten top {' '.join(options)} ended with status {done.returncode}")
    return done.stdout.decode(), done.stderr.decode()


def one(found, **wanted):
    return next((item for item in found if all(item.get(key) == value for key, value in wanted.items())), {})


with Stage() as stage:
    names = {what: f"{stage.base}-{what}" for what in ("reads", "sleeps", "serves")}
    commands = {
        "reads": ["/bin/sh", "-c", "while :; do /bin/cat /srv/page >/dev/null; done"],
        "sleeps": ["/bin/sleep", "500"],
        "serves": ["/bin/nc", "-l", "-p", "8123"],
    }
    for what, name in names.items():
        docker("run", "-d", "--network", "none", "--name", name, stage.image, *commands[what])
    pathlib.Path("page.yaml").write_text(RULES)

    told = json.loads(top("--json", "--interval", "2s", "--rules", "page.yaml")[0])
    reads, sleeps = (one(told["containers"], name=names[what]) for what in ("reads", "sleeps"))
    print("events are seen:", told["events_seen"])
    print("image is named:", reads["image"] == stage.image)
    print("works:", reads["cpu_percent"] > 10, "sleeps:", sleeps["cpu_percent"] < 3)
    print("memory of its own:", 0 < sleeps["memory_bytes"] < 50 << 20)
    print("opens files:", reads["opened_per_second"] > 5, "opens none:", sleeps["opened_per_second"] == 0)
    print("alerts:", reads["alerts"].get("Critical", 0) > 5, "none:", sleeps["alerts"] == {})
    page = one(told["files"], container=names["reads"], path="/srv/page")
    print("file:", page.get("opened", 0) > 5, page.get("opened_to_write"), page.get("process"))
    null = one(told["files"], container=names["reads"], path="/dev/null")
    print("written file:", null.get("opened_to_write", 0) > 5)
    listens = one(told["connections"], container=names["serves"])
    print("listens:", listens.get("local"), listens.get("state"), listens.get("process"))
    sleeper = one(told["processes"], container=names["sleeps"])
    print("process:", sleeper.get("command"), sleeper.get("user"))
    print("alert:", one(told["alerts"], container=names["reads"])["rule"])
    print("host:", one(told["containers"], name="(host)")["processes"] > 0)

    one_container = json.loads(top("--json", "--interval", "200ms", "--container", names["sleeps"])[0])
    print("of one container:", [item["command"] for item in one_container["processes"]])

    table, said = top("--no-events", "--interval", "500ms", "--sort", "name")
    lines = table.splitlines()
    print("table:", lines[0].split())
    print("rows:", [name for name in names.values() if any(line.startswith(name) for line in lines)] == list(names.values()))
    print("says what is missing:", "no events, so neither alerts nor files" in said)
    processes, _ = top("--no-events", "--view", "processes", "--container", names["reads"], "--interval", "200ms")
    print("tree:", any(line.endswith("/bin/sh -c while :; do /bin/cat /srv/page >/dev/null; done") for line in processes.splitlines()))

    if os.access(os.environ["BATTEN"], os.X_OK):
        told = json.loads(top("--json", "--interval", "500ms", as_nobody=True)[0])
        print("without root:", told["events_seen"], bool(told["missing"]), len(told["processes"]) > 1)
        # The engine's files can't be read, the cgroups can.
        unnamed = [item for item in told["containers"] if item.get("id", "").startswith(sleeps["id"][:12])]
        print("by its id:", len(unnamed) == 1 and 0 < unnamed[0]["memory_bytes"] < 50 << 20)
