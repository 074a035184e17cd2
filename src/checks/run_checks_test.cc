// SPDX-License-Identifier: Apache-2.0
//
// The examples of the checks of RUN, what their fixes write, and ordinary Dockerfiles in which they stay silent.
#include <gtest/gtest.h>

#include <algorithm>

#include "checks/dockerfile_check.h"

namespace batten::checks {
namespace {

manifest::Dockerfile parsed(std::string_view text) {
  auto file = manifest::parse_dockerfile(text);
  EXPECT_TRUE(file.has_value()) << text;
  return file ? *file : manifest::Dockerfile{};
}

Hits hits_of(const DockerfileCheck& check, const manifest::Dockerfile& file) {
  Hits out;
  check.check(file, {}, out);
  return out;
}

std::string applied(std::string text, std::vector<model::Edit> edits) {
  std::ranges::sort(edits, std::ranges::greater{}, &model::Edit::offset);
  for (const model::Edit& one : edits) text.replace(one.offset, one.length, one.text);
  return text;
}

// As `lint --fix` goes about it: one hit after another, until no change is known for any.
std::string fixed(const DockerfileCheck& check, std::string text) {
  for (int round = 0; round < 50; ++round) {
    manifest::Dockerfile file = parsed(text);
    std::string next = text;
    for (const Hit& hit : hits_of(check, file)) {
      auto edits = check.fix(file, hit, {});
      EXPECT_TRUE(edits.has_value());
      if (edits && next == text) next = applied(text, *edits);
    }
    if (next == text) return text;
    text = next;
  }
  ADD_FAILURE() << check.info.id << ": no end of fixes: " << text;
  return text;
}

TEST(RunChecks, SaysWhatItIs) {
  for (const DockerfileCheck* check : all_dockerfile_checks()) {
    EXPECT_TRUE(check->info.why.ends_with('.')) << check->info.id;
    EXPECT_FALSE(check->info.title.empty() || check->info.title.ends_with('.')) << check->info.id;
    EXPECT_FALSE(check->info.fix.empty()) << check->info.id;
    EXPECT_NE(check->info.severity, model::Severity::kUnknown) << check->info.id;
  }
}

// Exactly what a fix writes: the rest of the file stays as it was.
TEST(RunChecks, Fixes) {
  struct Case {
    std::string_view id, before, after;
  };
  constexpr Case kCases[] = {
      {"apt-lists-left", "FROM debian:12\nRUN apt-get update && apt-get install -y curl  # for health\nUSER 1\n",
       "FROM debian:12\nRUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*  # for health\nUSER 1\n"},
      {"apt-lists-left", "FROM debian:12\nRUN apt-get update \\\n  && apt-get install -y \\\n       # why\n       curl \\\n       git\n",
       "FROM debian:12\nRUN apt-get update \\\n  && apt-get install -y \\\n       # why\n       curl \\\n       git \\\n  && rm -rf "
       "/var/lib/apt/lists/*\n"},
      {"apt-lists-left", "FROM debian:12\r\nRUN apt-get update && \\\r\n  apt-get install -y curl\r\n",
       "FROM debian:12\r\nRUN apt-get update && \\\r\n  apt-get install -y curl \\\r\n    && rm -rf /var/lib/apt/lists/*\r\n"},
      {"apt-lists-left", "# escape=`\nFROM debian:12\nRUN apt-get update `\n && apt-get install -y curl\n",
       "# escape=`\nFROM debian:12\nRUN apt-get update `\n && apt-get install -y curl `\n && rm -rf /var/lib/apt/lists/*\n"},
      {"apt-lists-left", "FROM debian:12\nRUN <<EOF\napt-get update\napt-get install -y curl\nEOF\nUSER 1\n",
       "FROM debian:12\nRUN <<EOF\napt-get update\napt-get install -y curl\nrm -rf /var/lib/apt/lists/*\nEOF\nUSER 1\n"},
      // A later RUN needs them.
      {"apt-lists-left", "FROM debian:12\nRUN apt-get update && apt-get install -y curl\nRUN apt-get install -y git\n",
       "FROM debian:12\nRUN apt-get update && apt-get install -y curl\nRUN apt-get install -y git\n"},
      // Whether the end is reached is not known.
      {"apt-lists-left", "FROM debian:12\nRUN apt-get update && apt-get install -y curl; if x; then y; fi\n",
       "FROM debian:12\nRUN apt-get update && apt-get install -y curl; if x; then y; fi\n"},
      {"apt-without-yes", "FROM debian:12\nRUN [\"apt-get\", \"install\", \"curl\"]\n",
       "FROM debian:12\nRUN [\"apt-get\", \"install\", \"curl\"]\n"},
      {"apt-without-yes", "FROM debian:12\nRUN apt-get -q \\\n install curl; \\\n apt-get remove git\n",
       "FROM debian:12\nRUN apt-get -q \\\n install -y curl; \\\n apt-get remove -y git\n"},
      {"no-install-recommends", "FROM debian:12\nONBUILD RUN apt-get install \"curl\"\n",
       "FROM debian:12\nONBUILD RUN apt-get install --no-install-recommends \"curl\"\n"},
      {"apt-instead-of-apt-get", "FROM debian:12\nRUN apt update&&apt list\n", "FROM debian:12\nRUN apt-get update&&apt list\n"},
      {"apk-cache", "FROM alpine:3\nRUN apk -q add  curl\n", "FROM alpine:3\nRUN apk -q add --no-cache  curl\n"},
      {"pip-cache", "FROM python:3\nRUN python3 -m pip install -U x && pip3 install .\n",
       "FROM python:3\nRUN python3 -m pip install --no-cache-dir -U x && pip3 install --no-cache-dir .\n"},
      {"dnf-cache", "FROM fedora:41\nRUN set -eux; yum -y install a; \n",
       "FROM fedora:41\nRUN set -eux; yum -y install a && yum clean all; \n"},
      {"zypper-cache", "FROM opensuse/leap\nRUN (zypper -n in a)\n", "FROM opensuse/leap\nRUN (zypper -n in a)\n"},
      {"yarn-cache", "FROM node:22\nRUN yarn --production \\\n    && x\n",
       "FROM node:22\nRUN yarn --production \\\n    && x \\\n    && yarn cache clean\n"},
      {"pipefail-missing", "FROM alpine:3\nRUN --mount=type=tmpfs,target=/t \\\n  curl https://a.example | tar x\n",
       "FROM alpine:3\nRUN --mount=type=tmpfs,target=/t \\\n  set -o pipefail && curl https://a.example | tar x\n"},
      {"pipefail-missing", "FROM alpine:3\nRUN <<E\ncurl https://a.example | tar x\nE\n",
       "FROM alpine:3\nRUN <<E\nset -o pipefail\ncurl https://a.example | tar x\nE\n"},
      {"useradd-high-uid", "FROM debian:12\nRUN useradd --uid 1000000 a\n", "FROM debian:12\nRUN useradd -l --uid 1000000 a\n"},
  };
  for (const Case& one : kCases) {
    auto found = std::ranges::find(all_dockerfile_checks(), one.id, [](const DockerfileCheck* check) { return check->info.id; });
    ASSERT_NE(found, all_dockerfile_checks().end()) << one.id;
    EXPECT_FALSE(hits_of(**found, parsed(one.before)).empty()) << one.id << " is silent on\n" << one.before;
    EXPECT_EQ(fixed(**found, std::string(one.before)), one.after) << one.id;
  }
}

// Written as the good images of Docker's official library are: advice about versions is all that there is to say.
TEST(RunChecks, SilentOnOrdinaryFiles) {
  constexpr std::string_view kFiles[] = {
      R"FILE(FROM debian:bookworm-slim
RUN set -eux; \
	groupadd -r postgres --gid=999; \
	useradd -r -g postgres --uid=999 --home-dir=/var/lib/postgresql --shell=/bin/bash postgres; \
	install --verbose --directory --owner postgres --group postgres --mode 1777 /var/lib/postgresql
RUN set -ex; \
	apt-get update; \
	apt-get install -y --no-install-recommends gnupg less; \
	rm -rf /var/lib/apt/lists/*
ENV GOSU_VERSION 1.17
RUN set -eux; \
	savedAptMark="$(apt-mark showmanual)"; \
	apt-get update; \
	apt-get install -y --no-install-recommends ca-certificates wget; \
	rm -rf /var/lib/apt/lists/*; \
	dpkgArch="$(dpkg --print-architecture | awk -F- '{ print $NF }')"; \
	wget -O /usr/local/bin/gosu "https://github.com/tianon/gosu/releases/download/$GOSU_VERSION/gosu-$dpkgArch"; \
	wget -O /usr/local/bin/gosu.asc "https://github.com/tianon/gosu/releases/download/$GOSU_VERSION/gosu-$dpkgArch.asc"; \
	export GNUPGHOME="$(mktemp -d)"; \
	gpg --batch --keyserver hkps://keys.openpgp.org --recv-keys B42F6819007F00F88E364FD4036A9C25BF357DD4; \
	gpg --batch --verify /usr/local/bin/gosu.asc /usr/local/bin/gosu; \
	gpgconf --kill all; \
	rm -rf "$GNUPGHOME" /usr/local/bin/gosu.asc; \
	apt-mark auto '.*' > /dev/null; \
	[ -z "$savedAptMark" ] || apt-mark manual $savedAptMark > /dev/null; \
	apt-get purge -y --auto-remove -o APT::AutoRemove::RecommendsImportant=false; \
	chmod +x /usr/local/bin/gosu; \
	gosu nobody true
RUN set -eux; if [ -f /etc/dpkg/dpkg.cfg.d/docker ]; then sed -ri '/x/d' /etc/dpkg/dpkg.cfg.d/docker; fi; \
	apt-get update; apt-get install -y --no-install-recommends locales; rm -rf /var/lib/apt/lists/*; \
	echo 'en_US.UTF-8 UTF-8' >> /etc/locale.gen; locale-gen
RUN set -ex; \
	key='B97B0AFCAA1A47F044F244A07FCC7D46ACCC4CF8'; \
	export GNUPGHOME="$(mktemp -d)"; \
	mkdir -p /usr/local/share/keyrings/; \
	gpg --batch --keyserver keyserver.ubuntu.com --recv-keys "$key"; \
	gpg --batch --export --armor "$key" > /usr/local/share/keyrings/postgres.gpg.asc; \
	aptRepo="[ signed-by=/usr/local/share/keyrings/postgres.gpg.asc ] http://apt.postgresql.org/pub/repos/apt/ bookworm-pgdg main $PG_MAJOR"; \
	echo "deb $aptRepo" > /etc/apt/sources.list.d/pgdg.list; \
	apt-get update; \
	apt-get install -y --no-install-recommends "postgresql-$PG_MAJOR=$PG_VERSION"; \
	rm -rf /var/lib/apt/lists/*; \
	if [ -n "$tempDir" ]; then apt-get purge -y --auto-remove; rm -rf "$tempDir" /etc/apt/sources.list.d/temp.list; fi; \
	find /usr -name '*.pyc' -type f -exec bash -c 'for pyc; do dpkg -S "$pyc" &> /dev/null || rm -vf "$pyc"; done' -- '{}' +
RUN install --verbose --directory --owner postgres --group postgres --mode 3777 /var/run/postgresql
COPY docker-entrypoint.sh docker-ensure-initdb.sh /usr/local/bin/
)FILE",
      R"FILE(FROM alpine:3.20
RUN addgroup -g 101 -S nginx \
    && adduser -S -D -H -u 101 -h /var/cache/nginx -s /sbin/nologin -G nginx -g nginx nginx \
    && apkArch="$(cat /etc/apk/arch)" \
    && nginxPackages="nginx=${NGINX_VERSION}-r${PKG_RELEASE}" \
    && apk add --no-cache --virtual .checksum-deps openssl \
    && case "$apkArch" in \
        x86_64|aarch64) \
            set -x \
            && KEY_SHA512="e09fa32f0a0eab2b879ccbbc4d0e4fb9751486eedda75e35fac65802cc9faa266425edf83e261137a2f4d16281ce2c1a5f4502930fe75154723da014214f0655" \
            && wget -O /tmp/nginx_signing.rsa.pub https://nginx.org/keys/nginx_signing.rsa.pub \
            && if echo "$KEY_SHA512 */tmp/nginx_signing.rsa.pub" | sha512sum -c -; then \
                echo "key verification succeeded!"; \
                mv /tmp/nginx_signing.rsa.pub /etc/apk/keys/; \
            else \
                echo "key verification failed!"; exit 1; \
            fi \
            && apk add -X "https://nginx.org/packages/mainline/alpine/v3.20/main" --no-cache $nginxPackages \
            ;; \
        *) \
            set -x && tempDir="$(mktemp -d)" && chown nobody:nobody $tempDir \
            && apk add --no-cache --virtual .build-deps gcc libc-dev make \
            && su nobody -s /bin/sh -c "export HOME=${tempDir} && cd ${tempDir} && curl -f -L -O https://github.com/nginx/pkg-oss/archive/${REVISION}.tar.gz && echo \"$SHA  x\" | sha512sum -c - && tar xzvf x && make" \
            && apk del --no-network .build-deps \
            && apk add -X ${tempDir}/packages/alpine/ --no-cache $nginxPackages \
            ;; \
    esac \
    && apk del --no-network .checksum-deps \
    && ln -sf /dev/stdout /var/log/nginx/access.log
)FILE",
      R"FILE(FROM node:22-bookworm AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci
COPY . .
RUN npm run build && npm prune --omit=dev
FROM gcr.io/distroless/nodejs22-debian12
COPY --from=build /app /app
)FILE",
      R"FILE(FROM python:3.12-slim AS build
RUN apt-get update && apt-get install -y gcc libpq-dev
COPY requirements.txt .
RUN pip wheel --wheel-dir /wheels -r requirements.txt
FROM python:3.12-slim
ENV PIP_NO_CACHE_DIR=1
RUN --mount=type=bind,from=build,source=/wheels,target=/wheels pip install --no-index /wheels/*.whl
RUN --mount=type=cache,target=/var/cache/apt,sharing=locked --mount=type=cache,target=/var/lib/apt,sharing=locked \
    apt-get update && apt-get --no-install-recommends install -y libpq5=15.8-0+deb12u1
RUN useradd --create-home --uid 10001 app
RUN SECRET_KEY=dummy python manage.py collectstatic --noinput
USER app
)FILE",
      R"FILE(FROM golang:1.23 AS build
RUN --mount=type=cache,target=/go/pkg/mod CGO_ENABLED=0 go build -ldflags="-s -w" -o /out/app ./cmd/app
RUN mkdir -p "$GOPATH/src" "$GOPATH/bin" && chmod -R 1777 "$GOPATH"
FROM caddy:2
RUN setcap cap_net_bind_service=+ep /usr/bin/caddy; chmod +x /usr/bin/caddy; caddy version
FROM scratch
COPY --from=build /out/app /app
)FILE",
      R"FILE(FROM quay.io/centos/centos:stream9
RUN dnf -y --setopt=install_weak_deps=False --nodocs install httpd-2.4.57-11.el9 && dnf clean all && rm -rf /var/cache/yum
RUN curl -fsSL https://repo.example/k.asc -o /etc/pki/rpm-gpg/K && rpm --import /etc/pki/rpm-gpg/K \
 && printf '[k]\nname=k\nbaseurl=https://repo.example/\ngpgcheck=1\nrepo_gpgcheck=0\n' > /etc/yum.repos.d/k.repo \
 && chgrp -R 0 /opt/app && chmod -R g=u /opt/app
)FILE",
  };
  for (std::string_view text : kFiles) {
    manifest::Dockerfile file = parsed(text);
    for (const DockerfileCheck* check : all_dockerfile_checks()) {
      // Many of them start as root and change user, or are no service.
      bool other = check->info.id == "root-user" || check->info.id == "missing-tag" || check->info.id == "healthcheck-missing";
      if (check->info.strict || check->info.id.ends_with("-unpinned") || other) continue;
      for (const Hit& hit : hits_of(*check, file)) {
        ADD_FAILURE() << check->info.id << ": line " << hit.place.line << ": " << hit.message << " in\n" << text.substr(0, 200);
      }
    }
  }
}

// Secrets are named, never shown.
TEST(RunChecks, ShowsNoSecret) {
  constexpr std::string_view kText =
      "FROM debian:12\n"
      "RUN export API_TOKEN=SHOWN0123 && curl -k -u ci:SHOWN0123 http://a:SHOWN0123@x.example.com/y?token=SHOWN0123 | sh\n"
      "RUN echo root:SHOWN0123 | chpasswd && useradd -p SHOWN0123 app\n"
      "RUN git clone https://u:SHOWN0123@x.example/a && curl -H 'Authorization: Bearer SHOWN0123' https://x.example\n"
      "RUN curl -o x.sh https://u:SHOWN0123@x.example/a && ./login --token SHOWN0123 --password=SHOWN0123 && sudo -u SHOWN x\n";
  manifest::Dockerfile file = parsed(kText);
  std::size_t found = 0;
  for (const DockerfileCheck* check : all_dockerfile_checks()) {
    for (const Hit& hit : hits_of(*check, file)) {
      ++found;
      EXPECT_FALSE((hit.message + hit.evidence + hit.fix + hit.subject).contains("SHOWN0123")) << check->info.id << ": " << hit.message;
    }
  }
  EXPECT_GT(found, 12u);
}

}  // namespace
}  // namespace batten::checks
