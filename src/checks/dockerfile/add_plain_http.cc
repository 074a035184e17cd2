// SPDX-License-Identifier: Apache-2.0
#include "base/format.h"
#include "checks/dockerfile_check.h"
#include "checks/dockerfile_walk.h"

namespace batten::checks::dockerfile {
namespace {

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  each_instruction(file, [&](const manifest::Stage& stage, const manifest::Instruction& instruction) {
    if (instruction.keyword != "ADD" || instruction.flag("checksum") != nullptr) return;
    for (std::size_t i = 0; i + 1 < instruction.words.size(); ++i) {
      const manifest::Word& source = instruction.words[i];
      if (!source.value.starts_with("http://") && !source.value.starts_with("git://")) continue;
      hits.push_back(hit_in(file, stage, source.place, format("{} is fetched unprotected", source.value)));
    }
  });
}

constexpr Example kExamples[] = {
    {"FROM debian:12\n"
     "ADD http://example.com/a.tar.gz /\n",
     "FROM debian:12\n"
     "ADD https://example.com/a.tar.gz /\n"
     "ADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d http://example.com/b /\n"},
};

}  // namespace

extern constinit const DockerfileCheck add_plain_http;
constinit const DockerfileCheck add_plain_http = {
    .info = {.id = "add-plain-http",
             .title = "ADD fetches over plain HTTP",
             .severity = model::Severity::kHigh,
             .practice = model::PracticeId::kTrustedImages,
             .why = "Anybody on the way can change what is fetched, and it becomes part of the image.",
             .fix = "Use https:// and give the checksum: ADD --checksum=sha256:... https://..."},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::dockerfile
