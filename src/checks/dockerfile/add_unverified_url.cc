// SPDX-License-Identifier: Apache-2.0
//
// Plain http:// is add-plain-http's.
#include <algorithm>

#include "base/format.h"
#include "checks/dockerfile_check.h"
#include "checks/dockerfile_walk.h"

namespace batten::checks::dockerfile {
namespace {

bool is_commit(std::string_view ref) {
  return ref.size() == 40 && ref.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

// "v1.2.3": a tag, which can be moved, but seldom is.
bool is_release(std::string_view ref) { return ref.find_first_of("0123456789") != std::string_view::npos && ref.contains('.'); }

void check(const manifest::Dockerfile& file, const Settings& settings, Hits& hits) {
  each_instruction(file, [&](const manifest::Stage& stage, const manifest::Instruction& instruction) {
    if (instruction.keyword != "ADD" || instruction.flag("checksum") != nullptr) return;
    for (std::size_t i = 0; i + 1 < instruction.words.size(); ++i) {
      const manifest::Word& source = instruction.words[i];
      std::string_view address = source.value;
      std::size_t hash = std::min(address.find('#'), address.size());
      bool git = address.starts_with("git@") || address.starts_with("git://") || address.starts_with("ssh://") ||
                 (address.starts_with("https://") && address.substr(0, hash).ends_with(".git"));
      if (!git && !address.starts_with("https://")) continue;
      std::string_view ref = address.substr(std::min(hash + 1, address.size()));
      ref = ref.substr(0, ref.find(':'));
      if (git && (is_commit(ref) || ref.contains('$') || (is_release(ref) && !settings.strict))) continue;
      hits.push_back(hit_in(
          file, stage, source.place,
          git ? format("{} is taken without a commit", address.substr(0, hash)) : format("{} is taken without a checksum", address)));
    }
  });
}

constexpr Example kExamples[] = {
    {"FROM debian:12\n"
     "ADD https://example.com/tool /bin/tool\n",
     "FROM debian:12\n"
     "ADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d https://example.com/tool /bin/tool\n"
     "ADD a.tar /a\n"},
    {"FROM debian:12\n"
     "ADD https://github.com/a/b.git#main /b\n",
     "FROM debian:12\n"
     "ADD https://github.com/a/b.git#0123456789012345678901234567890123456789:sub /b\n"},
};

}  // namespace

extern constinit const DockerfileCheck add_unverified_url;
constinit const DockerfileCheck add_unverified_url = {
    .info = {.id = "add-unverified-url",
             .title = "ADD fetches an address without a checksum",
             .severity = model::Severity::kMedium,
             .practice = model::PracticeId::kTrustedImages,
             .why = "Whoever controls the server or the way to it decides what is in the image, at every build anew.",
             .fix = "Give the checksum: ADD --checksum=sha256:... https://..., or of a git repository the full commit after #."},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::dockerfile
