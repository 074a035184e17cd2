# SPDX-License-Identifier: Apache-2.0
"""Containers whose programs do what rules look for, under a running `batten watch`.

A case names its triggers and calls judge(). Each command of a trigger runs in a container of its own, so that an alert tells by the
container's name what it is for: those of `fires` must raise the rule there, those of `silent` must not, and the alert must have the
container's id, name and image and a value for each field of its text.
"""

import concurrent.futures
import dataclasses
import json
import os
import pathlib
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
AT_ONCE = 4
START_SECONDS = 60
SETTLE_SECONDS = 1.0
APPLETS = """adduser arp awk cat chmod cp cut dd echo env find grep head httpd id ip ln ls mkdir mkfifo mknod mount mv nc netstat ping printf ps
    rm sed sh sleep sort tail tar tee test touch true umount wc wget""".split()
# Links to the trigger program, which does nothing under arguments that it does not know.
NAMES = """usr/bin/apt-get usr/bin/dpkg usr/bin/curl usr/bin/nmap usr/bin/ss usr/bin/xmrig usr/bin/node usr/bin/nsenter usr/bin/docker usr/bin/useradd
    usr/bin/sudoedit usr/bin/ssh usr/bin/operator usr/bin/convert usr/bin/shred usr/bin/su usr/bin/gdb usr/sbin/nginx usr/sbin/sshd""".split()
FILES = {
    "etc/passwd": "root:x:0:0::/root:/bin/sh\nwww-data:x:33:33::/var/www:/bin/sh\n",
    "etc/group": "root:x:0:\nwww-data:x:33:\n",
    "etc/shadow": "root:*:1::::::\n",
    "root/.bashrc": "",
    "root/.bash_history": "ls\n",
    "root/.ssh/authorized_keys": "",
    "root/.ssh/id_rsa": "made up\n",
    "root/.ssh/id_rsa.pub": "made up\n",
    "var/run/secrets/kubernetes.io/serviceaccount/token": "made up\n",
    "var/log/wtmp": "",
    "var/log/app.log": "",
    "var/lib/docker/overlay2/note": "",
    "srv/page": "a page\n",
}


@dataclasses.dataclass
class Trigger:
    """Commands are texts for /bin/sh, or lists of arguments that are run as they are."""

    rule: str
    fires: list
    silent: list
    options: str = ""  # of docker run, for both
    only_fires: str = ""  # beside them for those that fire
    only_silent: str = ""
    absent: tuple = ()  # fields of the alert's text that have no value here
    later: bool = False  # the commands run by docker exec in a container that is there already


@dataclasses.dataclass
class Run:
    trigger: Trigger
    wanted: bool
    name: str
    command: list
    id: str = ""
    said: str = ""


def docker(*arguments, wanted=True, **more):
    done = subprocess.run(["docker", *arguments], stdin=more.pop("stdin", subprocess.DEVNULL), capture_output=True, check=False, **more)
    if wanted and done.returncode:
        raise SystemExit(f"docker {' '.join(arguments)}: {done.stderr.decode(errors='replace').strip()}")
    return done.stdout.decode(errors="replace").strip()


def in_image(root, folder):
    """What of the host's programs and libraries a program needs, copied below root."""
    libraries = subprocess.run(["ldd", folder], capture_output=True, text=True, check=False).stdout
    for path in [folder, *re.findall(r"(/\S+)", libraries)]:
        target = root / path.lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(os.path.realpath(path), target)


def build_root(root):
    for folder in ["bin", "tmp", "usr/bin", "usr/sbin", "usr/local/bin", "dev", "proc", "sys", "mnt", "opt", "run", "root", "var/spool/cron/crontabs", "etc/cron.d",
                   "etc/systemd/system", "etc/sudoers.d"]:
        (root / folder).mkdir(parents=True, exist_ok=True)
    (root / "tmp").chmod(0o1777)
    shutil.copy(shutil.which("busybox"), root / "bin/busybox")
    for applet in APPLETS:
        (root / "bin" / applet).symlink_to("busybox")
    subprocess.run(["cc", "-static", "-O1", "-o", root / "trigger", HERE / "trigger.c"], check=True)
    for name in NAMES:
        (root / name).symlink_to("/trigger")
    (root / "lib64").mkdir()
    for name in ["usr/bin/pkexec", "lib64/ld-linux-x86-64.so.2"]:  # where they really are counts
        shutil.copy(root / "trigger", root / name)
    for name, text in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)


def import_image(root, name):
    with subprocess.Popen(["tar", "-C", root, "--owner=0", "--group=0", "-c", "."], stdout=subprocess.PIPE) as packing:
        docker("import", "-", name, stdin=packing.stdout)


