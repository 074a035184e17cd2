# SPDX-License-Identifier: Apache-2.0
"""An image is learned for some seconds while its container serves and connects; then others of it do the same and more."""

import json
import os
import pathlib
import subprocess
import sys
import time

from live import Stage, Trigger, Watch, container_of, docker, without_value

# Addresses of the world that lead back into the container.
OPTIONS = ("--network", "none", "--cap-add", "NET_ADMIN")
WORLD = "ip addr add 203.0.113.5/24 dev lo; ip addr add 198.51.100.5/24 dev lo; ip addr add 10.9.9.9/24 dev lo; "
USUAL = "/trigger listen 0.0.0.0 80; /trigger talk 203.0.113.5 443; /trigger talk 10.9.9.9 5432"
TRIGGERS = [
    Trigger("Listener outside the baseline", fires=["/trigger listen 0.0.0.0 4444"], silent=["/trigger listen 0.0.0.0 80", "/trigger listen 127.0.0.1 4444"]),
    Trigger("Connection outside the baseline", fires=["/trigger talk 198.51.100.5 443", "/trigger talk 203.0.113.5 8443"],
            silent=["/trigger talk 203.0.113.5 443", "/trigger talk 10.9.9.9 5432"]),
]


def run_all(stage, after):
    for trigger in TRIGGERS:
        for what, commands in (("fires", trigger.fires), ("silent", trigger.silent)):
            for index, command in enumerate(commands):
                docker("run", *OPTIONS, "--name", f"{stage.base}-{trigger.rule.split()[0]}-{what}-{index}-{after}", stage.image, "/bin/sh", "-c", WORLD + command)
    time.sleep(1)


def tell(title, alerts, stage, after, absent=()):
    for trigger in TRIGGERS:
        def fired(what, index, trigger=trigger):
            name = f"{stage.base}-{trigger.rule.split()[0]}-{what}-{index}-{after}"
            return [alert for alert in alerts if alert["rule"] == trigger.rule and container_of(alert) == name]
        loud = all(fired("fires", index) for index in range(len(trigger.fires)))
        still = not any(fired("silent", index) for index in range(len(trigger.silent)))
        missing = {name for index in range(len(trigger.fires)) for alert in fired("fires", index) for name in without_value(alert)}
        print(f"{title}, {trigger.rule}: fires {loud}, silent {still}, all values {not missing - set(absent)}", flush=True)


with Stage() as stage:
    # Listens already when the watch begins.
    before = docker("run", "-d", *OPTIONS, "--name", f"{stage.base}-before", stage.image, "/bin/httpd", "-f", "-p", "8080", "-h", "/srv")
    watch = Watch("--all-matches", "--learn", "12s", "--baseline", "state/baseline.json", "--record", "trace.rec")
    docker("run", *OPTIONS, "--name", f"{stage.base}-learned", stage.image, "/bin/sh", "-c", WORLD + USUAL)
    watch.wait_for("is learned", 60)
    time.sleep(4)  # a recording learns from the first event on, which comes a little later
    run_all(stage, "learned")
    alerts = watch.end()
    early = [alert for alert in alerts if alert["rule"].endswith("outside the baseline") and container_of(alert) in (f"{stage.base}-learned", f"{stage.base}-before")]
    print("silent while it learns:", not early)
    tell("learned", alerts, stage, "learned")
    print(watch.said(), file=sys.stderr)

    kept = json.loads(pathlib.Path("state/baseline.json").read_text())
    mine = [image for image in kept["images"] if image["image"] == stage.base]
    print("kept:", *(f"{image['learned']} {image['listeners']} {image['destinations']}" for image in mine))

    # A restart, without --learn.
    watch = Watch("--all-matches", "--baseline", "state/baseline.json")
    run_all(stage, "restarted")
    tell("restarted", watch.end(), stage, "restarted")

    # The recording learns and judges by the times of its events.
    replay = [os.environ["BATTEN"], "watch", "--replay", "trace.rec", "--json", "--all-matches", "--learn", "12s", "--baseline", "again.json"]
    done = subprocess.run(replay, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True)
    tell("replayed", [json.loads(line) for line in done.stdout.splitlines()], stage, "learned", absent=("user", "name"))
    print(done.stderr, file=sys.stderr)
