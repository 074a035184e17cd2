#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the end-to-end cases: tests/run.py [FILTER]

A case is a folder tests/<area>/<behaviour>/ with
    cmd            lines for sh -eu; the working directory is a fresh copy of the folder
    expected       standard output, exactly (optional)
    expected_err   lines that must each occur within a line of standard error (optional)
    status         the exit status (default 0)
    needs          words: shared docker root registry refregistry network kubernetes, python:MODULE, env:VARIABLE, or the name of a program; what is not there skips the case

python3 in cmd is that of build/venv, where ./test has made it (packaging/python-test-packages.txt).

Variables of cmd: $BATTEN (the program), $DATA (tests/testdata), $ROOT (the checkout), $SHARED (the data beside it),
$REGISTRY (host:port of an empty registry), $REFREGISTRY (of one with the referrers API), $MIRROR (the archive that apt uses), BATTEN_CACHE_DIR and BATTEN_DB (fresh).
Where the output names the working directory, "expected" says $PWD. A case that finds out itself that it can't be run says why in one line of standard
error and ends with 77: it is skipped.

Prints "ok NAME", "skip NAME: why" or "FAIL NAME: why" with more lines after it, then the totals; status 1 on a failure.
"""

import difflib
import functools
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
VENV = ROOT / "build/venv/bin"
SKIPPED = 77  # as automake has it
CASE_SECONDS = 300  # a debug program looks into every program of a large host
sys.dont_write_bytecode = True
sys.path.insert(0, str(HERE))

from engine import answers  # noqa: E402
from servers.kubernetes import problem as kubernetes_problem  # noqa: E402


class Registry:
    """A registry on a free loopback port, started by the first case that needs it, gone with the runner. This one is docker-registry."""

    name = "docker-registry"

    def __init__(self):
        self.process = None
        self.folder = None
        self.address = ""
        self.why = ""

    def start(self):
        """Why there is none; empty: it answers at self.address."""
        if self.address or self.why:
            return self.why
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            address = f"127.0.0.1:{free.getsockname()[1]}"
        self.folder = tempfile.TemporaryDirectory(prefix="batten-registry-")
        self.why = self.run(address)
        if self.why:
            return self.why
        for _ in range(100):
            try:
                with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(f"http://{address}/v2/", timeout=2):
                    self.address = address
                    return ""
            except OSError:
                time.sleep(0.1)
        self.stop()
        self.why = f"{self.name} does not start"
        return self.why

    def run(self, address):
        """Why it can't be run; empty: self.process is it."""
        if not shutil.which("docker-registry"):
            return "docker-registry is not installed"
        config = pathlib.Path(self.folder.name) / "config.yml"
        config.write_text(f"version: 0.1\nstorage:\n  filesystem:\n    rootdirectory: {self.folder.name}/data\nhttp:\n  addr: {address}\n")
        self.serve(["docker-registry", "serve", str(config)])
        return ""

    def serve(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def stop(self):
        if self.process:
            self.process.terminate()
            self.process.wait()
        if self.folder:
            self.folder.cleanup()
        self.process = self.folder = None


class ReferrersRegistry(Registry):
    """One with the referrers API, built from tests/testdata/refregistry."""

    name = "refregistry"

    def run(self, address):
        if not shutil.which("go"):
            return "go is not installed"
        program = f"{self.folder.name}/refregistry"
        built = subprocess.run(["go", "build", "-o", program, "."], cwd=HERE / "testdata/refregistry", stdin=subprocess.DEVNULL,
                               capture_output=True, text=True, errors="replace", check=False)
        if built.returncode:
            return "refregistry can't be built: " + (built.stderr.strip().splitlines() or ["go says nothing"])[-1]
        self.serve([program, address])
        return ""


def shared_folder():
    path = pathlib.Path(os.environ.get("BATTEN_SHARED") or ROOT.parent / "shared")
    return path if path.is_dir() else None


def apt_mirror():
    """The first address that apt is configured with."""
    for path in [pathlib.Path("/etc/apt/sources.list"), *sorted(pathlib.Path("/etc/apt/sources.list.d").glob("*"))]:
        if path.is_file():
            for line in path.read_text(errors="replace").splitlines():
                found = re.match(r"(?:deb\s+(?:\[[^\]]*\]\s*)?|URIs:\s*)(https?://\S+)", line)
                if found:
                    return found[1]
    return None


def network_problem():
    mirror = apt_mirror()
    if not mirror:
        return "no Debian mirror is configured"
    try:
        with urllib.request.urlopen(mirror, timeout=5):
            return ""
    except urllib.error.HTTPError:
        return ""  # it answers
    except OSError as error:
        return f"{mirror} can't be reached: {error}"


@functools.cache
def import_problem():
    """An engine in a bare chroot answers but can't unpack an image."""
    empty = subprocess.run(["docker", "import", "-"], input=bytes(10240), capture_output=True, check=False)
    if empty.returncode:
        return "the container engine takes no image: " + " ".join(empty.stderr.decode(errors="replace").split())
    subprocess.run(["docker", "rmi", empty.stdout.decode().strip()], stdin=subprocess.DEVNULL, capture_output=True, check=False)
    return ""


def problem_with(need, registries):
    """Why what the case needs is not there; empty: it is."""
    if need == "shared":
        return "" if shared_folder() else "no shared data"
    if need == "docker":
        if not shutil.which("docker"):
            return "docker is not installed"
        host = os.environ.get("DOCKER_HOST") or "unix:///var/run/docker.sock"
        return import_problem() if answers(host) else "no container engine answers"
    if need == "root":
        return "" if os.geteuid() == 0 else "not root"
    if need in registries:
        return registries[need].start()
    if need == "network":
        return network_problem()
    if need == "kubernetes":
        return kubernetes_problem()
    if need.startswith("python:"):
        module = need.removeprefix("python:")
        python = str(VENV / "python3") if (VENV / "python3").exists() else "python3"
        found = subprocess.run([python, "-c", f"import {module}"], stdin=subprocess.DEVNULL, capture_output=True, check=False)
        return "" if found.returncode == 0 else f"python3 has no module {module}"
    if need.startswith("env:"):
        variable = need.removeprefix("env:")
        return "" if os.environ.get(variable) else f"{variable} is not set"
    return "" if shutil.which(need) else f"{need} is not installed"


def text_of(path):
    return path.read_text(encoding="utf-8") if path.is_file() else None


def run_case(case, program, registries):
    """("ok" | "skip" | "FAIL", why, lines to show)"""
    for need in (text_of(case / "needs") or "").split():
        why = problem_with(need, registries)
        if why:
            return "skip", why, []
    with tempfile.TemporaryDirectory(prefix="batten-case-") as folder:
        work = pathlib.Path(folder).resolve() / "work"
        shutil.copytree(case, work, symlinks=True)
        environment = {**os.environ, "BATTEN": str(program), "BATTEN_CACHE_DIR": f"{folder}/cache", "BATTEN_DB": f"{folder}/db",
                       "DATA": str(HERE / "testdata"), "ROOT": str(ROOT), "REGISTRY": registries["registry"].address,
                       "REFREGISTRY": registries["refregistry"].address, "MIRROR": apt_mirror() or "", "COLUMNS": "100", "LC_ALL": "C.UTF-8",
                       "BATTEN_FINGERPRINT_KEY": "the fingerprint key of the end-to-end cases"}
        environment.pop("BATTEN_SHARED", None)
        if VENV.is_dir():
            environment["PATH"] = f"{VENV}:{environment['PATH']}"
        if shared_folder():
            environment["SHARED"] = environment["BATTEN_SHARED"] = str(shared_folder())
        process = subprocess.Popen(["sh", "-eu", "cmd"], cwd=work, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True, errors="replace", start_new_session=True)
        try:
            out, err = process.communicate(timeout=CASE_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)  # the group that start_new_session made
            try:
                out, err = process.communicate(timeout=10)
            except subprocess.TimeoutExpired:
                out, err = "", "a process that it started has left its group, and still holds its output"
            return "FAIL", f"not done after {CASE_SECONDS} s", (out + err).splitlines()[-20:]
        out = out.replace(str(work), "$PWD")
        err = err.replace(str(work), "$PWD")
    if process.returncode == SKIPPED and err.strip():
        return "skip", err.strip().splitlines()[-1], []
    return judge(case, out, err, process.returncode)


def judge(case, out, err, status):
    wrong, lines = [], []
    wanted_status = int(text_of(case / "status") or 0)
    if status != wanted_status:
        wrong.append(f"status {status} instead of {wanted_status}")
    expected = text_of(case / "expected")
    if expected is not None and out != expected:
        wrong.append("standard output differs")
        lines += difflib.unified_diff(expected.splitlines(), out.splitlines(), "expected", "standard output", lineterm="")
    for line in (text_of(case / "expected_err") or "").splitlines():
        if not any(line in told for told in err.splitlines()):
            wrong.append(f"standard error lacks '{line}'")
    if wrong and err:
        lines += ["standard error:", *err.splitlines()[-20:]]
    return ("FAIL" if wrong else "ok"), "; ".join(wrong), lines[:80]


def weak(case):
    """A case that could not fail is a failure of its own."""
    checks = [text_of(case / name) for name in ("expected", "expected_err")]
    return (not any(checks) and text_of(case / "status") is None
            and not re.search(r"\b(cmp|diff|grep|test|jq -e)\b|\[ ", text_of(case / "cmd")))


def main():
    filter_text = sys.argv[1] if len(sys.argv) > 1 else ""
    program = pathlib.Path(os.environ.get("BATTEN") or ROOT / "build/dev/batten").resolve()
    totals = {"ok": 0, "FAIL": 0, "skip": 0}
    registries = {"registry": Registry(), "refregistry": ReferrersRegistry()}
    try:
        for case in sorted(path.parent for path in HERE.glob("*/*/cmd")):
            name = str(case.relative_to(HERE))
            if filter_text not in name and filter_text not in f"case {name}":
                continue
            begun = time.monotonic()
            if not os.access(program, os.X_OK):
                state, why, lines = "FAIL", f"{program} was not built", []
            elif weak(case):
                state, why, lines = "FAIL", "the case expects nothing, so it can't fail", []
            else:
                state, why, lines = run_case(case, program, registries)
            totals[state] += 1
            spent = time.monotonic() - begun
            print(f"{state} {name}" + (f": {why}" if why else "") + (f"  ({spent:.1f} s)" if spent > 2 and not why else ""), flush=True)
            for line in lines:
                print(f"    {line}", flush=True)
    finally:
        for registry in registries.values():
            registry.stop()
    print(f"cases: {totals['ok']} passed, {totals['FAIL']} failed, {totals['skip']} skipped", flush=True)
    return 1 if totals["FAIL"] else 0


if __name__ == "__main__":
    sys.exit(main())
