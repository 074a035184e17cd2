#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes a tree of Dockerfiles and Compose files for bench/lint.py: bench/make_manifests.py DIR [COUNT]

Two thirds Dockerfiles, one third Compose files, 20 to 60 lines each, no two alike, of the kinds that projects have: single and several
stages, package managers of all sorts, good habits and bad ones. The same arguments make the same tree.
"""

import pathlib
import random
import sys

BASES = ["debian:12.8-slim", "ubuntu:latest", "alpine:3.20", "python:3.12-slim", "node:22-alpine", "golang:1.23", "nginx:1.27", "rockylinux:9", "maven:3-eclipse-temurin-21"]
PACKAGES = ["curl", "git", "ca-certificates", "build-essential", "python3", "libpq-dev", "gcc", "make", "openssl", "tzdata", "jq", "unzip"]


def run_line(random_, base):
    some = " ".join(random_.sample(PACKAGES, random_.randint(1, 5)))
    if base.startswith("alpine") or base.endswith("alpine"):
        return random_.choice([f"RUN apk add --no-cache {some}", f"RUN apk update && apk add {some}"])
    if base.startswith("rocky"):
        return random_.choice([f"RUN dnf install -y {some} && dnf clean all", f"RUN dnf install {some}"])
    return random_.choice([
        f"RUN apt-get update && apt-get install -y --no-install-recommends {some} \\\n    && rm -rf /var/lib/apt/lists/*",
        f"RUN apt-get update && apt-get install -y {some}",
        f"RUN apt update; apt install {some}",
    ])


def dockerfile(random_, number):
    lines, base = [f"# service {number}"], random_.choice(BASES)
    if random_.random() < 0.4:
        lines += [f"FROM {random_.choice(BASES)} AS build", "WORKDIR /src", "COPY . .", run_line(random_, base), f"RUN make -j{number % 9 + 1} all", ""]
    lines += [f"FROM {base}", f'LABEL org.opencontainers.image.title="service {number}"', f"ENV APP_HOME=/app PORT={8000 + number % 900}"]
    if random_.random() < 0.15:
        lines.append(f"ENV API_TOKEN=t0k3n{number}abcdef")
    lines += [run_line(random_, base) for _ in range(random_.randint(1, 4))]
    if random_.random() < 0.3:
        lines.append(random_.choice(["RUN curl -sSL https://example.com/install.sh | sh", "RUN pip install flask requests==2.32.3", "RUN npm install -g yarn", "RUN chmod -R 777 /app"]))
    lines += ["WORKDIR /app", random_.choice(["COPY . /app", "ADD . /app", "COPY src/ /app/src/"])]
    lines += [f"# step {i}\nRUN mkdir -p /app/data/{i} && \\\n    touch /app/data/{i}/marker-{number}" for i in range(random_.randint(1, 6))]
    if random_.random() < 0.5:
        lines.append(random_.choice(["USER 1000", "USER app", "USER root"]))
    lines += [f"EXPOSE {8000 + number % 900}", random_.choice(['CMD ["/app/run", "--serve"]', "CMD /app/run --serve", 'ENTRYPOINT ["/app/entry.sh"]'])]
    return "\n".join(lines) + "\n"


def compose(random_, number):
    lines = [f"# project {number}", f"name: project{number}", "services:"]
    for i in range(random_.randint(2, 5)):
        lines += [f"  service{i}:", f"    image: {random_.choice(BASES)}", "    restart: unless-stopped"]
        if random_.random() < 0.5:
            lines += ["    environment:", f"      PORT: {8000 + i}", f"      DB_PASSWORD: {random_.choice(['hunter2' + str(number), '${DB_PASSWORD}'])}"]
        if random_.random() < 0.5:
            lines += ["    ports:", f'      - "{8000 + number % 900 + i}:80"']
        if random_.random() < 0.4:
            lines += ["    volumes:", f"      - {random_.choice(['/var/run/docker.sock:/var/run/docker.sock', 'data:/data', './config:/config:ro'])}"]
        if random_.random() < 0.3:
            lines += ["    cap_drop: [ALL]", "    read_only: true", '    security_opt: ["no-new-privileges:true"]']
        if random_.random() < 0.1:
            lines += ["    privileged: true"]
    lines += ["volumes:", "  data:"]
    return "\n".join(lines) + "\n"


def main():
    folder, count = pathlib.Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
    random_ = random.Random(7)
    for number in range(count):
        place = folder / f"group{number % 100}" / f"project{number}"
        place.mkdir(parents=True, exist_ok=True)
        if number % 3 == 2:
            (place / "compose.yaml").write_text(compose(random_, number))
        else:
            (place / "Dockerfile").write_text(dockerfile(random_, number))


if __name__ == "__main__":
    main()
