// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "base/text.h"
#include "checks/dockerfile_check.h"
#include "checks/secret_words.h"

namespace batten::checks {
namespace {

Settings settings(const DockerfileCheck& check) {
  Settings out;
  out.allowed_registries = {"docker.io", "ghcr.io/good", "mirror.example/*"};
  out.required_labels = {"org.example.owner"};
  out.strict = check.info.strict;
  return out;
}

Surroundings surroundings() {
  Surroundings out;
  out.digest_of = [](const std::string&) -> Result<std::string> { return "sha256:" + std::string(64, 'a'); };
  return out;
}

Hits hits_of(const DockerfileCheck& check, const manifest::Dockerfile& file) {
  Hits out;
  check.check(file, settings(check), out);
  return out;
}

std::string applied(std::string text, std::vector<model::Edit> edits) {
  std::ranges::sort(edits, std::ranges::greater(), &model::Edit::offset);
  for (const model::Edit& edit : edits) text.replace(edit.offset, edit.length, edit.text);
  return text;
}

// Comments with what they say: no fix may lose one.
std::vector<std::string> comments_of(const std::string& text) {
  std::vector<std::string> out;
  base::each_line(text, [&](std::string_view line) {
    if (base::trim(line).starts_with('#')) out.emplace_back(line);
  });
  return out;
}

TEST(DockerfileChecks, Examples) {
  std::set<std::string_view> ids;
  for (const DockerfileCheck* check : all_dockerfile_checks()) {
    SCOPED_TRACE(check->info.id);
    EXPECT_TRUE(ids.insert(check->info.id).second);
    EXPECT_FALSE(check->info.title.empty() || check->info.why.empty() || check->info.fix.empty());
    ASSERT_FALSE(check->examples.empty());
    for (const Example& example : check->examples) {
      auto bad = manifest::parse_dockerfile(example.bad), good = manifest::parse_dockerfile(example.good);
      ASSERT_TRUE(bad) << example.bad;
      ASSERT_TRUE(good) << example.good;
      Hits found = hits_of(*check, *bad);
      EXPECT_FALSE(found.empty()) << example.bad;
      for (const Hit& hit : found) {
        EXPECT_TRUE(hit.place) << hit.message;
        EXPECT_LE(hit.place.offset + hit.place.length, bad->text.size());
        EXPECT_FALSE(hit.message.empty() || hit.message.ends_with('.')) << hit.message;
      }
      for (const Hit& hit : hits_of(*check, *good)) ADD_FAILURE() << hit.message << " in\n" << example.good;
    }
  }
}

// One hit after the other, until none that can be mended is left.
TEST(DockerfileChecks, FixesMendWhatTheyAreFor) {
  for (const DockerfileCheck* check : all_dockerfile_checks()) {
    if (check->fix == nullptr) continue;
    SCOPED_TRACE(check->info.id);
    std::size_t mended = 0;
    for (const Example& example : check->examples) {
      std::string text(example.bad);
      for (int round = 0; round < 10; ++round) {
        auto file = manifest::parse_dockerfile(text);
        ASSERT_TRUE(file) << text;
        std::vector<model::Edit> edits;
        Hits found = hits_of(*check, *file);
        for (const Hit& hit : found) {
          auto made = check->fix(*file, hit, surroundings());
          ASSERT_TRUE(made) << made.error().message;
          edits = *made;
          if (!edits.empty()) break;
        }
        if (edits.empty()) break;
        std::string next = applied(text, edits);
        auto after = manifest::parse_dockerfile(next);
        ASSERT_TRUE(after) << next;
        EXPECT_LT(hits_of(*check, *after).size(), found.size()) << next;
        EXPECT_EQ(after->notes.size(), file->notes.size()) << next;
        EXPECT_EQ(after->stages.size(), file->stages.size()) << next;
        EXPECT_EQ(comments_of(next), comments_of(text)) << next;
        text = next;
        ++mended;
      }
    }
    EXPECT_GT(mended, 0u);
  }
}

// The whole text that a fix makes, where it is more than a word.
TEST(DockerfileChecks, WhatFixesWrite) {
  struct Case {
    std::string_view id, before, after;
  };
  constexpr Case kCases[] = {
      {"root-user", "FROM python:3.12\nRUN a\nCOPY b /b\n\n# start\nCMD [\"b\"]\n",
       "FROM python:3.12\nRUN a\nCOPY b /b\nUSER 10001:10001\n\n# start\nCMD [\"b\"]\n"},
      {"root-user", "FROM debian:12\nUSER root\r\nCMD [\"b\"]\r\n", "FROM debian:12\nUSER 10001:10001\r\nCMD [\"b\"]\r\n"},
      {"root-user", "FROM node:22\nRUN a \\\n  && b\nCMD [\"b\"]", "FROM node:22\nRUN a \\\n  && b\nUSER 1000:1000\nCMD [\"b\"]"},
      {"shell-form-command", "FROM a:1\nCMD python3 'my app.py' --x=\"y\"\n", "FROM a:1\nCMD [\"python3\", \"my app.py\", \"--x=y\"]\n"},
      {"shell-form-command", "FROM a:1\nCMD python3 $X\n", "FROM a:1\nCMD python3 $X\n"},
      {"latest-tag", "FROM --platform=x ubuntu:latest AS b\n",
       "FROM --platform=x ubuntu:latest@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa AS b\n"},
      {"healthcheck-missing", "FROM python:3\nEXPOSE 80\nCMD [\"python3\", \"x\"]\n",
       "FROM python:3\nEXPOSE 80\nHEALTHCHECK --interval=30s --timeout=5s CMD [\"python3\", \"-c\", \"import socket; "
       "socket.create_connection(('127.0.0.1', 80), 3)\"]\nCMD [\"python3\", \"x\"]\n"},
      {"overridden-command", "FROM a:1\nCMD a \\\n # b\n c\nCMD [\"d\"]\n", "FROM a:1\nCMD [\"d\"]\n"},
      {"root-user", "FROM debian:12\nRUN a \\", "FROM debian:12\nRUN a \\"},
      {"root-user", "FROM nginx:1.27\nCOPY a /usr/share/nginx/html\n", "FROM nginx:1.27\nCOPY a /usr/share/nginx/html\n"},
      {"world-writable", "FROM a:1\nCOPY --chmod=0777 a /\n", "FROM a:1\nCOPY --chmod=0755 a /\n"},
  };
  for (const Case& one : kCases) {
    auto checks = all_dockerfile_checks();
    auto check = std::ranges::find_if(checks, [&](const DockerfileCheck* candidate) { return candidate->info.id == one.id; });
    ASSERT_NE(check, checks.end());
    auto file = manifest::parse_dockerfile(one.before);
    ASSERT_TRUE(file);
    Hits found = hits_of(**check, *file);
    ASSERT_EQ(found.size(), 1u) << one.before;
    auto edits = (*check)->fix(*file, found[0], surroundings());
    ASSERT_TRUE(edits);
    EXPECT_EQ(applied(std::string(one.before), *edits), one.after);
  }
}

// A secret is never repeated in what is said of it.
TEST(DockerfileChecks, MessagesHoldNoSecrets) {
  auto file = manifest::parse_dockerfile(
      "ARG API_TOKEN=abcdefsecret\nFROM a:1\nENV DB_PASSWORD=abcdefsecret URL=https://u:abcdefsecret@x.example\nARG "
      "S_TOKEN=abcdefsecret\n");
  ASSERT_TRUE(file);
  std::size_t count = 0;
  for (const DockerfileCheck* check : all_dockerfile_checks()) {
    for (const Hit& hit : hits_of(*check, *file)) {
      if (check->info.practice == model::PracticeId::kSecretsManagement) ++count;
      EXPECT_FALSE((hit.message + hit.evidence + hit.fix + hit.subject).contains("abcdefsecret")) << check->info.id;
      EXPECT_FALSE(file->text.substr(hit.place.offset, hit.place.length).contains("abcdefsecret")) << check->info.id;
    }
  }
  EXPECT_EQ(count, 4u);
}

TEST(SecretWords, NamesAndValues) {
  for (std::string_view name : {"PASSWORD", "DB_PASSWORD", "dbPassword", "PGPASSWORD", "API_KEY", "apiKey", "AWS_SECRET_ACCESS_KEY",
                                "GITHUB_TOKEN", "SECRET_KEY_BASE", "DB_PASS", "client-secret"})
    EXPECT_TRUE(is_secret_name(name)) << name;
  for (std::string_view name : {"PASSWORD_FILE", "TOKEN_URL", "GPG_KEY", "PUBLIC_KEY", "KEY", "PASS", "PWD", "OLDPWD", "BYPASS",
                                "TOKENIZERS_PARALLELISM", "SECRET_NAME", "AWS_ACCESS_KEY_ID", "PASSWORD_MIN_LENGTH", ""})
    EXPECT_FALSE(is_secret_name(name)) << name;
  for (std::string_view value :
       {"", "x", "true", "$A", "/run/secrets/x", "changeme", "your-token-here", "<token>", "xxxxxx", "aaaaaaaa", "dummy"})
    EXPECT_FALSE(is_secret_value(value)) << value;
  EXPECT_TRUE(is_secret_value("hunter22"));
  EXPECT_EQ(secret_form("ghp_" + std::string(18, 'a') + std::string(18, 'B')), "a GitHub token");
  EXPECT_EQ(secret_form("AKIAIOSFODNN7EXAMPLE"), "");
  EXPECT_EQ(secret_form("https://user:pa55w@x.example/y"), "a URL with a password");
  EXPECT_EQ(secret_form("https://x.example:80/@y"), "");
  EXPECT_EQ(secret_file("a/.env.production"), "settings, often with secrets,");
  EXPECT_EQ(secret_file(".env.example"), "");
  EXPECT_EQ(secret_file("global-bundle.pem"), "");
  EXPECT_NE(secret_file("server-key.pem"), "");
  EXPECT_NE(secret_file(".git/"), "");
}

// Good files as people write them: nothing to say of them without the strict profile.
TEST(DockerfileChecks, OrdinaryGoodFilesAreLeftAlone) {
  constexpr std::string_view kGood[] = {
      "# syntax=docker/dockerfile:1\n"
      "ARG GO_VERSION=1.22\n"
      "FROM --platform=$BUILDPLATFORM golang:${GO_VERSION}-alpine AS build\n"
      "WORKDIR /src\n"
      "COPY go.mod go.sum ./\n"
      "RUN --mount=type=cache,target=/go/pkg/mod go mod download\n"
      "COPY . .\n"
      "ARG TARGETOS TARGETARCH\n"
      "RUN --mount=type=cache,target=/root/.cache/go-build CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH go build -o /out/app ./cmd/app\n"
      "FROM gcr.io/distroless/static-debian12:nonroot\n"
      "COPY --from=build /out/app /app\n"
      "USER 65532:65532\n"
      "EXPOSE 8080\n"
      "HEALTHCHECK CMD [\"/app\", \"health\"]\n"
      "ENTRYPOINT [\"/app\"]\n",
      "FROM node:22.11-slim AS deps\n"
      "WORKDIR /app\n"
      "COPY package.json package-lock.json ./\n"
      "RUN --mount=type=secret,id=npm,target=/root/.npmrc npm ci --omit=dev\n"
      "\n"
      "FROM node:22.11-slim\n"
      "ENV NODE_ENV=production PORT=3000 \\\n"
      "    SESSION_SECRET_FILE=/run/secrets/session\n"
      "WORKDIR /app\n"
      "COPY --chown=1000:1000 --from=deps /app/node_modules ./node_modules\n"
      "COPY --chown=1000:1000 src ./src\n"
      "USER 1000:1000\n"
      "EXPOSE $PORT\n"
      "HEALTHCHECK --interval=30s CMD node src/health.js\n"
      "CMD [\"node\", \"src/index.js\"]\n",
      "FROM python:3.12.7-slim\n"
      "ENV PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1 TOKENIZERS_PARALLELISM=false\n"
      "WORKDIR /srv\n"
      "COPY requirements.txt .\n"
      "RUN pip install --no-cache-dir --require-hashes -r requirements.txt && useradd --no-log-init --uid 10001 app\n"
      "COPY --chmod=0755 entrypoint.sh .env.example ./\n"
      "USER app\n"
      "EXPOSE 8000\n"
      "HEALTHCHECK CMD python -c \"import urllib.request as r; r.urlopen('http://127.0.0.1:8000/healthz')\"\n"
      "CMD exec gunicorn --bind 0.0.0.0:8000 app:app\n",
      "FROM postgres:16.4\n"
      "COPY --chmod=644 init.sql /docker-entrypoint-initdb.d/\n"
      "HEALTHCHECK CMD pg_isready -U app\n",
  };
  for (std::string_view text : kGood) {
    auto file = manifest::parse_dockerfile(text);
    ASSERT_TRUE(file);
    EXPECT_TRUE(file->notes.empty());
    for (const DockerfileCheck* check : all_dockerfile_checks()) {
      if (check->info.strict) continue;
      Hits hits;
      check->check(*file, Settings(), hits);
      for (const Hit& hit : hits) ADD_FAILURE() << check->info.id << ", line " << hit.place.line << ": " << hit.message;
    }
  }
}

// The Dockerfile of the article: what a reviewer would say of it.
TEST(DockerfileChecks, TheArticlesExample) {
  auto file = manifest::parse_dockerfile(
      "FROM ubuntu:latest\nRUN apt-get update && apt-get install -y python3 && rm -rf /var/lib/apt/lists/*\nCOPY app.py /app/\nWORKDIR "
      "/app\n"
      "CMD [\"python3\", \"app.py\"]\n");
  ASSERT_TRUE(file);
  std::vector<std::string_view> found;
  for (const DockerfileCheck* check : all_dockerfile_checks()) {
    Settings plain;
    Hits hits;
    check->check(*file, plain, hits);
    if (!hits.empty() && !check->info.strict) found.push_back(check->info.id);
  }
  for (std::string_view expected : {"healthcheck-missing", "latest-tag", "root-user"}) {
    EXPECT_NE(std::ranges::find(found, expected), found.end()) << expected;
  }
}

}  // namespace
}  // namespace batten::checks
