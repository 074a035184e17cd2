# SPDX-License-Identifier: Apache-2.0
"""Where can the value be seen? where_seen.py VALUE_FILE[,VALUE_FILE...] [process PID | processes | files MARKER DIRECTORY... | container NAME]

Prints a line for each place: variables and arguments of a process or of all there are, files newer than the marker (on the directory's own file
system), what the engine tells of a container and keeps of it on the disk, its image included.
"""

import os
import pathlib
import subprocess
import sys


class Values:
    def __init__(self, paths):
        self.values = [pathlib.Path(path).read_bytes().strip() for path in paths]
        if min(map(len, self.values)) < 12:
            sys.exit("the value is too short to be looked for")

    def are_in(self, data):
        return any(value in data for value in self.values)


def in_process(pid, values):
    for name in ("environ", "cmdline"):
        if values.are_in(pathlib.Path(f"/proc/{pid}/{name}").read_bytes()):
            yield f"{name} of the process"


def in_processes(values):
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            for place in in_process(pid, values):
                yield f"{place} {pid}, {pathlib.Path(f'/proc/{pid}/comm').read_text().strip()}"
        except OSError:
            continue  # it has ended


def in_files(directory, values, since=0.0):
    device = os.stat(directory).st_dev
    for folder, folders, names in os.walk(directory):
        folders[:] = [name for name in folders if os.lstat(os.path.join(folder, name)).st_dev == device]
        for name in names:
            path = os.path.join(folder, name)
            try:
                if os.path.isfile(path) and not os.path.islink(path) and os.stat(path).st_ctime >= since:
                    with open(path, "rb") as file:
                        if values.are_in(file.read()):
                            yield path
            except OSError:
                continue


def docker(*words):
    return subprocess.run(["docker", *words], capture_output=True, check=True).stdout


def in_container(name, values):
    for words in (["inspect", name], ["diff", name], ["ps", "-a", "--no-trunc"]):
        if values.are_in(docker(*words)):
            yield "docker " + words[0]
    image = docker("inspect", "-f", "{{.Image}}", name).decode().strip()
    for words in (["image", "inspect", image], ["history", "--no-trunc", image], ["save", image], ["export", name]):
        if values.are_in(docker(*words)):
            yield "docker " + words[0]
    upper = docker("inspect", "-f", "{{.GraphDriver.Data.UpperDir}}", name).decode().strip()
    yield from in_files(upper, values)
    root = docker("info", "-f", "{{.DockerRootDir}}").decode().strip()
    yield from in_files(f"{root}/containers", values)


def main():
    values = Values(sys.argv[1].split(","))
    kind, *where = sys.argv[2:]
    if kind == "process":
        places = in_process(where[0], values)
    elif kind == "processes":
        places = in_processes(values)
    elif kind == "container":
        places = in_container(where[0], values)
    else:
        since = os.stat(where[0]).st_ctime
        places = (place for directory in where[1:] for place in in_files(directory, values, since))
    for place in places:
        print("seen:", place)


main()
