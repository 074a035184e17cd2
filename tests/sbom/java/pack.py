# SPDX-License-Identifier: Apache-2.0
"""lib/*.jar into root/opt/app.jar as Spring Boot packs it (stored, a script in front), and deflated into a war in an ear."""
import io
import pathlib
import zipfile

libraries = sorted(pathlib.Path("lib").glob("*.jar"))
boot = io.BytesIO()
with zipfile.ZipFile(boot, "w") as archive:
    archive.writestr("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\r\nStart-Class: org.example.App\r\n")
    archive.writestr("META-INF/maven/org.example/app/pom.properties", "groupId=org.example\nartifactId=app\nversion=0.1\n", zipfile.ZIP_DEFLATED)
    for library in libraries:
        archive.write(library, "BOOT-INF/lib/" + library.name)
war = io.BytesIO()
with zipfile.ZipFile(war, "w", zipfile.ZIP_DEFLATED) as archive:
    archive.write(next(path for path in libraries if path.name.startswith("log4j-core")), "WEB-INF/lib/logging.jar")
opt = pathlib.Path("root/opt")
opt.mkdir(parents=True)
(opt / "app.jar").write_bytes(b"#!/bin/sh\nexec java -jar \"$0\"\n" + boot.getvalue())
with zipfile.ZipFile(opt / "all-3.ear", "w", zipfile.ZIP_DEFLATED) as archive:
    archive.writestr("web.war", war.getvalue())
