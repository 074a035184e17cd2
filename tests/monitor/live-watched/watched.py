# SPDX-License-Identifier: Apache-2.0
"""Two containers whose configuration is watched; one changes it, one reads it."""

import sys
import time

from live import Stage, Watch, container_of, docker, without_value

RULE = "Watched file was changed"

with Stage() as stage:
    names = {what: f"{stage.base}-{what}" for what in ("changes", "reads")}
    for name in names.values():
        docker("run", "-d", "--network", "none", "--name", name, stage.image, "/bin/sleep", "100")
    watch = Watch("--all-matches", *(word for name in names.values() for word in ("--watch-container", f"{name}:/srv/**")))
    docker("exec", names["changes"], "/bin/sh", "-c", "echo other >/srv/page")
    docker("exec", names["reads"], "/bin/cat", "/srv/page")
    time.sleep(2)
    alerts = [alert for alert in watch.end() if alert["rule"] == RULE]
    print("fires:", any(container_of(alert) == names["changes"] for alert in alerts))
    print("silent:", not any(container_of(alert) == names["reads"] for alert in alerts))
    print("all values:", bool(alerts) and not any(without_value(alert) for alert in alerts))
    for alert in alerts:
        print(alert["output"], file=sys.stderr)
    print(watch.said(), file=sys.stderr)