class Watch:
    """`batten watch`; alerts are read when it has ended."""

    def __init__(self, *options):
        self.out, self.err = open("alerts.ndjson", "w+"), open("watch.err", "w+")
        program = [os.environ["BATTEN"], "watch", "--json", *options]
        self.process = subprocess.Popen(program, stdin=subprocess.DEVNULL, stdout=self.out, stderr=self.err)
        self.wait_for("rules watch this machine", START_SECONDS)

    def said(self):
        return pathlib.Path("watch.err").read_text(errors="replace")

    def wait_for(self, text, seconds):
        deadline = time.monotonic() + seconds
        while text not in self.said():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.process.kill()
                raise SystemExit(f"batten watch does not say '{text}': {self.said()}")
            time.sleep(0.05)

    def alerts(self):
        whole = pathlib.Path("alerts.ndjson").read_text(errors="replace").rpartition("\n")[0]
        return [json.loads(line) for line in whole.splitlines()]

    def end(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            status = self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise SystemExit("batten watch does not end at SIGTERM") from None
        if status:
            raise SystemExit(f"batten watch ended with status {status}: {self.said()}")
        return self.alerts()


def container_of(alert):
    return alert["output_fields"].get("container.name") or ""


# Outside of a cluster there is no pod.
def without_value(alert):
    return {name for name in re.findall(r"([\w.]+)=<NA>", alert["output"]) if not name.startswith("k8s_")}


class Stage:
    """The image and its containers, gone at the end."""

    def __init__(self):
        self.base = f"batten-live-{os.getpid()}"
        self.image = f"{self.base}:1"
        self.tags = []

    def __enter__(self):
        root = pathlib.Path("root")
        build_root(root)
        self.add_image(root, self.image)
        return self

    def add_image(self, root, tag):
        self.tags.append(tag)
        import_image(root, tag)

    def __exit__(self, *_):
        ids = docker("ps", "-aq", "--filter", f"name={self.base}", wanted=False).split()
        if ids:
            docker("rm", "-f", *ids, wanted=False)
        docker("rmi", "-f", *self.tags, wanted=False)

    def start(self, one):
        trigger = one.trigger
        extra = shlex.split(f"{trigger.options} {trigger.only_fires if one.wanted else trigger.only_silent}")
        argv = one.command if isinstance(one.command, list) else ["/bin/sh", "-c", one.command]
        place = ["--network", "none"] if "--network" not in extra else []
        if trigger.later:
            docker("run", "-d", *place, "--name", one.name, self.image, "/bin/sleep", "60")
            one.said = docker("exec", *extra, one.name, *argv, wanted=False)
        else:
            done = subprocess.run(["docker", "run", *place, *extra, "--name", one.name, self.image, *argv], stdin=subprocess.DEVNULL,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=100, check=False)
            one.said = done.stdout.decode(errors="replace").strip()
        one.id = docker("inspect", "-f", "{{.Id}}", one.name, wanted=False)


def wrong_with(one, alerts, image):
    """What is wrong with what a container has raised; empty: nothing."""
    mine = [alert for alert in alerts if container_of(alert) == one.name and alert["rule"] == one.trigger.rule]
    if not one.wanted:
        return [f"fired for the benign '{one.command}': {mine[0]['output']}"] if mine else []
    if not mine:
        others = sorted({alert["rule"] for alert in alerts if container_of(alert) == one.name})
        return [f"silent for '{one.command}', which said '{one.said}' and fired {others}"]
    out = []
    for alert in mine:
        fields = alert["output_fields"]
        if fields.get("container.id") != one.id[:12] or fields.get("container.image.repository") != image.split(":")[0]:
            out.append(f"the alert has another container or image: {json.dumps(alert)}")
        if without_value(alert) - set(one.trigger.absent):
            out.append(f"a field has no value: {alert['output']}")
    return out


def judge(triggers):
    """Prints a line for each rule; status 1 if one is wrong."""
    with Stage() as stage:
        runs = []
        for number, trigger in enumerate(triggers):
            for wanted, commands in ((True, trigger.fires), (False, trigger.silent)):
                for index, command in enumerate(commands):
                    name = f"{stage.base}-{number}-{'fires' if wanted else 'silent'}-{index}"
                    runs.append(Run(trigger=trigger, wanted=wanted, name=name, command=command))
        watch = Watch("--all-matches")
        try:
            with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
                list(pool.map(stage.start, runs))
            time.sleep(SETTLE_SECONDS)
        finally:
            alerts = watch.end()
        failed = False
        for trigger in triggers:
            mine = [one for one in runs if one.trigger is trigger]
            wrong = [line for one in mine for line in wrong_with(one, alerts, stage.image)]
            failed = failed or bool(wrong)
            print(f"{trigger.rule}: {'wrong' if wrong else f'fires {len(trigger.fires)}, silent {len(trigger.silent)}'}", flush=True)
            for line in wrong:
                print(f"    {line}", file=sys.stderr)
        lost = re.search(r"(\d+) events were lost", watch.said())
        if not lost or lost[1] != "0":
            failed = True
            print(f"events were lost: {watch.said()}", file=sys.stderr)
        sys.exit(failed)
