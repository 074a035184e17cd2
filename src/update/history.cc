// SPDX-License-Identifier: Apache-2.0
#include "update/history.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "base/file.h"
#include "base/format.h"
#include "base/json.h"
#include "base/text.h"
#include "base/time.h"

namespace batten::update {
namespace {

constexpr std::uint64_t kMaxFile = 256u << 20;
constexpr std::size_t kMaxLine = 1u << 20;
constexpr std::size_t kMaxNames = 1000;  // of vulnerabilities in one line; the rest is counted

std::string path_of(const std::string& directory) { return directory + "/history.jsonl"; }

void write_names(json::Writer& out, std::string_view key, const std::vector<std::string>& names) {
  out.key(key).begin_array();
  for (std::size_t i = 0; i < std::min(names.size(), kMaxNames); ++i) out.value(names[i]);
  if (names.size() > kMaxNames) out.value(format("and {} more", names.size() - kMaxNames));
  out.end_array();
}

bool is_of(const HistoryEntry& entry, std::string_view subject) {
  if (subject.empty() || entry.subject == subject) return true;
  const std::size_t slash = entry.subject.find('/');
  return slash != std::string::npos && std::string_view(entry.subject).substr(slash + 1) == subject;
}

}  // namespace

std::string history_line(const HistoryEntry& entry) {
  json::Writer out(0);
  out.begin_object();
  out.member("id", entry.id).member("at", base::format_time(entry.at)).member("subject", entry.subject);
  out.member("from", entry.from).member("to", entry.to).member("who", entry.who).member("why", entry.why);
  out.member("outcome", outcome_name(entry.outcome))
      .member("unhealthy", entry.unhealthy)
      .member("result", entry.result)
      .member("gap_seconds", entry.gap_seconds);
  write_names(out, "removed", entry.removed);
  write_names(out, "brought", entry.brought);
  out.member("plan", entry.plan).member("policy", entry.policy).member("verified_by", entry.verified_by);
  if (entry.built) {
    out.member("built", true).member_if("base", entry.base).member_if("base_from", entry.base_from).member_if("base_to", entry.base_to);
  }
  out.end_object();
  return out.take();
}

Result<HistoryEntry> parse_history_line(std::string_view line) {
  const json::Document document = TRY(json::Document::parse(line, {.max_bytes = kMaxLine, .max_depth = 8}));
  const std::optional<std::int64_t> at = base::parse_time(document["at"].string());
  const std::optional<Outcome> outcome = parse_outcome(document["outcome"].string());
  HistoryEntry out;
  out.subject = document["subject"].string();
  if (!at || !outcome || out.subject.empty()) return Error{Code::kCorrupt, "no entry of the history: subject, at or outcome is missing"};
  out.at = *at;
  out.outcome = *outcome;
  out.id = document["id"].string();
  out.from = document["from"].string();
  out.to = document["to"].string();
  out.who = document["who"].string();
  out.why = document["why"].string();
  out.unhealthy = document["unhealthy"].boolean();
  out.result = document["result"].string();
  out.gap_seconds = document["gap_seconds"].number().value_or(0);
  out.removed = document["removed"].strings();
  out.brought = document["brought"].strings();
  out.plan = document["plan"].string();
  out.policy = document["policy"].string();
  out.verified_by = document["verified_by"].string();
  out.built = document["built"].boolean();
  out.base = document["base"].string();
  out.base_from = document["base_from"].string();
  out.base_to = document["base_to"].string();
  return out;
}

Result<void> append_history(const std::string& directory, const HistoryEntry& entry) {
  TRY(base::make_directories(directory));
  const std::string path = path_of(directory);
  base::Fd file(::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!file.valid()) return Error{Code::kInternal, format("{}: {}", path, std::strerror(errno))};
  // Behind a line that was cut when the machine went down, a new one begins.
  struct stat info{};
  std::string text = history_line(entry) + "\n";
  if (::fstat(file.get(), &info) == 0 && info.st_size > 0) {
    base::Fd reading = TRY(base::open_read(path));
    const std::string last = TRY(base::read_at(reading.get(), static_cast<std::uint64_t>(info.st_size) - 1, 1));
    if (!last.ends_with('\n')) text = "\n" + text;
  }
  TRY(base::write_all(file.get(), text));
  if (::fsync(file.get()) != 0) return Error{Code::kInternal, format("{}: {}", path, std::strerror(errno))};
  return {};
}

Result<std::vector<HistoryEntry>> read_history(const std::string& directory, std::string_view subject, std::size_t limit,
                                               base::Notes& notes) {
  const std::string path = path_of(directory);
  Result<std::string> text = base::read_file(path, kMaxFile);
  if (!text && text.error().code == Code::kNotFound) return std::vector<HistoryEntry>{};
  if (!text) return text.error();
  std::vector<HistoryEntry> out;
  std::size_t number = 0, bad = 0, first_bad = 0;
  base::each_line(*text, [&](std::string_view line) {
    ++number;
    if (line.empty()) return;
    Result<HistoryEntry> entry = parse_history_line(line);
    if (!entry && bad++ == 0) first_bad = number;
    if (entry && is_of(*entry, subject)) out.push_back(std::move(*entry));
  });
  if (bad != 0)
    notes.push_back({.where = format("{}:{}", path, first_bad),
                     .message = format("{} of {} lines of the history can't be read", bad, number),
                     .hint = "mend or remove them"});
  std::ranges::reverse(out);
  if (out.size() > limit) out.resize(limit);
  return out;
}

}  // namespace batten::update
