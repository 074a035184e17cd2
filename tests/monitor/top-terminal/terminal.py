# SPDX-License-Identifier: Apache-2.0
"""`batten top` in tmux, without events, so that it runs for everybody."""

import os
import signal
import subprocess
import time

SOCKET = f"batten-top-{os.getpid()}"
SECONDS = 60


def tmux(*arguments):
    done = subprocess.run(["tmux", "-L", SOCKET, "-f", "/dev/null", *arguments], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"tmux {' '.join(arguments)}: {done.stderr.strip()}")
    return done.stdout


def shown():
    return tmux("capture-pane", "-p", "-t", "top")


def type_keys(*keys):
    tmux("send-keys", "-t", "top", *keys)


def wait(what, holds):
    """Prints what, and whether it came to hold."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        if holds(shown()):
            print(what)
            return
        time.sleep(0.1)
    print(f"not {what}:\n{shown()}")


def start():
    type_keys("clear; stty -a | grep -c ' echo '; $BATTEN top --no-events; echo status=$?; stty -a | grep -c ' echo '", "Enter")
    wait("containers are shown", lambda text: "CONTAINER" in text and "(host)" in text)


def child():
    """Of the shell in the pane, which runs nothing else."""
    pane = tmux("display-message", "-p", "-t", "top", "#{pane_pid}").split()[0]
    with open(f"/proc/{pane}/task/{pane}/children", encoding="ascii") as children:
        return int(children.read().split()[0])


def is_back(status):
    def holds(text):
        # A line of whoever runs the shell may stand between.
        lines = [line for line in text.splitlines() if line in ("0", "1") or line.startswith("status=")]
        return lines == ["1", f"status={status}", "1"] and "CONTAINER" not in text
    return holds


environment = " ".join(f"{name}={os.environ[name]}" for name in ("BATTEN", "BATTEN_CACHE_DIR") if name in os.environ)
tmux("new-session", "-d", "-s", "top", "-x", "80", "-y", "24", f"env {environment} LC_ALL=C.UTF-8 sh")
try:
    start()
    wait("it says what is missing", lambda text: "no events" in text)
    wait("all lines fit", lambda text: len(text.rstrip("\n").splitlines()) == 24 and all(len(line) <= 80 for line in text.splitlines()))
    type_keys("2")
    wait("processes are shown", lambda text: "COMMAND" in text and "PID" in text)
    type_keys("/", "batten top --no")
    wait("filtered", lambda text: "/ batten top --no_" in text and "1 of" in text and 1 <= text.count("(host)") < 9)
    type_keys("Enter", "Enter")
    wait("details are shown", lambda text: "threads" in text and "All about it" in text)
    type_keys("Escape")
    wait("back in the table", lambda text: "only with: batten top --no" in text)
    type_keys("Escape")
    wait("all processes again", lambda text: "only with" not in text and "COMMAND" in text)
    type_keys("s")
    wait("sorted", lambda text: "sort: cpu" in text)
    type_keys("?")
    wait("help is shown", lambda text: "one step back" in text)
    type_keys("?", "4")
    wait("connections are shown", lambda text: "REMOTE" in text)
    tmux("resize-window", "-t", "top", "-x", "120", "-y", "40")
    wait("drawn at another size", lambda text: len(text.rstrip("\n").splitlines()) == 40 and "quit" in text.rstrip("\n").splitlines()[39])
    # Back to the size at the start: some versions of tmux mix the two screens up when the size has changed between them.
    tmux("resize-window", "-t", "top", "-x", "80", "-y", "24")
    wait("drawn at the first size again", lambda text: "quit" in text.rstrip("\n").splitlines()[-1] and len(text.rstrip("\n").splitlines()) == 24)
    type_keys("p")
    wait("held", lambda text: "PAUSED" in text)
    type_keys("q")
    wait("the terminal is back after q", is_back(0))
    start()
    type_keys("C-c")
    wait("the terminal is back after ^C", is_back(0))
    for name, status in (("TERM", 0), ("QUIT", 131), ("SEGV", 139)):
        start()
        os.kill(child(), signal.Signals[f"SIG{name}"])
        wait(f"the terminal is back after {name}", is_back(status))
    start()
    type_keys("C-z")
    wait("the terminal is back while it is stopped", lambda text: "CONTAINER" not in text)
    type_keys("fg", "Enter")
    wait("the view is back", lambda text: "CONTAINER" in text and "(host)" in text)
    type_keys("q")
    wait("it ends after all", lambda text: "CONTAINER" not in text)
finally:
    tmux("kill-server")
