// SPDX-License-Identifier: Apache-2.0
//
// Runs a program for each alert, one at a time, with the alert's JSON and a newline on standard input. No shell: blanks separate the
// arguments. A program that fails or takes longer than timeout is not run again for the same alert.
#include <array>

#include "alert/output.h"
#include "base/format.h"
#include "base/process.h"
#include "base/text.h"
#include "model/alert_json.h"

namespace batten::alert::outputs {
namespace {

constexpr std::size_t kMaxPrinted = 64u << 10;
constexpr std::size_t kShownBytes = 300;

class Command final : public Receiver {
 public:
  Command(std::vector<std::string> argv, std::chrono::milliseconds timeout) : argv_(std::move(argv)), timeout_(timeout) {}

  Delivery deliver(std::span<const model::Alert> alerts) override {
    auto run = base::run_process(argv_, model::alert_json(alerts.front()) + "\n", timeout_, kMaxPrinted);
    if (!run) return Delivery::refused(run.error().message);
    if (run->exit_status == 0) return Delivery::taken();
    std::string_view last = base::trim(run->err);
    std::string why = format("{} ended with status {}", argv_[0], run->exit_status);
    if (!last.empty()) why += ": " + base::printable(last.substr(0, kShownBytes));
    return Delivery::refused(why);
  }

 private:
  std::vector<std::string> argv_;
  std::chrono::milliseconds timeout_;
};

Result<std::unique_ptr<Receiver>> open(const OutputConfig& config) {
  std::vector<std::string> argv;
  for (std::string_view word : base::words(config.target)) argv.emplace_back(word);
  if (argv.empty()) return Error{Code::kInvalidArgument, "command=PROGRAM [ARGUMENT...]: which program?"};
  auto timeout = TRY_IN("timeout", parse_duration(config.option("timeout", "10s")));
  if (timeout.count() < 10 || timeout > std::chrono::minutes(2)) return Error{Code::kInvalidArgument, "timeout: from 10ms to 2m"};
  return std::make_unique<Command>(std::move(argv), timeout);
}

constexpr std::array<std::string_view, 1> kOptions = {"timeout"};
constexpr OutputExample kExamples[] = {{"command=/usr/local/bin/on-alert --quiet", ""},
                                       {"command=cat,timeout=1s,priority=critical", ""},
                                       {"command=", "which program"},
                                       {"command=cat,timeout=3m", "from 10ms to 2m"}};

}  // namespace

extern constinit const Output command;
constinit const Output command = {
    .name = "command",
    .summary = "a program for each alert, with its JSON on standard input",
    .syntax = "command=PROGRAM [ARGUMENT...][,timeout=10s]",
    .options = kOptions,
    .open = open,
    .examples = kExamples,
};

}  // namespace batten::alert::outputs
