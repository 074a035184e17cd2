# SPDX-License-Identifier: Apache-2.0
"""Where can the value be seen? where_seen.py VALUE_FILE [process PID | files MARKER DIRECTORY... | container NAME]

Prints a line for each place: variables and arguments of a process, files newer than the marker (on the directory's own file system), what the
engine tells of a container and keeps of it on the disk, its image included.
"""

import os
import pathlib
import subprocess
import sys


def in_process(pid, value):
    for name in ("environ", "cmdline"):
        if value in pathlib.Path(f"/proc/{pid}/{name}").read_bytes():
            yield f"{name} of the process"


def in_files(directory, value, since=0.0):
    device = os.stat(directory).st_dev
    for folder, folders, names in os.walk(directory):
        folders[:] = [name for name in folders if os.lstat(os.path.join(folder, name)).st_dev == device]
        for name in names:
            path = os.path.join(folder, name)
            try:
                if os.path.isfile(path) and not os.path.islink(path) and os.stat(path).st_ctime >= since:
                    with open(path, "rb") as file:
                        if value in file.read():
                            yield path
            except OSError:
                continue


def docker(*words):
    return subprocess.run(["docker", *words], capture_output=True, check=True).stdout


def in_container(name, value):
    for words in (["inspect", name], ["diff", name], ["ps", "-a", "--no-trunc"]):
        if value in docker(*words):
            yield "docker " + words[0]
    image = docker("inspect", "-f", "{{.Image}}", name).decode().strip()
    for words in (["image", "inspect", image], ["history", "--no-trunc", image], ["save", image], ["export", name]):
        if value in docker(*words):
            yield "docker " + words[0]
    upper = docker("inspect", "-f", "{{.GraphDriver.Data.UpperDir}}", name).decode().strip()
    yield from in_files(upper, value)
    root = docker("info", "-f", "{{.DockerRootDir}}").decode().strip()
    yield from in_files(f"{root}/containers", value)


def main():
    value = pathlib.Path(sys.argv[1]).read_bytes().strip()
    kind, *where = sys.argv[2:]
    if len(value) < 12:
        sys.exit("the value is too short to be looked for")
    if kind == "process":
        places = in_process(where[0], value)
    elif kind == "container":
        places = in_container(where[0], value)
    else:
        since = os.stat(where[0]).st_ctime
        places = (place for directory in where[1:] for place in in_files(directory, value, since))
    for place in places:
        print("seen:", place)


main()
