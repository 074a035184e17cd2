// SPDX-License-Identifier: Apache-2.0
#include "rules/rule_test_file.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/format.h"
#include "base/text.h"
#include "base/yaml.h"
#include "rules/event_text.h"

namespace batten::rules {
namespace {

// Nobody but the tables of a test answers.
class NoSurroundings final : public Surroundings {
 public:
  std::optional<std::string_view> user_name(const model::RunningContainer*, std::uint32_t uid) override {
    if (uid == 0) return "root";
    return std::nullopt;
  }
  std::optional<std::string_view> group_name(const model::RunningContainer*, std::uint32_t gid) override {
    if (gid == 0) return "root";
    return std::nullopt;
  }
  std::optional<std::string_view> user_home(const model::RunningContainer*, std::uint32_t) override { return std::nullopt; }
  std::optional<std::string_view> user_shell(const model::RunningContainer*, std::uint32_t) override { return std::nullopt; }
  bool name_has_address(std::string_view, std::string_view) override { return false; }
  std::optional<std::string_view> package_of(const model::RunningContainer*, std::string_view) override { return std::nullopt; }
  std::string_view hostname() override { return "test"; }
};

Error wrong(yaml::View at, std::string_view what) {
  return Error{Code::kInvalidArgument, format("{}: {}", yaml::to_text(at.start()), what)};
}

class Run {
 public:
  explicit Run(Ruleset rules) : rules_(std::move(rules)) {}

  // Alerts of one event.
  Result<std::vector<model::Alert>> judge(yaml::View event, yaml::View defaults) {
    WrittenEvent written = TRY(read_event(event, defaults));
    const model::Event view = written.event.event();
    Moment moment{.event = &view,
                  .process = written.process.get(),
                  .container = written.container ? &*written.container : nullptr,
                  .surroundings = &surroundings_,
                  .time_ns = written.time_ns,
                  .number = ++number_};
    std::vector<model::Alert> out;
    rules_.judge(moment, out);
    return out;
  }

 private:
  Ruleset rules_;
  NoSurroundings surroundings_;
  std::uint64_t number_ = 0;
};

std::string names_of(const std::vector<model::Alert>& alerts) {
  std::vector<std::string> names;
  for (const model::Alert& one : alerts) names.push_back(one.rule);
  return names.empty() ? "nothing" : base::join(names, ", ");
}

Result<RuleTestOutcome> run_exact(yaml::View test, const std::function<Result<Ruleset>()>& make_rules) {
  RuleTestOutcome out{.name = std::string(test["test"].string()), .line = test.start().line, .passed = false, .message = {}};
  Run run(TRY(make_rules()));
  for (yaml::View event : test["events"].elements()) {
    for (model::Alert& one : TRY(run.judge(event, test))) out.alerts.push_back(std::move(one));
  }
  const std::vector<std::string> wanted = test["alerts"].strings();
  std::vector<std::string> came;
  for (const model::Alert& one : out.alerts) came.push_back(one.rule);
  out.passed = wanted == came;
  if (!out.passed) out.message = format("wanted {}, came {}", wanted.empty() ? "nothing" : base::join(wanted, ", "), names_of(out.alerts));
  return out;
}

Result<RuleTestOutcome> run_one_rule(yaml::View test, yaml::View entry, bool fires, std::string name,
                                     const std::function<Result<Ruleset>()>& make_rules) {
  RuleTestOutcome out{.name = std::move(name), .line = entry.start().line, .passed = false, .message = {}};
  const std::string rule(test["rule"].string());
  Run run(TRY(make_rules()));
  const std::vector<yaml::View> events = entry.is_sequence() ? entry.elements() : std::vector<yaml::View>{entry};
  for (yaml::View event : events) out.alerts = TRY(run.judge(event, test));
  const bool fired = std::ranges::any_of(out.alerts, [&](const model::Alert& one) { return one.rule == rule; });
  out.passed = fired == fires;
  if (!out.passed) out.message = format("'{}' {}; came {}", rule, fires ? "did not fire" : "fired", names_of(out.alerts));
  return out;
}

Result<void> check_keys(yaml::View test) {
  constexpr std::string_view kKnown[] = {"test", "rule", "events", "alerts", "fires", "silent", "process", "container", "time"};
  std::optional<Error> error;
  test.each_member([&](yaml::View key, yaml::View) {
    if (!error && std::ranges::find(kKnown, key.string()) == std::end(kKnown))
      error = wrong(key, format("a test has no '{}'", key.string()));
  });
  if (error) return *error;
  return {};
}

}  // namespace

Result<std::vector<RuleTestOutcome>> run_rule_tests(std::string_view text, const std::function<Result<Ruleset>()>& make_rules) {
  yaml::Document document = TRY(yaml::Document::parse(text));
  if (!document.root().is_sequence()) return Error{Code::kInvalidArgument, "a file of tests is a sequence"};
  std::vector<RuleTestOutcome> out;
  for (yaml::View test : document.root().elements()) {
    TRY(check_keys(test));
    if (test["test"]) {
      if (!test["events"].is_sequence() || !test["alerts"].is_sequence()) return wrong(test, "a test has events and alerts, two sequences");
      out.push_back(TRY(run_exact(test, make_rules)));
      continue;
    }
    if (!test["rule"] || test["fires"].size() + test["silent"].size() == 0)
      return wrong(test, "an entry has test, events, alerts; or rule, fires, silent");
    for (const char* kind : {"fires", "silent"}) {
      int number = 0;
      for (yaml::View entry : test[kind].elements())
        out.push_back(TRY(run_one_rule(test, entry, kind == std::string_view("fires"),
                                       format("{}: {} {}", test["rule"].string(), kind, ++number), make_rules)));
    }
  }
  if (out.empty()) return Error{Code::kInvalidArgument, "the file holds no test"};
  return out;
}

}  // namespace batten::rules
