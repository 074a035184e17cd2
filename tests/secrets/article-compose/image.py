# SPDX-License-Identifier: Apache-2.0
"""A root with the system's Python and an application below /app, as a tar archive on standard output: /usr/bin/python3 image.py APP"""

import os
import pathlib
import subprocess
import sys
import sysconfig
import tarfile

LEFT_OUT = {"test", "dist-packages", "site-packages", "idlelib", "lib2to3", "ensurepip", "tkinter", "__pycache__", "pydoc_data"}


def libraries(programs):
    for program in programs:
        for line in subprocess.run(["ldd", program], capture_output=True, text=True, check=True).stdout.splitlines():
            yield from (word for word in line.split() if word.startswith("/"))


def wanted(member):
    return None if LEFT_OUT & set(member.name.split("/")) or "/config-" in member.name else member


def main():
    python = os.path.realpath(sys.executable)
    standard = sysconfig.get_path("stdlib")
    modules = pathlib.Path(standard, "lib-dynload")
    found = [str(path) for name in ("_socket", "_hashlib", "_json") for path in modules.glob(f"{name}.*")]
    with tarfile.open(fileobj=sys.stdout.buffer, mode="w|", dereference=True) as out:
        out.add(python, "usr/bin/python3")
        for path in sorted(set(libraries([python, *found]))):
            out.add(path)
        out.add(standard, filter=wanted)
        out.add("/bin/busybox", "bin/busybox")
        for applet in ("sh", "cat"):
            link = tarfile.TarInfo(f"bin/{applet}")
            link.type, link.linkname = tarfile.SYMTYPE, "busybox"
            out.addfile(link)
        out.add(sys.argv[1], "app/app.py")


main()
