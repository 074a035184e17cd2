// SPDX-License-Identifier: Apache-2.0
#include <cctype>

#include "base/format.h"
#include "checks/dockerfile_check.h"
#include "checks/dockerfile_walk.h"

namespace batten::checks::dockerfile {
namespace {

// $NAME or ${NAME...}, not \\$NAME.
bool uses(std::string_view text, std::string_view name) {
  for (std::size_t at = text.find('$'); at != std::string_view::npos; at = text.find('$', at + 1)) {
    if (at > 0 && text[at - 1] == '\\') continue;
    std::string_view rest = text.substr(at + 1);
    if (rest.starts_with('{')) rest.remove_prefix(1);
    if (!rest.starts_with(name)) continue;
    rest.remove_prefix(name.size());
    if (rest.empty() || (std::isalnum(static_cast<unsigned char>(rest[0])) == 0 && rest[0] != '_')) return true;
  }
  return false;
}

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  each_instruction(file, [&](const manifest::Stage& stage, const manifest::Instruction& instruction) {
    if (instruction.keyword != "ENV" || instruction.pairs.size() < 2) return;
    for (std::size_t i = 1; i < instruction.pairs.size(); ++i) {
      const manifest::Pair& pair = instruction.pairs[i];
      std::string_view written = std::string_view(file.text).substr(pair.value.place.offset, pair.value.place.length);
      if (!written.contains('$') || written.starts_with('\'')) continue;
      for (std::size_t j = 0; j < i && j < 100; ++j) {
        const std::string& name = instruction.pairs[j].name.value;
        if (!uses(written, name) || name == pair.name.value) continue;
        hits.push_back(hit_in(file, stage, pair.place, format("{} does not see the {} of the same line", pair.name.value, name)));
      }
    }
  });
}

constexpr std::string_view kReferences[] = {"hadolint DL3044"};
constexpr Example kExamples[] = {
    {"FROM debian:12\n"
     "ENV A=/opt B=$A/bin\n",
     "FROM debian:12\n"
     "ENV A=/opt\n"
     "ENV B=$A/bin PATH=$PATH:/x C=$AB\n"},
    {"FROM debian:12\n"
     "ENV A=/opt \\\n"
     "  PATH=${A}/bin:$PATH\n",
     "FROM debian:12\n"
     "ENV AB=/opt C=$A D='$AB' E=\\$AB\n"},
};

}  // namespace

extern constinit const DockerfileCheck env_self_reference;
constinit const DockerfileCheck env_self_reference = {
    .info = {.id = "env-self-reference",
             .title = "ENV uses a name that the same line sets",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "All values of a line are replaced before any of them is set: the old value is taken, mostly an empty one, and a path "
                    "leads elsewhere.",
             .fix = "Set it in an ENV line before.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::dockerfile
