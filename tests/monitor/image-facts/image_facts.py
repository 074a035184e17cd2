# SPDX-License-Identifier: Apache-2.0
"""Containers of two images, one with a vulnerable package, that begin to listen before and after their image was looked at."""

import json
import pathlib
import sys
import time

from live import Stage, Watch, container_of, docker, without_value

RULE = "Server of a vulnerable image takes connections"
RULES = """
- rule: Image fact
  desc: what is known of the image of whoever listens
  condition: evt.type = listen and container and batten.image.fixable_critical >= 0
  output: listens (critical=%batten.image.fixable_critical high=%batten.image.fixable_high)
  priority: NOTICE
- rule: Owned program
  desc: the package of a program
  condition: evt.type in (execve, execveat) and container and batten.proc.package = busybox
  output: runs (package=%batten.proc.package)
  priority: NOTICE
- rule: Program from elsewhere
  desc: it is known that no package has it
  condition: evt.type in (execve, execveat) and container and batten.proc.package = ""
  output: runs (program=%proc.exepath)
  priority: NOTICE
"""


def add_package(root, version):
    (root / "etc/os-release").write_text('ID=arch\nNAME="Arch Linux"\n')
    folder = root / "var/lib/pacman/local/rsync"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "desc").write_text(f"%NAME%\nrsync\n\n%VERSION%\n{version}\n\n%ARCH%\nx86_64\n\n")
    # A second package manager, which lists the files of its packages.
    folder = root / "var/lib/dpkg/info"
    folder.mkdir(parents=True, exist_ok=True)
    (root / "var/lib/dpkg/status").write_text("Package: busybox\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1-1\nDescription: a program\n\n")
    (folder / "busybox.list").write_text("/.\n/bin\n/bin/busybox\n")


def listen(name, seconds):
    """Listens again and again until the facts of its image are there."""
    return docker("run", "-d", "--network", "none", "--name", name[0], name[1], "/bin/sh", "-c", f"for i in $(seq {seconds}); do /trigger listen 0.0.0.0 80; sleep 1; done")


def fired(alerts, rule, name):
    return [alert for alert in alerts if alert["rule"] == rule and container_of(alert) == name]


with Stage() as stage:
    root = pathlib.Path("root")
    names = {}
    for what, version in (("old", "3.3.0-2"), ("new", "3.4.0-1")):
        add_package(root, version)
        tag = f"{stage.base}-{what}:1"
        stage.add_image(root, tag)
        names[what] = (f"{stage.base}-{what}", tag)
    pathlib.Path("mine.yaml").write_text(RULES)
    watch = Watch("--all-matches", "--own-rules", "--rules", "mine.yaml")
    listen(names["old"], 100)
    listen(names["new"], 100)
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline and not all(fired(watch.alerts(), "Image fact", name) for name, _ in names.values()):
        time.sleep(0.5)
    # One that lives for a moment has the facts that are there.
    short = f"{stage.base}-short"
    docker("run", "--network", "none", "--name", short, names["old"][1], "/trigger", "listen", "0.0.0.0", "80")
    time.sleep(1)
    alerts = watch.end()
    print("fires:", bool(fired(alerts, RULE, names["old"][0])))
    print("at once for another container of the image:", bool(fired(alerts, RULE, short)))
    print("silent:", not fired(alerts, RULE, names["new"][0]))
    for what, (name, _) in names.items():
        facts = {alert["output_fields"]["batten.image.fixable_critical"] for alert in fired(alerts, "Image fact", name)}
        print(f"critical findings with a fix, {what}:", *sorted(facts))
    print("package:", {alert["output_fields"]["batten.proc.package"] for alert in fired(alerts, "Owned program", names["old"][0])})
    print("of no package:", {alert["output_fields"]["proc.exepath"] for alert in fired(alerts, "Program from elsewhere", short)})
    print("all values:", not any(without_value(alert) for alert in fired(alerts, RULE, names["old"][0])))
    print(json.dumps(sorted({alert["output"] for alert in alerts}), indent=1), watch.said(), file=sys.stderr)

    watch = Watch("--all-matches", "--image-facts", "off")
    docker("run", "--network", "none", "--name", f"{stage.base}-off", names["old"][1], "/trigger", "listen", "0.0.0.0", "80")
    time.sleep(2)
    print("off:", not any(alert["rule"] == RULE for alert in watch.end()))
