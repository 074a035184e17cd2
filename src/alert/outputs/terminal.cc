// SPDX-License-Identifier: Apache-2.0
//
// Lines on standard output: for people, coloured by priority, or JSON (json).
#include <unistd.h>

#include <array>

#include "alert/line_writer.h"
#include "alert/output.h"
#include "base/file.h"
#include "base/format.h"
#include "base/text.h"
#include "model/alert_json.h"

namespace batten::alert::outputs {
namespace {

std::string_view colour_of(model::Priority priority) {
  switch (priority) {
    case model::Priority::kEmergency:
    case model::Priority::kAlert:
    case model::Priority::kCritical: return "1;31";
    case model::Priority::kError: return "31";
    case model::Priority::kWarning: return "33";
    case model::Priority::kNotice: return "36";
    case model::Priority::kInformational: return "32";
    case model::Priority::kDebug: return "2";
  }
  return "0";
}

class Terminal final : public Receiver {
 public:
  Terminal(int fd, bool json, bool colours) : fd_(fd), json_(json), colours_(colours) {}

  Delivery deliver(std::span<const model::Alert> alerts) override {
    const model::Alert& alert = alerts.front();
    if (json_) return writer_.write(fd_, model::alert_json(alert), "the terminal");
    std::string line = base::printable(model::alert_line(alert));
    if (!colours_) return writer_.write(fd_, line, "the terminal");
    // The priority alone: it stands behind the time.
    std::string_view name = model::priority_name(alert.priority);
    std::size_t at = line.find(name);
    if (at != std::string::npos) line.replace(at, name.size(), format("\x1b[{}m{}\x1b[0m", colour_of(alert.priority), name));
    return writer_.write(fd_, line, "the terminal");
  }

 private:
  int fd_;
  bool json_, colours_;
  LineWriter writer_;
};

Result<std::unique_ptr<Receiver>> open(const OutputConfig& config) {
  if (!config.target.empty() && config.target != "stderr") return Error{Code::kInvalidArgument, "the terminal has no target but stderr"};
  int fd = config.target == "stderr" ? STDERR_FILENO : STDOUT_FILENO;
  std::string_view colour = config.option("colour", "auto");
  if (colour != "auto" && colour != "always" && colour != "never") return Error{Code::kInvalidArgument, "colour: auto, always or never"};
  bool colours = colour == "always" || (colour == "auto" && ::isatty(fd) == 1 && base::environment("NO_COLOR").empty());
  return std::make_unique<Terminal>(fd, config.flag("json"), colours);
}

constexpr std::array<std::string_view, 2> kOptions = {"json", "colour"};
constexpr OutputExample kExamples[] = {{"terminal", ""},
                                       {"stdout,json", ""},
                                       {"terminal=stderr,colour=always,priority=warning", ""},
                                       {"terminal,colour=red", "auto, always or never"},
                                       {"terminal=/dev/tty", "no target"},
                                       {"terminal,timeout=5s", "no option 'timeout'"}};

}  // namespace

extern constinit const Output terminal;
constinit const Output terminal = {
    .name = "terminal",
    .summary = "lines on standard output, or on standard error",
    .syntax = "terminal[=stderr][,json][,colour=auto|always|never]",
    .options = kOptions,
    .open = open,
    .examples = kExamples,
};

}  // namespace batten::alert::outputs
