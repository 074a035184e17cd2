// SPDX-License-Identifier: Apache-2.0
//
// Lines at the end of a file: text, or JSON (json). The file is opened anew when it was renamed or removed, and on SIGHUP.
#include <fcntl.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>

#include "alert/line_writer.h"
#include "alert/output.h"
#include "base/fd.h"
#include "base/text.h"
#include "model/alert_json.h"

namespace batten::alert::outputs {
namespace {

class File final : public Receiver {
 public:
  File(std::string path, bool json) : path_(std::move(path)), json_(json) {}

  Result<void> open_again() {
    // A named pipe that nobody reads must not hold this up.
    fd_ = base::Fd(::open(path_.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0640));
    writer_.begin_again();
    if (!fd_.valid()) return base::errno_error(base::printable(path_), errno);
    return {};
  }

  Delivery deliver(std::span<const model::Alert> alerts) override {
    if (!is_same_file()) {
      if (Result<void> opened = open_again(); !opened) return Delivery::later(opened.error().message);
    }
    const model::Alert& alert = alerts.front();
    return writer_.write(fd_.get(), json_ ? model::alert_json(alert) : base::printable(model::alert_line(alert)), path_);
  }

  void reopen() override { fd_.reset(); }

 private:
  bool is_same_file() const {
    struct stat held{}, named{};
    return fd_.valid() && ::fstat(fd_.get(), &held) == 0 && ::stat(path_.c_str(), &named) == 0 && held.st_ino == named.st_ino &&
           held.st_dev == named.st_dev;
  }

  std::string path_;
  bool json_;
  base::Fd fd_;
  LineWriter writer_;
};

Result<std::unique_ptr<Receiver>> open(const OutputConfig& config) {
  if (config.target.empty()) return Error{Code::kInvalidArgument, "file=PATH: which file?"};
  auto out = std::make_unique<File>(config.target, config.flag("json"));
  TRY(out->open_again());
  return out;
}

constexpr std::array<std::string_view, 1> kOptions = {"json"};
constexpr OutputExample kExamples[] = {{"file=/dev/null", ""},
                                       {"file=/dev/null,json,priority=error", ""},
                                       {"file", "which file"},
                                       {"file=/dev/null/x", "Not a directory"},
                                       {"file=/dev/null,priority=much", "no priority"}};

}  // namespace

extern constinit const Output file;
constinit const Output file = {
    .name = "file",
    .summary = "lines at the end of a file",
    .syntax = "file=PATH[,json]",
    .options = kOptions,
    .open = open,
    .examples = kExamples,
};

}  // namespace batten::alert::outputs
