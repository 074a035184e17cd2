// SPDX-License-Identifier: Apache-2.0
#include "cli/decisions.h"

#include <algorithm>

#include "base/file.h"
#include "base/format.h"
#include "http/client.h"
#include "policy/attached_vex.h"
#include "policy/vex.h"
#include "policy/vex_format.h"

namespace batten::cli {
namespace {

constexpr std::uint64_t kMaxBytes = 64u << 20;

void append(std::vector<policy::VexStatement>& out, std::vector<policy::VexStatement> statements) {
  for (policy::VexStatement& statement : statements) out.push_back(std::move(statement));
}

Result<void> read_file(const std::string& path, Decisions& out) {
  std::string bytes = TRY(base::read_file(path, kMaxBytes));
  append(out.statements, TRY(policy::read_vex(path, bytes, out.notes)));
  return {};
}

// Every .json file in it, by name; not below.
Result<void> read_directory(const std::string& path, Decisions& out) {
  for (const std::string& name : TRY(base::list_directory(path))) {
    std::string file = path + (path.ends_with('/') ? "" : "/") + name;
    if (!name.ends_with(".json") || !base::is_regular_file(file)) continue;
    if (Result<void> read = read_file(file, out); !read)
      out.notes.push_back({base::Note::Kind::kSkipped, "--vex " + path, read.error().message, ""});
  }
  return {};
}

Result<void> fetch(const std::string& url, Decisions& out) {
  http::Client client;
  http::Request request;
  request.url = url;
  request.max_bytes = kMaxBytes;
  request.total_timeout_ms = 120'000;
  http::Response response = TRY(client.send(request));
  if (response.status != 200) return http::status_error(request, response);
  append(out.statements, TRY(policy::read_vex(http::shown_url(url), response.body, out.notes)));
  return {};
}

}  // namespace

Result<Decisions> read_decisions(const Arguments& arguments) {
  Decisions out;
  if (arguments.flag("ignore-file")) {
    std::string path = arguments.value("ignore-file");
    out.ignored = TRY(policy::parse_ignore_file(path, TRY(base::read_file(path, 16u << 20))));
  }
  if (!arguments.flag("vex")) return out;
  for (const std::string& where : arguments.options.at("vex")) {
    if (where == "attached") {
      out.attached = true;
    } else if (where.starts_with("http://") || where.starts_with("https://")) {
      if (arguments.flag("offline"))
        return Error{Code::kInvalidArgument, format("--vex {}: nothing is fetched with --offline", http::shown_url(where))};
      TRY_IN("--vex", fetch(where, out));
    } else if (base::is_directory(where)) {
      TRY_IN("--vex", read_directory(where, out));
    } else {
      TRY_IN("--vex", read_file(where, out));
    }
  }
  return out;
}

bool Decisions::asks_for_base() const {
  return ignored && std::ranges::any_of(ignored->rules, [](const policy::IgnoreRule& rule) { return rule.layer.has_value(); });
}

void apply_decisions(const Decisions& decisions, std::int64_t date, scan::Scanned& scanned) {
  model::Report& report = scanned.report;
  report.notes.insert(report.notes.end(), decisions.notes.begin(), decisions.notes.end());
  std::vector<policy::VexStatement> statements = decisions.statements;
  if (decisions.attached) {
    std::vector<policy::AttachedText> texts;
    for (const image::AttachedDocument& document : scanned.attached) texts.push_back({document.attached_by, document.bytes});
    append(statements, policy::read_attached(texts, report));
  }
  policy::apply_vex(statements, report);
  if (decisions.ignored) policy::apply_ignore_rules(*decisions.ignored, date, report);
}

}  // namespace batten::cli
