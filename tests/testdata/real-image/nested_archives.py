#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Archives of archives: an executable one as Spring Boot lays it out (stored members), and a war. Usage: nested_archives.py JARS ROOT"""
import pathlib
import sys
import zipfile

jars, root = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
MANIFEST = "Manifest-Version: 1.0\r\nMain-Class: org.springframework.boot.loader.JarLauncher\r\nStart-Class: test.example.Boot\r\n" \
           "Spring-Boot-Classes: BOOT-INF/classes/\r\nSpring-Boot-Lib: BOOT-INF/lib/\r\n\r\n"

with zipfile.ZipFile(root / "opt/boot/boot.jar", "w", zipfile.ZIP_STORED) as boot:
    boot.writestr("META-INF/MANIFEST.MF", MANIFEST)
    boot.writestr("META-INF/maven/test.example/boot/pom.properties", "artifactId=boot\ngroupId=test.example\nversion=2.0\n")
    for name in ("jackson-databind-2.9.8.jar", "jackson-core-2.9.8.jar", "jackson-annotations-2.9.0.jar"):
        boot.write(jars / name, "BOOT-INF/lib/" + name)
with zipfile.ZipFile(root / "opt/tomcat/webapps/front.war", "w", zipfile.ZIP_DEFLATED) as war:
    war.writestr("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\r\n\r\n")
    war.writestr("WEB-INF/web.xml", "<web-app/>\n")
    war.write(jars / "snakeyaml-1.26.jar", "WEB-INF/lib/snakeyaml-1.26.jar")
