# SPDX-License-Identifier: Apache-2.0
"""A watch beside a program of odd arguments and files; each alert must be one line of JSON in UTF-8."""

import json
import os
import pathlib
import signal
import subprocess
import time

RULES = """- rule: Odd program
  desc: a program of this case
  condition: evt.type = execve and evt.res = SUCCESS and proc.name = batten-odd
  output: ran %proc.cmdline in %proc.cwd as %proc.exepath
  priority: NOTICE
- rule: Odd file
  desc: a file of this case
  condition: evt.type in (open, openat, openat2) and fd.name contains batten-odd-file
  output: opened %fd.name raw %fs.path.nameraw
  priority: NOTICE
- rule: Odd removal
  desc: its end
  condition: evt.type in (unlink, unlinkat) and fs.path.name contains batten-odd-file
  output: removed %fs.path.name
  priority: NOTICE
"""
NOT_TEXT = b"batten-odd-file-\xff\xfe\xc3\x28-\x1b[2J\n\x7f-end"
PART = "d" * 200


def start():
    pathlib.Path("rules.yaml").write_text(RULES)
    out, err = open("alerts", "wb"), open("err", "wb")
    watch = subprocess.Popen([os.environ["BATTEN"], "watch", "--rules", "rules.yaml", "--json", "--repeat-limit", "1000"], stdin=subprocess.DEVNULL, stdout=out,
                             stderr=err)
    for _ in range(600):
        if b"watch this machine" in pathlib.Path("err").read_bytes():
            return watch
        time.sleep(0.1)
    raise SystemExit(pathlib.Path("err").read_text(errors="replace"))


def long_path():
    """A file whose path has 4,090 bytes or more, made step by step, as no call takes so much more."""
    top = os.getcwd()
    while len(os.getcwd()) < 4090 - 2 * 201:
        os.mkdir(PART)
        os.chdir(PART)
    name = "batten-odd-file-" + "f" * (4095 - len(os.getcwd()) - 1 - 16)
    name = name[:255]
    whole = f"{os.getcwd()}/{name}"
    with open(name, "w"):
        pass
    os.chdir(top)
    with open(whole):
        pass
    return len(whole)


watch = start()
pathlib.Path("batten-odd").write_bytes(pathlib.Path("/bin/true").read_bytes())
os.chmod("batten-odd", 0o755)
subprocess.run(["./batten-odd", *["x" * 100_000] * 20], check=True)
subprocess.run([b"./batten-odd", b"\xff\xfe\xc3(", b"\x1b[2J\nline"], check=True)
subprocess.run(["./batten-odd", *["y"] * 200_000], check=True)
with open(NOT_TEXT, "wb"):
    pass
os.unlink(NOT_TEXT)
length = long_path()
time.sleep(1)
watch.send_signal(signal.SIGTERM)
print("ended with status", watch.wait(30))
alerts = [json.loads(line.decode("utf-8")) for line in pathlib.Path("alerts").read_bytes().splitlines()]


def fields(rule, field):
    return [alert["output_fields"][field] for alert in alerts if alert["rule"] == rule]


ran = fields("Odd program", "proc.cmdline")
print("programs:", len(ran), "with 2 MB of arguments cut to less than 64 kB:", len(ran[0]) < 65536 and ran[0].count("x") > 10_000)
print("arguments that are no text:", json.dumps(ran[1]))
print("many arguments:", len(ran[2]) < 65536 and ran[2].count("y") > 1_000)
opened = fields("Odd file", "fd.name")
print("a name that is no text:", json.dumps(opened[0].rpartition("/")[2]))
longest = max(len(name) for name in opened)
print("a path of more than 3,900 bytes, whole:", length > 3900 and longest == length)
print("removed:", json.dumps(fields("Odd removal", "fs.path.name")[0].rpartition("/")[2]))
