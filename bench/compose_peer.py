#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares what is read of Compose files with compose-go, the reference reader: compose_peer.py [PROJECTS] [SEED]

Makes PROJECTS (500) projects of random services in all forms of the specification, with extends, include, an override file, anchors and
variables, reads them with both programs and prints every difference.
    BATTEN_COMPOSE_GO     compose_go.go, built; without it nothing is compared
    BATTEN_BENCH_COMPOSE  bench_compose (build/dev/bench_compose: configure with -DBATTEN_BENCH=ON)
"""
import collections
import json
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent


def one_of(rng, *values):
    return rng.choice(values)


def some(rng, values, least=1):
    return rng.sample(values, rng.randint(least, len(values)))


PORTS = ["3000", "8000:8000", '"9090-9091:8080-8081"', '"127.0.0.1:8001:8001"', '"6060:6060/udp"', '"[::1]:81:81"', "'127.0.0.1::5000'",
         '{target: 80, published: "8088", host_ip: 10.0.0.1, protocol: udp}', "{target: 9000, published: 9001}", '"${PORT:-7000}:7000"', "22:22"]
VOLUMES = ["data:/data", "./src:/srv:ro", "/etc/x:/etc/x", "~/keys:/keys", "/anonymous", "../up:/up:rw", "data:/d2:ro,z", "${DATA:-./d}:/d3",
           "{type: bind, source: ./b, target: /b, read_only: true}", "{type: volume, source: data, target: /v}", "{type: tmpfs, target: /t}",
           "{type: bind, source: /var/run/docker.sock, target: /var/run/docker.sock, bind: {propagation: rslave}}", "/l:/l:rshared"]
# Without numbers that YAML would rewrite (1.50, 0x10): here they are read as they are written.
VARIABLES = {"A": "1", "B": '"two words"', "C": "$OUT", "D": "${NONE:-default}", "E": "a$$b", "F": "${OUT:+set}", "G": "${NONE+set}", "H": "${EMPTY-x}",
             "I": "${EMPTY:-${OUT}}", "J": "true", "L": '""', "M": "null", "N": "${OUT}/${OUT:?no}", "Q": "~"}
COMMANDS = ["sh -c 'echo a b'", '["nginx", "-g", "daemon off;"]', 'a "b c" d\\ e', "[]", "sh -c \"a 'b'\" && c | d", "echo $$HOME"]
HEALTH = ["{test: curl -f x}", '{test: ["CMD", "curl"]}', '{test: ["NONE"]}', "{disable: true}", "{interval: 5s}", '{test: [CMD-SHELL, "a || b"], retries: 3}']
BUILDS = [".", "./web", "{context: ./web, dockerfile: D}", "{context: 'https://github.com/a/b.git#main'}", '{dockerfile_inline: "FROM scratch"}', "../up"]


def settings(rng):
    """Lines of one service."""
    scalars = {
        "image": lambda: one_of(rng, "nginx", "nginx:1.27", '"a/b@sha256:%s"' % ("0" * 64), "${REG:-docker.io}/app:$TAG", "reg:5000/x"),
        "privileged": lambda: one_of(rng, "true", "false", '"true"'),
        "read_only": lambda: one_of(rng, "true", "false"),
        "init": lambda: one_of(rng, "true", "false"),
        "user": lambda: one_of(rng, "root", '"1000:1000"', "${U:-app}"),
        "pid": lambda: "host",
        "ipc": lambda: one_of(rng, "host", "shareable"),
        "uts": lambda: "host",
        "userns_mode": lambda: "host",
        "cgroup": lambda: one_of(rng, "host", "private"),
        "cgroup_parent": lambda: "x.slice",
        "runtime": lambda: "runsc",
        "restart": lambda: one_of(rng, "always", '"no"', "on-failure:5", "unless-stopped"),
        "mem_limit": lambda: one_of(rng, "512m", "1g", "1.5gb", "1048576", '"64K"'),
        "pids_limit": lambda: one_of(rng, "100", "-1"),
        "cpus": lambda: one_of(rng, "0.5", '"2"'),
        "build": lambda: one_of(rng, *BUILDS),
        "command": lambda: one_of(rng, *COMMANDS),
        "entrypoint": lambda: one_of(rng, *COMMANDS),
        "healthcheck": lambda: one_of(rng, *HEALTH),
        "logging": lambda: one_of(rng, "{driver: syslog}", '{driver: json-file, options: {max-size: 10m, max-file: "3"}}', "{options: {a: b}}"),
        "ulimits": lambda: one_of(rng, "{nproc: 5}", "{nofile: {soft: 1, hard: 2}, nproc: 7}"),
        "sysctls": lambda: one_of(rng, "[net.a=1, net.b=2]", "{net.a: 1, net.c: 0}"),
        "labels": lambda: one_of(rng, "[a=b, c]", "{a: 1, d: 'x=y'}", "{}"),
        "devices": lambda: one_of(rng, '["/dev/kvm", "/dev/a:/dev/b:r"]', "[{source: /dev/fuse, target: /dev/x, permissions: rw}]"),
        "device_cgroup_rules": lambda: "['c 1:3 mr']",
        "cap_add": lambda: "[%s]" % ", ".join(some(rng, ["NET_ADMIN", "SYS_TIME", "ALL"])),
        "cap_drop": lambda: "[%s]" % ", ".join(some(rng, ["ALL", "KILL", "MKNOD"])),
        "security_opt": lambda: "[%s]" % ", ".join(some(rng, ['"no-new-privileges:true"', "label=disable", "apparmor=unconfined", '"seccomp:unconfined"'])),
        "tmpfs": lambda: one_of(rng, "/run", "[/run, '/tmp:size=1m']"),
        "networks": lambda: one_of(rng, "[front, back]", "{front: , back: {aliases: [x]}}"),
        "profiles": lambda: "[dev, test]",
        "secrets": lambda: one_of(rng, "[pw]", "[pw, {source: key, target: other}]", "[{source: key, target: /abs}]"),
        "depends_on": lambda: one_of(rng, "[other]", "{other: {condition: service_healthy}}"),
        "env_file": lambda: one_of(rng, "a.env", "[a.env, b.env]", "[{path: gone.env, required: false}, a.env]"),
        "deploy": lambda: one_of(rng, "{restart_policy: {condition: on-failure, max_attempts: 3}}", "{restart_policy: {condition: any}}", "{replicas: 2}"),
        "use_api_socket": lambda: "false",
        "x-mine": lambda: "{any: thing}",
    }
    lines = []
    for key in some(rng, sorted(scalars), 3)[:14]:
        lines.append(f"{key}: {scalars[key]()}")
    if rng.random() < 0.6:
        lines += ["ports:"] + [f"  - {port}" for port in some(rng, PORTS)[:4]]
    if rng.random() < 0.6:
        lines += ["volumes:"] + [f"  - {volume}" for volume in some(rng, VOLUMES)[:5]]
    if rng.random() < 0.7:
        names = some(rng, sorted(VARIABLES))[:8]
        if rng.random() < 0.5:
            lines += ["environment:"] + [f"  {name}: {VARIABLES[name]}" for name in names]
        else:
            lines += ["environment:"] + ["  - '%s=%s'" % (name, VARIABLES[name].replace('"', "")) for name in names]
    if rng.random() < 0.15:
        lines.append("network_mode: host")
        lines = [line for line in lines if not line.startswith("networks:")]
    return lines


def compose(rng, names, extends=(), anchors=False):
    lines = []
    if anchors:
        lines += ["x-base: &base", "  restart: always", "  environment: &env {Z: base}", "x-caps: &caps [SYS_PTRACE]"]
    lines.append("services:")
    for name in names:
        lines.append(f"  {name}:")
        own = settings(rng)
        if anchors and rng.random() < 0.5:
            lines.append("    <<: *base")
        if extends and rng.random() < 0.5:
            lines.append(f"    extends: {rng.choice(extends)}")
        lines += ["    " + line for line in own]
        if not any(line.startswith("image:") for line in own):
            lines.append("    image: plain")
    return lines


def write(directory, rng):
    directory.mkdir()
    (directory / ".env").write_text("OUT=outside\nTAG=3.1 # tag\nEMPTY=\nQUOTED='x y'\n")
    (directory / "a.env").write_text("A=file\nexport X1='$OUT'\nX2=\"${A}-${OUT}\\n\"\n# c\nX3=${NONE:-d} # c\nX4=\n")
    (directory / "b.env").write_text("A=again\nX5=a=b\n")
    extends = ["other", "{service: other}"]
    if rng.random() < 0.4:
        (directory / "sub").mkdir()
        (directory / "sub" / "a.env").write_text("A=sub\n")
        (directory / "sub" / "b.env").write_text("A=sub2\n")
        (directory / "sub" / "base.yaml").write_text("\n".join(compose(rng, ["low", "other"])) + "\n")
        extends.append("{file: sub/base.yaml, service: low}")
    top = ["networks: {front: , back: }", "volumes: {data: }", "secrets: {pw: {file: ./pw}, key: {file: ./key}}"]
    lines = compose(rng, ["web", "worker"], extends, rng.random() < 0.4) + ["  other:", "    image: other"] + ["    " + line for line in settings(rng)
                    if line.split(":")[0] in ("cap_add", "tmpfs", "labels", "pid", "command", "dns", "ulimits", "security_opt", "user", "healthcheck", "sysctls")] + top
    if rng.random() < 0.3:
        (directory / "inc").mkdir()
        (directory / "inc" / ".env").write_text("TAG=inc\nOUT=inner\n")
        (directory / "inc" / "a.env").write_text("A=inc\n")
        (directory / "inc" / "b.env").write_text("A=inc2\n")
        (directory / "inc" / "compose.yaml").write_text("\n".join(compose(rng, ["inner"]) + ["  other: {image: x}"][:0]) + "\n")
        lines = ["include:", "  - inc/compose.yaml"] + lines
    (directory / "compose.yaml").write_text("\n".join(lines) + "\n")
    if rng.random() < 0.5:
        over = compose(rng, ["web"])
        if rng.random() < 0.3:
            over = [line.replace("ports:", "ports: !override").replace("volumes:", "volumes: !reset") if line.startswith("    ") and line.endswith("s:") else line
                    for line in over]
        (directory / "compose.override.yaml").write_text("\n".join(over) + "\n")


def answers(program, directory):
    out = subprocess.run([program, directory], capture_output=True, text=True, check=True, env={"HOME": "/home/me"}).stdout
    return {answer["case"]: answer for answer in map(json.loads, out.splitlines())}


def plain(field, value):
    """What both mean: null and empty are one."""
    if field in ("cap_add", "cap_drop"):
        return sorted(set(value))
    if field == "environment":
        return {name: text for name, text in (value or {}).items()}
    return value or None


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    peer = os.environ.get("BATTEN_COMPOSE_GO")
    ours = os.environ.get("BATTEN_BENCH_COMPOSE", str(ROOT / "build/dev/bench_compose"))
    if not peer or not pathlib.Path(ours).exists():
        print("skipped: BATTEN_COMPOSE_GO or bench_compose is missing")
        return 0
    fields = collections.Counter()
    read = refused = values = 0
    with tempfile.TemporaryDirectory() as folder:
        for number in range(count):
            write(pathlib.Path(folder, f"p{number:05}"), random.Random(f"{seed} {number}"))
        theirs, mine = answers(peer, folder), answers(ours, folder)
        for case, answer in theirs.items():
            if "error" in answer:
                refused += 1
                fields["refused: " + re.sub(r"(web|worker|other|inner|low)", "S", answer["error"].split("yaml: ")[-1])[:90]] += 1
                continue
            read += 1
            got = mine[case].get("services")
            if got is None:
                print(case, "not read here:", mine[case]["error"])
                fields["not read here"] += 1
                continue
            for name in sorted(set(answer["services"]) | set(got)):
                a, b = answer["services"].get(name), got.get(name)
                if a is None or b is None:
                    print(case, name, "is only read by", "compose-go" if b is None else "Batten")
                    fields["service"] += 1
                    continue
                for field in a:
                    values += 1
                    if plain(field, a[field]) != plain(field, b[field]):
                        fields[field] += 1
                        print(f"{case} {name} {field}:\n  compose-go {json.dumps(a[field])}\n  Batten     {json.dumps(b[field])}")
    print(f"{read} projects compared, {values} values; {refused} refused by compose-go")
    for field, times in fields.most_common():
        print(f"  {times} x {field}")
    return 1 if any(not field.startswith("refused") for field in fields) else 0


if __name__ == "__main__":
    sys.exit(main())
