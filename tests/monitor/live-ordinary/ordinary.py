# SPDX-License-Identifier: Apache-2.0
"""Servers, loops, a store and a Debian shell, watched for a while. What they raise below a warning is listed on standard error."""

import collections
import pathlib
import shutil
import subprocess
import sys
import time

from live import Stage, Watch, container_of, docker, in_image

SECONDS = 20
DEBIAN = ["/bin/bash", "/bin/ls", "/bin/cat", "/bin/grep", "/usr/bin/find", "/usr/bin/sort", "/usr/bin/id", "/bin/date", "/bin/sleep", "/usr/bin/head"]
LOOP = "for i in $(seq 30); do ls -la / >/tmp/list; sort /tmp/list | head -3; find /etc -name '*.conf'; cat /etc/passwd | grep root; id; date; sleep 0.5; done"
PAGES = "/bin/httpd -p 8080 -h /srv; i=0; while [ $i -lt 30 ]; do /bin/wget -q -O /tmp/page http://127.0.0.1:8080/page; sleep 0.5; i=$((i+1)); done"
SHELL = "i=0; while [ $i -lt 30 ]; do ls -l /etc | sort >/tmp/list; grep -c root /etc/passwd; cp /srv/page /tmp/page; rm /tmp/page; sleep 0.5; i=$((i+1)); done"
ORDERS = "set a b\nget a\nincr n\nsave\nbgsave\ninfo\n"


def programs(root):
    """Debian's programs with their libraries, redis and nginx where they are installed."""
    wanted = [path for path in DEBIAN if pathlib.Path(path).exists()]
    found = [name for name in ("redis-server", "redis-cli", "nginx") if shutil.which(name)]
    for path in [*wanted, *(shutil.which(name) for name in found)]:
        in_image(root, path)
    return found


with Stage() as stage:
    root = pathlib.Path("debian")
    for folder in ("tmp", "etc", "dev", "proc", "sys", "var/log/nginx", "var/lib/nginx", "data", "run"):
        (root / folder).mkdir(parents=True)
    found = programs(root)
    (root / "etc/passwd").write_text("root:x:0:0::/root:/bin/bash\n")
    (root / "etc/resolver.conf").write_text("")
    (root / "etc/nginx.conf").write_text("daemon off;\nuser root root;\nevents {}\nhttp { server { listen 127.0.0.1:8081; root /data; } }\n")
    (root / "etc/group").write_text("root:x:0:\n")
    # Some programs want it there; the shell of Debian's entry scripts is bash here.
    (root / "bin/sh").symlink_to("bash")
    debian = f"{stage.base}-debian:1"
    stage.add_image(root, debian)
    watch = Watch()
    jobs = [("pages", stage.image, ["/bin/sh", "-c", PAGES]), ("shell", stage.image, ["/bin/sh", "-c", SHELL]),
            ("bash", debian, ["/bin/bash", "-c", LOOP])]
    if "redis-server" in found:
        jobs.append(("redis", debian, ["/usr/bin/redis-server", "--dir", "/data", "--save", "1 1"]))
    if "nginx" in found:
        jobs.append(("nginx", debian, [shutil.which("nginx"), "-c", "/etc/nginx.conf"]))
    begun = time.monotonic()
    for name, image, command in jobs:
        docker("run", "-d", "--network", "none", "--name", f"{stage.base}-{name}", image, *command)
    turn = 0
    while time.monotonic() - begun < SECONDS:
        turn += 1
        docker("run", "--rm", "--network", "none", "--name", f"{stage.base}-short-{turn}", stage.image, "/bin/ls", "/")
        docker("exec", f"{stage.base}-shell", "/bin/cat", "/etc/passwd", wanted=False)
        if "redis-cli" in found:
            subprocess.run(["docker", "exec", "-i", f"{stage.base}-redis", "/usr/bin/redis-cli"], input=ORDERS.encode(), capture_output=True, check=False)
        time.sleep(1)
    failed = False
    for name, _, _ in jobs:
        state = docker("inspect", "-f", "{{.State.Running}} {{.State.ExitCode}}", f"{stage.base}-{name}")
        if state not in ("true 0", "false 0"):
            failed = True
            print(f"{name} did not run: {state} {docker('logs', f'{stage.base}-{name}', wanted=False)}", file=sys.stderr)
        docker("stop", "-t", "1", f"{stage.base}-{name}")
    alerts = [alert for alert in watch.end() if container_of(alert).startswith(stage.base)]
    low = collections.Counter((alert["priority"], alert["rule"]) for alert in alerts if alert["priority"] in ("Notice", "Informational", "Debug"))
    for (priority, rule), count in sorted(low.items()):
        print(f"{count} times {priority}: {rule}", file=sys.stderr)
    for alert in alerts:
        if (alert["priority"], alert["rule"]) not in low:
            failed = True
            print(f"wrong: {alert['output']}", file=sys.stderr)
    print("a warning or above is raised" if failed else "no warning, nor above")
    print("events were lost" if "0 events were lost" not in watch.said() else "no event was lost")
    sys.exit(failed)
