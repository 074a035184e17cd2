#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs what ./test has built: the rooms' test programs, the style rules, the end-to-end cases; counts and says what was skipped.

The test programs are those that CTest knows; each writes GoogleTest's XML, so that single tests are counted and the
reason of every GTEST_SKIP is kept. tests/run.py, where it is, runs the end-to-end cases and prints for each
"ok NAME", "skip NAME: why" or "FAIL NAME: why" with more lines after it.
"""

import argparse
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as xml
from concurrent.futures import ThreadPoolExecutor

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
BUILD = ROOT / "build/dev"
PROGRAM_SECONDS = 1500
sys.dont_write_bytecode = True
sys.path[:0] = [str(HERE), str(HERE / "style")]

import check  # noqa: E402
from engine import Engine  # noqa: E402


class Counts:
    def __init__(self):
        self.passed = 0
        self.failed = []
        self.skipped = []  # (name, why)

    def add(self, name, state, why=""):
        if state == "passed":
            self.passed += 1
        elif state == "skipped":
            self.skipped.append((name, why))
        else:
            self.failed.append(name)


def programs(filter_text):
    """(room, command, GoogleTest filter) of every test program that may have a wanted test."""
    listing = subprocess.run(["ctest", "--show-only=json-v1"], cwd=BUILD, stdin=subprocess.DEVNULL, capture_output=True, check=True)
    for test in json.loads(listing.stdout)["tests"]:
        room, command = test["name"], test.get("command")
        if filter_text in room:
            yield room, command, "*"
        elif not filter_text.startswith("style."):
            yield room, command, f"*{filter_text.removeprefix(room + '.')}*"


def run_program(room, command, wanted, environment):
    """(room, seconds, [(test, state, why)], output)"""
    begun = time.monotonic()
    if not command or not os.path.exists(command[0]):
        return (room, 0, [], "") if wanted != "*" else (room, 0, [(f"{room}", "failed", "")], "the test program was not built\n")
    with tempfile.TemporaryDirectory(prefix="batten-test-") as folder:
        report = pathlib.Path(folder) / "report.xml"
        environment = {**environment, "BATTEN_CACHE_DIR": f"{folder}/cache"}
        try:
            done = subprocess.run([*command, f"--gtest_filter={wanted}", f"--gtest_output=xml:{report}"], cwd=ROOT, env=environment,
                                  stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=PROGRAM_SECONDS, check=False)
            output, status = done.stdout.decode(errors="replace"), done.returncode
        except subprocess.TimeoutExpired as late:
            output, status = (late.stdout or b"").decode(errors="replace") + f"\nstopped after {PROGRAM_SECONDS} s\n", -1
        results = read_report(room, report) if report.exists() else []
    if status != 0 and not any(state == "failed" for _, state, _ in results):
        last = re.findall(r"^\[ RUN      \] (\S+)", output, re.M)
        results.append((f"{room}.{last[-1]}" if last else room, "failed", ""))
        output += f"\n{command[0]} ended with status {status}\n"
    if status == 0 and not results and wanted == "*":
        results.append((room, "failed", ""))
        output += "\nthe program ran no test\n"
    return room, time.monotonic() - begun, results, output


def read_report(room, report):
    results = []
    for case in xml.parse(report).getroot().iter("testcase"):
        name = f"{room}.{case.get('classname')}.{case.get('name')}"
        skipped = case.find("skipped")
        if case.find("failure") is not None:
            results.append((name, "failed", ""))
        elif skipped is not None or case.get("result") == "skipped":
            text = skipped.get("message") or skipped.text or "" if skipped is not None else ""
            # "FILE:LINE\nSkipped\nWHY\nGoogle Test trace: ..."
            text = text.partition("Google Test trace:")[0]
            text = text.partition("Google Test trace:")[0]
            lines = [line for line in text.splitlines() if line and line != "Skipped" and not re.fullmatch(r"\S+:\d+", line)]
            results.append((name, "skipped", " ".join(lines) or "no reason given"))
        elif case.get("status") == "run":
            results.append((name, "passed", ""))
    return results


def run_rooms(counts, options, environment):
    work = list(programs(options.filter))
    with ThreadPoolExecutor(os.cpu_count() if options.j else 1) as pool:
        for room, seconds, results, output in pool.map(lambda item: run_program(*item, environment), work):
            for result in results:
                counts.add(*result)
            tally = [sum(state == kind for _, state, _ in results) for kind in ("passed", "failed", "skipped")]
            if results:
                print(f"{room}: {tally[0]} passed, {tally[1]} failed, {tally[2]} skipped ({seconds:.1f} s)", flush=True)
            if tally[1]:
                print(output, flush=True)


def run_style(counts, options):
    for name, state, lines, seconds in check.run(options.filter):
        counts.add(f"style.{name}", state, "; ".join(lines))
        print(f"style.{name}: {state} ({seconds:.1f} s)", flush=True)
        if state == "failed":
            print("".join(f"    {line}\n" for line in lines), end="", flush=True)


def run_cases(counts, options, environment):
    runner = HERE / "run.py"
    if not runner.is_file() or options.filter.startswith("style."):
        return
    command = [sys.executable, str(runner), *([options.filter] if options.filter else [])]
    case_environment = {**environment, "BATTEN": str(BUILD / "batten")}
    process = subprocess.Popen(command, cwd=ROOT, env=case_environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
    failed = False
    for line in process.stdout:
        print(line, end="", flush=True)
        found = re.match(r"(ok|skip|FAIL) (\S+?):?(?:\s+(.*))?$", line.rstrip("\n"))
        if found:
            counts.add(f"case {found[2]}", {"ok": "passed", "skip": "skipped", "FAIL": "failed"}[found[1]], found[3] or "no reason given")
            failed = failed or found[1] == "FAIL"
    if process.wait() != 0 and not failed:
        counts.add("tests/run.py", "failed")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("-j", action="store_true")
    parser.add_argument("filter", nargs="?", default="")
    options = parser.parse_args()
    counts = Counts()
    environment = dict(os.environ)
    if options.filter.startswith("style."):
        run_style(counts, options)
    else:
        with Engine() as engine:
            if engine.host:
                environment["DOCKER_HOST"] = engine.host
            elif not options.filter:
                counts.add("docker engine", "skipped", engine.why)
            run_rooms(counts, options, environment)
            run_cases(counts, options, environment)
        run_style(counts, options)

    print()
    for name, why in counts.skipped:
        print(f"skipped: {name}: {why}")
    for name in counts.failed:
        print(f"FAILED: {name}")
    if options.filter and not (counts.passed or counts.failed or counts.skipped):
        print(f"no test has '{options.filter}' in its name")
        counts.failed.append(options.filter)
    print(f"{counts.passed} passed, {len(counts.failed)} failed, {len(counts.skipped)} skipped", flush=True)
    return 1 if counts.failed else 0


if __name__ == "__main__":
    sys.exit(main())
