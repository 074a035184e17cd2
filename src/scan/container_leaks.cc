// SPDX-License-Identifier: Apache-2.0
#include "scan/container_leaks.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <tuple>

#include "base/file.h"
#include "base/format.h"
#include "base/secret_bytes.h"
#include "base/text.h"
#include "leaks/file_search.h"
#include "leaks/patterns.h"

namespace batten::scan {
namespace {

using Where = model::LeakPlace::Where;

constexpr std::uint64_t kMaxBytes = 4u << 20;  // of one environment or command line
constexpr std::size_t kMaxProcesses = 10'000;

std::string link_of(const std::string& path) {
  std::error_code failed;
  std::filesystem::path target = std::filesystem::read_symlink(path, failed);
  return failed ? std::string() : target.string();
}

std::vector<std::string> processes_of(int first) {
  std::string wanted = link_of(format("/proc/{}/ns/pid", first));
  std::vector<std::string> out = {std::to_string(first)};
  // With the host's own PID namespace the others are nobody's in particular.
  if (wanted.empty() || wanted == link_of("/proc/1/ns/pid")) return out;
  Result<std::vector<std::string>> all = base::list_directory("/proc");
  if (!all) return out;
  for (const std::string& name : *all) {
    if (!base::parse_unsigned(name) || name == out[0] || out.size() >= kMaxProcesses) continue;
    if (link_of("/proc/" + name + "/ns/pid") == wanted) out.push_back(name);
  }
  return out;
}

class Search {
 public:
  Search(const model::Container& container, const std::string& key) : container_(container), search_(leaks::Patterns::all(), key) {}

  void environment(std::string_view text) {
    for (std::string_view variable : base::split(text, '\0')) {
      if (!variable.empty())
        add(Where::kVariable, variable.substr(0, variable.find('=')), variable,
            "every process of the container, root, and whoever may ask the engine");
    }
  }
  // Words as a shell would show them, so that "--password x" is seen as one.
  void command_line(std::string text) {
    while (text.ends_with('\0')) text.pop_back();
    std::ranges::replace(text, '\0', ' ');
    add(Where::kCommandLine, text.substr(0, text.find(' ')), text, "every process on the host");
    base::wipe(text);
  }
  std::vector<model::Leak> take() { return std::move(out_); }

 private:
  void add(Where where, std::string_view name, std::string_view text, std::string_view readers) {
    base::Notes notes;
    for (model::Leak& leak : search_.search(name, text, notes)) {
      if (!seen_.emplace(where, leak.kind, std::string(name), leak.fingerprint).second) continue;
      leak.place.where = where;
      leak.place.path = base::printable(name);
      leak.place.line = leak.place.column = 0;
      leak.place.container = container_.name;
      leak.readable_by = readers;
      out_.push_back(std::move(leak));
    }
  }

  const model::Container& container_;
  leaks::FileSearch search_;
  std::set<std::tuple<Where, std::string, std::string, std::string>> seen_;
  std::vector<model::Leak> out_;
};

}  // namespace

std::vector<model::Leak> process_leaks(const model::Container& container, const std::string& fingerprint_key, base::Notes& notes) {
  if (!container.process || container.process->pid == 0) return {};
  Search search(container, fingerprint_key);
  std::size_t unread = 0;
  std::string why;
  for (const std::string& process : processes_of(container.process->pid)) {
    Result<std::string> environment = base::read_file("/proc/" + process + "/environ", kMaxBytes);
    Result<std::string> command = base::read_file("/proc/" + process + "/cmdline", kMaxBytes);
    if (!environment || !command) {
      Code code = environment ? command.error().code : environment.error().code;
      if (code == Code::kNotFound) continue;  // it has ended
      ++unread;
      why = environment ? command.error().message : environment.error().message;
    }
    if (environment) {
      search.environment(*environment);
      base::wipe(*environment);
    }
    if (command) search.command_line(std::move(*command));
  }
  if (unread > 0)
    notes.push_back({base::Note::Kind::kSkipped, "container " + container.name,
                     format("environment or command line of {} processes could not be read: {}", unread, why), "run as root"});
  return search.take();
}

}  // namespace batten::scan
