#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# java.sh ROOT: old archives as Maven fetches them, two of them without pom.properties; two libraries shaded into one archive, one under
# another package name; an archive of archives as Spring Boot packs it; a war with archives inside. shop.jar is named apart from its artifact.
set -eu
mkdir -p "$1"
root=$(realpath "$1")
here=$(realpath "$(dirname "$0")")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$here/jars.xml" "$work/pom.xml"
mkdir -p "$work/shaded" "$root/opt/app/lib" "$root/opt/boot" "$root/opt/tomcat/webapps"
cp "$here/shaded.xml" "$work/shaded/pom.xml"
# From the local repository where all is there: two starts without asking anybody.
maven() { mvn -q -B -o "$@" >"$work/log" 2>&1 || mvn -q -B "$@" >"$work/log" 2>&1 || { tail -n 20 "$work/log" >&2; exit 1; }; }
maven -f "$work/pom.xml" dependency:copy-dependencies -DoutputDirectory="$work/jars"
maven -f "$work/shaded/pom.xml" package
cp "$work/jars/log4j-api-2.14.1.jar" "$work/jars/log4j-core-2.14.1.jar" "$work/jars/spring-core-5.3.0.jar" "$work/jars/spring-jcl-5.3.0.jar" "$root/opt/app/lib"
cp "$work/jars/commons-collections-3.2.1.jar" "$root/opt/app/lib/collections.jar"
cp "$work/shaded/target/shop-1.4.jar" "$root/opt/app/lib/shop.jar"
python3 "$here/nested_archives.py" "$work/jars" "$root"
