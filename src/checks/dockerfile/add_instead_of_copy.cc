// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/format.h"
#include "base/text.h"
#include "checks/dockerfile_check.h"
#include "checks/dockerfile_walk.h"

namespace batten::checks::dockerfile {
namespace {

bool is_archive(std::string_view source) {
  static constexpr std::string_view kEndings[] = {".tar", ".gz", ".tgz", ".bz2", ".tbz2", ".xz", ".txz", ".zst", ".tzst", ".lz4"};
  std::string lower = base::lower(source);
  return std::ranges::any_of(kEndings, [&](std::string_view one) { return lower.ends_with(one); });
}

// Files of the build context, none of which can be an archive.
bool is_plain_copy(const manifest::Instruction& add) {
  if (add.keyword != "ADD" || add.words.size() < 2) return false;
  for (const manifest::Flag& flag : add.flags) {
    if (flag.name == "checksum" || flag.name == "keep-git-dir" || flag.name == "unpack") return false;
  }
  for (std::size_t i = 0; i + 1 < add.words.size(); ++i) {
    const manifest::Word& source = add.words[i];
    bool remote = source.value.contains("://") || source.value.starts_with("git@");
    if (source.unknown || remote || is_archive(source.value) || source.value.ends_with('*')) return false;
  }
  return true;
}

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  each_instruction(file, [&](const manifest::Stage& stage, const manifest::Instruction& instruction) {
    if (!is_plain_copy(instruction)) return;
    hits.push_back(hit_in(file, stage, instruction.keyword_place, format("ADD {} only copies", instruction.words[0].value)));
  });
}

Result<std::vector<model::Edit>> fix(const manifest::Dockerfile&, const Hit& hit, const Surroundings&) {
  return std::vector{replaced(hit.place, "COPY")};
}

constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 4.9", "hadolint DL3020", "Dockle CIS-DI-0009"};
constexpr Example kExamples[] = {
    {"FROM debian:12\n"
     "ADD --chown=1:1 app.py /app/ \n",
     "FROM debian:12\n"
     "ADD app.tar.gz /app/\n"},
    {"FROM debian:12\n"
     "add [\"a b\", \"/x\"]\n"
     "ONBUILD ADD . /y\n",
     "FROM debian:12\n"
     "ADD https://x.example/a /a\n"
     "ARG F\n"
     "ADD $F /x\n"
     "ADD git@github.com:a/b.git /b\n"
     "ADD dist/* /x/\n"},
};

}  // namespace

extern constinit const DockerfileCheck add_instead_of_copy;
constinit const DockerfileCheck add_instead_of_copy = {
    .info = {.id = "add-instead-of-copy",
             .title = "ADD is used where COPY is enough",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kTrustedImages,
             .why = "ADD also fetches addresses and unpacks archives: what is added depends on what the source turns out to be. COPY "
                    "copies, and nothing else.",
             .fix = "Write COPY.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
    .fix = fix,
};

}  // namespace batten::checks::dockerfile
