# SPDX-License-Identifier: Apache-2.0
"""For each action a container that does what its rule looks for and a twin that does not, with the responses on and in a dry run."""

import json
import pathlib
import re
import subprocess
import sys
import time

from live import Stage, Watch, container_of, docker

ACTIONS = ["kill", "kill-container", "stop", "pause", "deny-network"]
RULE = """- rule: Touched {action}
  desc: the trigger of an action
  condition: evt.type in (open, openat, openat2, creat) and fd.name = /srv/{action}
  output: touched by %proc.name in %container.name
  priority: WARNING
  tags: [touched]
"""
# Ends at SIGTERM, as the first process of a container does not by itself.
WAITS = "trap 'exit 0' TERM; while true; do sleep 0.1; done"
FETCHES = "while true; do nc -w 1 {address} 80 </dev/null && echo reached || echo cut; sleep 0.2; done"
UNTIL_SECONDS = 30


def until(what, seconds=UNTIL_SECONDS):
    deadline = time.monotonic() + seconds
    while not what():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def state(name):
    return json.loads(docker("inspect", "-f", "{{json .State}}", name))


def last_words(name):
    return docker("logs", "--tail", "3", name).splitlines()


def touch(name, action):
    docker("exec", name, "/bin/sh", "-c", f"echo >/srv/{action}", wanted=False)


class Play:
    def __init__(self, stage, round_name):
        self.base = f"{stage.base}-{round_name}"
        self.image = stage.image
        self.names = {}

    def run(self, role, command, *options):
        self.names[role] = f"{self.base}-{role}"
        place = () if "--network" in options else ("--network", "none")
        docker("run", "-d", *place, *options, "--name", self.names[role], self.image, "/bin/sh", "-c", command)
        return self.names[role]

    def remove(self):
        docker("rm", "-f", *self.names.values(), wanted=False)


def start(play, network):
    """Two containers for each action: the one that touches, and its twin."""
    server = play.run("server", "httpd -f -p 80 -h /srv", "--network", network)
    address = docker("inspect", "-f", "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}", server)
    for action in ACTIONS:
        for role in (action, f"{action}-twin"):
            if action == "deny-network":
                play.run(role, FETCHES.format(address=address), "--network", network)
            else:
                play.run(role, WAITS)
    play.run("on-host", WAITS, "--network", "host")
    for role in ("drift", "may-drift"):
        play.run(role, WAITS)
    for role in ("deny-network", "deny-network-twin"):
        if not until(lambda role=role: last_words(play.names[role])[-1:] == ["reached"]):
            raise SystemExit(f"{role} does not reach the server: {last_words(play.names[role])}")


# A shell that touches and goes on living is the process to be killed.
def killed_shell(name, path):
    done = subprocess.run(["docker", "exec", name, "/bin/sh", "-c", f"echo >{path}; sleep 2"], stdin=subprocess.DEVNULL, capture_output=True, check=False)
    return done.returncode == 137


def drifted(name):
    done = subprocess.run(["docker", "exec", name, "/bin/sh", "-c", "cp /bin/busybox /opt/true; /opt/true"], stdin=subprocess.DEVNULL, capture_output=True,
                          check=False)
    return "denied" if done.returncode == 126 else f"ran with status {done.returncode}"


def judge(said, play, network_for):
    """What has become of each, as lines."""
    names = play.names
    print(f"{said}: kill:", "killed" if killed_shell(names["kill"], "/srv/kill") else "lives", "and the container",
          "runs" if state(names["kill"])["Running"] else "ended")
    print(f"{said}: its twin:", "killed" if killed_shell(names["kill-twin"], "/srv/page") else "lives")
    for action in ("kill-container", "stop"):
        touch(names[action], action)
        touch(names[f"{action}-twin"], "page")
        ended = until(lambda action=action: not state(names[action])["Running"], network_for)
        print(f"{said}: {action}:", f"ended with status {state(names[action])['ExitCode']}" if ended else "runs", "and its twin",
              "runs" if state(names[f"{action}-twin"])["Running"] else "ended")
    touch(names["pause"], "pause")
    touch(names["pause-twin"], "page")
    paused = until(lambda: state(names["pause"])["Paused"], network_for)
    print(f"{said}: pause:", "paused" if paused else "runs", "and its twin", "is paused" if state(names["pause-twin"])["Paused"] else "runs")
    touch(names["deny-network"], "deny-network")
    touch(names["deny-network-twin"], "page")
    touch(names["on-host"], "deny-network")
    cut = until(lambda: last_words(names["deny-network"])[-1:] == ["cut"], network_for)
    print(f"{said}: deny-network:", "cut" if cut else "reaches", "and its twin",
          "reaches" if last_words(names["deny-network-twin"]) == ["reached"] * 3 else "is cut")
    print(f"{said}: drift:", drifted(names["drift"]), "and elsewhere", drifted(names["may-drift"]))


def undone(play):
    back = until(lambda: not state(play.names["pause"])["Paused"])
    print("undone: pause:", "runs" if back else "still paused")
    back = until(lambda: last_words(play.names["deny-network"])[-1:] == ["reached"])
    print("undone: deny-network:", "reaches" if back else "still cut")


def said_in(alerts, play):
    """The responses of the alerts, by container, without numbers of processes."""
    roles = {name: role for role, name in play.names.items()}
    out = set()
    for alert in alerts:
        response = alert["output_fields"].get("batten.response")
        if response:
            response = re.sub(r"\(\d+ process(es)?\)", "(N)", response.replace(container_of(alert), "it"))
            out.add(f"{roles[container_of(alert)]}: " + re.sub(r"process \d+", "process N", response))
    return sorted(out)


pathlib.Path("mine.yaml").write_text("".join(RULE.format(action=action) for action in ACTIONS))
with Stage() as stage:
    network = f"{stage.base}-network"
    docker("network", "create", network)
    try:
        for round_name, more in (("dry", ["--dry-run"]), ("real", [])):
            play = Play(stage, round_name)
            start(play, network)
            options = [word for action in ACTIONS for word in
                       ("--respond", f"tag:touched&Touched {action}={action}" + (",for=8s" if action in ("pause", "deny-network") else ""))]
            watch = Watch("--rules", "mine.yaml", *options, "--deny-drift", f"{play.base}-drift", *more)
            time.sleep(0.5)
            judge(round_name, play, 3 if more else UNTIL_SECONDS)
            if not more:
                undone(play)
            alerts = watch.end()
            for line in said_in(alerts, play):
                print(f"{round_name}: {line}")
            print(watch.said(), file=sys.stderr)
            play.remove()
    finally:
        ids = docker("ps", "-aq", "--filter", f"name={stage.base}", wanted=False).split()
        if ids:
            docker("rm", "-f", *ids, wanted=False)
        docker("network", "rm", network, wanted=False)
