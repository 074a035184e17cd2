// SPDX-License-Identifier: Apache-2.0
#include "base/format.h"
#include "checks/dockerfile_check.h"
#include "checks/run_facts.h"

namespace batten::checks::dockerfile {
namespace {

// The number of a user that is too high for lastlog; empty: none.
std::string_view high_uid(const manifest::ShellCommand& command) {
  for (std::size_t i = 1; i < command.words.size(); ++i) {
    std::string_view word = command.words[i].value, number;
    if (word.starts_with("--uid=")) number = word.substr(6);
    bool option = word == "--uid" || (word.size() > 1 && word[0] == '-' && word[1] != '-' && word.ends_with('u'));
    if (option && i + 1 < command.words.size()) number = command.words[i + 1].value;
    if (number.size() > 5 && number.find_first_not_of("0123456789") == std::string_view::npos) return number;
  }
  return {};
}

void check(const manifest::Dockerfile& file, const Settings&, Hits& hits) {
  each_command(file, [&](const Run& run, const manifest::ShellCommand& command) {
    if (command.name != "useradd" || command.has_option({"-l", "--no-log-init"})) return;
    std::string_view number = high_uid(command);
    if (!number.empty()) hits.push_back(run_hit(run, command.place, format("useradd with the number {} is called without -l", number)));
  });
}

Result<Edits> fix(const manifest::Dockerfile& file, const Hit& hit, const Surroundings&) {
  return insert_behind_word(command_at(file, hit.place), 0, " -l");
}

constexpr std::string_view kReferences[] = {"hadolint DL3046"};
constexpr Example kExamples[] = {
    {.bad = "FROM debian:12.8\n"
            "RUN useradd -m -u 1001230000 app\n",
     .good = "FROM debian:12.8\n"
             "RUN useradd -l -m -u 1001230000 app && useradd -u 10001 b && useradd -u $UID c\n"},
};

}  // namespace

extern constinit const DockerfileCheck useradd_high_uid;
constinit const DockerfileCheck useradd_high_uid = {
    .info = {.id = "useradd-high-uid",
             .title = "useradd with a high number makes a huge file",
             .severity = model::Severity::kLow,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "useradd notes the last login at a place that the user's number gives: with a high one /var/log/lastlog gets hundreds "
                    "of gigabytes of holes, which some tools write out when they make the layer.",
             .fix = "Add -l (--no-log-init).",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
    .fix = fix,
};

}  // namespace batten::checks::dockerfile
