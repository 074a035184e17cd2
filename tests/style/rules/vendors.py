# SPDX-License-Identifier: Apache-2.0
"""A vendor header is included by the one file that src/vendors.txt names for it; tests and their fixtures may use GoogleTest, kernel programs
libbpf's headers for them."""

import pathlib
import re

LIST = "fmt/ base/format.h\n"
BAD = [
    {"src/vendors.txt": LIST, "src/base/format.h": "#include <fmt/core.h>\n", "src/base/a.cc": "#include <fmt/chrono.h>\n"},
    {"src/base/a.cc": "#include <boost/asio.hpp>\n"},
    {"src/vendors.txt": LIST},
]
GOOD = {"src/vendors.txt": LIST, "src/monitor/bpf/a.h": "#include <bpf/bpf_helpers.h>\n#include <stdbool.h>\n", "src/base/format.h": "#include <fmt/core.h>\n",
        "src/base/a_test.cc": "#include <gtest/gtest.h>\n#include <sys/stat.h>\n#include <unistd.h>\n#include <span>\n"}

# Folders and headers of the C library and the kernel. C++ headers have neither a dot nor a slash.
SYSTEM_FOLDERS = ("sys", "linux", "netinet", "net", "arpa", "asm", "bits")
SYSTEM_HEADERS = {
    "dirent.h", "dlfcn.h", "elf.h", "endian.h", "errno.h", "fcntl.h", "fnmatch.h", "grp.h", "ifaddrs.h", "langinfo.h", "link.h", "locale.h", "netdb.h",
    "poll.h", "pthread.h", "pwd.h", "sched.h", "signal.h", "spawn.h", "stdio.h", "stdlib.h", "string.h", "strings.h", "syscall.h", "syslog.h",
    "termios.h", "time.h", "ucontext.h", "unistd.h", "utime.h", "cxxabi.h", "immintrin.h", "x86intrin.h", "malloc.h", "getopt.h", "wchar.h",
}


def is_system(name):
    return re.fullmatch(r"[a-z_]+", name) or name in SYSTEM_HEADERS or name.split("/")[0] in SYSTEM_FOLDERS


# What kernel programs are made of.
KERNEL_FOLDER = "src/monitor/bpf"
KERNEL_HEADERS = {"bpf/bpf_core_read.h", "bpf/bpf_endian.h", "bpf/bpf_helpers.h", "bpf/bpf_tracing.h", "stdbool.h"}


def check(tree):
    vendors = tree.vendors()
    used = set()
    for path in tree.sources():
        for number, name, _ in tree.includes(path):
            if str(path.parent) == KERNEL_FOLDER and name in KERNEL_HEADERS:
                continue
            for prefix, owner in vendors:
                if name.startswith(prefix):
                    used.add((prefix, str(path)))
                    if str(path) != f"src/{owner}":
                        yield path, number, f"<{name}> belongs in src/{owner} alone"
                    break
            else:
                own = name.split("/")[0] in tree.rooms() or name.startswith("fuzz/")
                test = path.stem.endswith(("_test", "_fixture")) and name.startswith(("gtest/", "gmock/"))
                if not own and not test and not is_system(name):
                    yield path, number, f"<{name}>: neither the system's nor in vendors.txt"
    for prefix, owner in vendors:
        if (prefix, f"src/{owner}") not in used:
            yield pathlib.Path("src/vendors.txt"), 0, f"{owner} does not include {prefix}: the line is stale"
