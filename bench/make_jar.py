#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A large archive of archives: 300 nested jars, 200 MiB, each with coordinates and classes that don't compress. Usage: make_jar.py ROOT [MEBIBYTES [JARS]]

ROOT/opt/big/big.jar; the nested ones are stored, as Spring Boot wants them. The same arguments give the same bytes.
"""
import io
import pathlib
import random
import sys
import zipfile

STAMP = (2020, 1, 1, 0, 0, 0)


def add(archive, name, data, method=zipfile.ZIP_DEFLATED):
    info = zipfile.ZipInfo(name, STAMP)
    info.compress_type = method
    archive.writestr(info, data)


def nested(number, size, noise):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as jar:
        add(jar, "META-INF/MANIFEST.MF", f"Manifest-Version: 1.0\r\nImplementation-Version: 1.{number}\r\n\r\n")
        add(jar, f"META-INF/maven/test.example/part{number}/pom.properties", f"groupId=test.example\nartifactId=part{number}\nversion=1.{number}\n")
        for part in range(8):
            add(jar, f"test/example/part{number}/Class{part}.class", noise.randbytes(size // 8))
    return out.getvalue()


def main():
    root = pathlib.Path(sys.argv[1])
    mebibytes = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    jars = int(sys.argv[3]) if len(sys.argv) > 3 else 300
    noise = random.Random(1)
    path = root / "opt/big/big.jar"
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as boot:
        add(boot, "META-INF/MANIFEST.MF", "Manifest-Version: 1.0\r\nMain-Class: org.springframework.boot.loader.JarLauncher\r\n\r\n")
        for number in range(jars):
            add(boot, f"BOOT-INF/lib/part{number}-1.{number}.jar", nested(number, (mebibytes << 20) // jars, noise), zipfile.ZIP_STORED)
    print(f"{jars} nested jars, {path.stat().st_size / (1 << 20):.0f} MiB")


main()
