// SPDX-License-Identifier: Apache-2.0
#include "checks/dockerfile_check.h"
#include "checks/installs.h"

namespace batten::checks::dockerfile {
namespace {

bool is_compiler(std::string_view package) {
  return is_among(
      package,
      {"gcc",          "g++",      "gcc-c++",  "build-essential", "build-base", "clang",       "make",      "cmake",     "ninja-build",
       "golang",       "go",       "rustc",    "cargo",           "rust",       "default-jdk", "musl-dev",  "libc6-dev", "linux-headers",
       "kernel-devel", "autoconf", "automake", "binutils",        "bison",      "flex",        "rpm-build", "dpkg-dev"});
}

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  report_installed(file, is_compiler, " into the image that runs", hits);
}

constexpr Example kExamples[] = {
    {.bad = "FROM debian:12.8\n"
            "RUN apt-get update && apt-get install -y build-essential cmake\n",
     .good = "FROM debian:12.8 AS build\n"
             "RUN apt-get update && apt-get install -y build-essential\n"
             "FROM debian:12.8\n"
             "COPY --from=build /x /x\n"},
    {.bad = "FROM alpine:3.20\n"
            "RUN apk add --no-cache gcc musl-dev\n",
     .good = "FROM alpine:3.20\n"
             "RUN apk add --no-cache --virtual .b gcc musl-dev && make && apk del --no-network .b\n"},
};

}  // namespace

extern constinit const DockerfileCheck compilers_left;
constinit const DockerfileCheck compilers_left = {
    .info = {.id = "compilers-left",
             .title = "The image that runs holds compilers",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "Compilers and build tools are hundreds of megabytes with vulnerabilities of their own, and let an intruder build what "
                    "he needs.",
             .fix = "Build in a stage of its own and COPY --from it what was built, or remove them in the same RUN (apk del .build-deps, "
                    "apt-get purge --auto-remove).",
             .strict = true},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::dockerfile
