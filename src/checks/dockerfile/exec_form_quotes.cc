// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/format.h"
#include "base/text.h"
#include "checks/dockerfile_check.h"
#include "checks/dockerfile_walk.h"

namespace batten::checks::dockerfile {
namespace {

// [ 'a', 'b' ]
bool is_meant(const manifest::Dockerfile& file, const manifest::Instruction& one) {
  if (one.form == manifest::Instruction::Form::kExec || !one.heredocs.empty()) return false;
  if (one.keyword != "CMD" && one.keyword != "ENTRYPOINT" && one.keyword != "RUN" && one.keyword != "SHELL" && one.keyword != "VOLUME")
    return false;
  std::string_view text = base::trim(std::string_view(file.text).substr(one.rest.offset, one.rest.length));
  if (!text.starts_with('[') || !text.ends_with(']')) return false;
  text = base::trim(text.substr(1, text.size() - 2));
  return text.size() > 1 && (text[0] == '\'' || text.starts_with("\xe2\x80\x9c")) && !text.starts_with("[");
}

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  each_instruction(file, [&](const manifest::Stage& stage, const manifest::Instruction& instruction) {
    if (is_meant(file, instruction))
      hits.push_back(hit_in(file, stage, instruction.rest, format("{} is no JSON: the shell gets it", instruction.keyword)));
  });
}

Result<std::vector<model::Edit>> fix(const manifest::Dockerfile& file, const Hit& hit, const Surroundings&) {
  std::string text = file.text.substr(hit.place.offset, hit.place.length);
  if (text.contains('"') || text.contains('\\') || text.contains("\xe2")) return std::vector<model::Edit>();
  std::ranges::replace(text, '\'', '"');
  return std::vector{replaced(hit.place, std::move(text))};
}

constexpr Example kExamples[] = {
    {"FROM debian:12\n"
     "CMD ['a', 'b']\n",
     "FROM debian:12\n"
     "CMD [\"a\", \"b\"]\n"},
    {"FROM debian:12\n"
     "ENTRYPOINT [ 'x' ]\n",
     "FROM debian:12\n"
     "RUN [ -f 'x' ]\n"
     "RUN [ 'a' = \"$B\" ] && c\n"},
};

}  // namespace

extern constinit const DockerfileCheck exec_form_quotes;
constinit const DockerfileCheck exec_form_quotes = {
    .info =
        {.id = "exec-form-quotes",
         .title = "The JSON form is written with wrong quotes",
         .severity = model::Severity::kMedium,
         .practice = model::PracticeId::kLimitCapabilities,
         .why = "JSON strings have double quotes. Anything else is not read as JSON but given to the shell, which runs a program called [.",
         .fix = "Write double quotes."},
    .check = check,
    .examples = kExamples,
    .fix = fix,
};

}  // namespace batten::checks::dockerfile
