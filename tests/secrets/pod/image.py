# SPDX-License-Identifier: Apache-2.0
"""A root with batten, what it loads, and busybox, as a tar archive on standard output: image.py BATTEN"""

import os
import subprocess
import sys
import tarfile

APPLETS = ("sh", "cat", "cmp", "cp", "grep", "ls", "sha256sum", "sleep", "stat", "test", "touch")


def libraries(file):
    for line in subprocess.run(["ldd", file], capture_output=True, text=True, check=True).stdout.splitlines():
        yield from (word for word in line.split() if word.startswith("/"))


def loaded_later():
    """libcurl, which batten opens by name."""
    known = subprocess.run(["/sbin/ldconfig", "-p"], capture_output=True, text=True, check=True).stdout
    return next(line.split()[-1] for line in known.splitlines() if line.strip().startswith("libcurl.so.4 "))


def main():
    curl = loaded_later()
    with tarfile.open(fileobj=sys.stdout.buffer, mode="w|", dereference=True) as out:
        out.add(sys.argv[1], "usr/bin/batten")
        for path in sorted({curl, *libraries(sys.argv[1]), *libraries(curl)}):
            out.add(path)
        out.add("/bin/busybox", "bin/busybox")
        for applet in APPLETS:
            link = tarfile.TarInfo(f"bin/{applet}")
            link.type, link.linkname = tarfile.SYMTYPE, "busybox"
            out.addfile(link)
        if os.path.exists("/etc/ssl/openssl.cnf"):
            out.add("/etc/ssl/openssl.cnf")


main()
