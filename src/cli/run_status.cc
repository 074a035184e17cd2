// SPDX-License-Identifier: Apache-2.0
#include "cli/run_status.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "base/file.h"
#include "base/format.h"
#include "base/json.h"
#include "base/text.h"
#include "base/time.h"
#include "cli/output.h"
#include "secrets/run_directory.h"

namespace batten::cli {
namespace {

constexpr json::Limits kLimits{.max_bytes = 4u << 20, .max_depth = 20};

// A process id alone may be somebody else's by now. Ticks since boot, from /proc/PID/stat.
std::string start_of_process(std::int64_t pid) {
  std::string text = base::read_file(format("/proc/{}/stat", pid), 4096).value_or("");
  std::size_t name_end = text.rfind(')');
  if (name_end == text.npos) return "";
  std::vector<std::string_view> words = base::words(std::string_view(text).substr(name_end + 1));
  return words.size() > 19 ? std::string(words[19]) : "";
}

std::string time_text(secrets::Clock::time_point time) {
  return time == secrets::Clock::time_point::max() ? "" : base::format_time(secrets::Clock::to_time_t(time));
}

std::string text_of(json::View status, bool alive) {
  std::string out =
      format("{} {} ({}): {}\n", base::printable(status["what"].string()), base::printable(status["name"].string()),
             base::printable(status["id"].string().substr(0, 12)), alive ? "kept fresh" : "NOT kept fresh, its supervisor is gone");
  status["secrets"].each([&](json::View secret) {
    out += format("  {} -> {}\n", base::printable(secret["reference"].string()), base::printable(secret["target"].string()));
    std::string_view version = secret["version"].string(), next = secret["next"].string(), error = secret["error"].string();
    out += format("    of {}{}{}\n", base::printable(secret["delivered"].string()),
                  version.empty() ? "" : ", version " + base::printable(version),
                  next.empty() ? "" : ", asked for again " + base::printable(next));
    if (!error.empty()) out += format("    last try: {}\n", base::printable(error));
  });
  return out;
}

}  // namespace

Result<void> write_status(const std::string& directory, const RunStatus& status, const std::vector<secrets::Delivered>& delivered) {
  json::Writer out;
  out.begin_object().member("what", status.what).member("name", status.name).member("id", status.id);
  out.member("pid", std::int64_t{::getpid()}).member("process_start", start_of_process(::getpid())).key("secrets").begin_array();
  for (const secrets::Delivered& one : delivered) {
    out.begin_object().member("name", one.request->name).member("reference", to_string(one.request->reference));
    std::string target = one.request->file_name();
    out.member("target", target.starts_with('/') ? target : "/run/secrets/" + target);
    out.member_if("version", one.version)
        .member("delivered", time_text(one.at))
        .member_if("next", time_text(one.next))
        .member_if("error", one.error);
    out.end_object();
  }
  out.end_array().end_object();
  return base::write_file_atomic(directory + "/status.json", out.text());
}

Result<int> run_secrets_status(const Arguments& arguments) {
  std::string name = arguments.value("format", "text");
  if (name != "text" && name != "json") return Error{Code::kInvalidArgument, "--format: there is text, json"};
  std::string text, json = "{\"runs\":[";
  std::error_code ignored;
  std::vector<std::string> paths;
  for (const auto& entry : std::filesystem::directory_iterator(secrets::run_directories_root(), ignored))
    paths.push_back(entry.path().string());
  std::ranges::sort(paths);
  for (const std::string& path : paths) {
    auto bytes = base::read_file(path + "/status.json", kLimits.max_bytes);
    if (!bytes) continue;
    json::Document status = TRY_IN(path, json::Document::parse(*bytes, kLimits));
    std::int64_t pid = status["pid"].integer().value_or(0);
    bool alive = pid > 0 && start_of_process(pid) == status["process_start"].string("-");
    text += text_of(status.root(), alive);
    json += (json.ends_with('[') ? "" : ",") +
            format("{{\"directory\":{},\"kept_fresh\":{},\"status\":{}}}", json::quote(path), alive, base::trim(*bytes));
  }
  if (name == "json") {
    TRY(write_output("", json + "]}"));
  } else {
    TRY(write_output("", text.empty() ? "nothing is delivered by batten run" : text));
  }
  return kExitFine;
}

}  // namespace batten::cli
