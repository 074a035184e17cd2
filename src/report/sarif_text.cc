// SPDX-License-Identifier: Apache-2.0
#include "report/sarif_text.h"

#include <algorithm>

#include "base/format.h"
#include "report/program.h"

namespace batten::report {
namespace {

using model::Severity;

constexpr std::size_t kMaxNotifications = 1000;

}  // namespace

std::string_view sarif_level(Severity severity) {
  switch (severity) {
    case Severity::kCritical:
    case Severity::kHigh: return "error";
    case Severity::kMedium: return "warning";
    case Severity::kLow:
    case Severity::kNegligible:
    case Severity::kUnknown: break;
  }
  return "note";
}

std::string sarif_security_severity(Severity severity, double score) {
  double low = 0, high = 0;
  switch (severity) {
    case Severity::kCritical: low = 9.0, high = 10.0; break;
    case Severity::kHigh: low = 7.0, high = 8.9; break;
    case Severity::kMedium: low = 4.0, high = 6.9; break;
    case Severity::kLow: low = 1.0, high = 3.9; break;
    case Severity::kNegligible: low = 0.1, high = 0.9; break;
    case Severity::kUnknown: return "";
  }
  return format("{:.1f}", score == 0 ? (low + high) / 2 : std::clamp(score, low, high));
}

std::string sarif_path(std::string_view path) {
  std::string out;
  for (char c : path) {
    bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                 std::string_view("/-._~+,=@").find(c) != std::string_view::npos;
    if (plain) {
      out.push_back(c);
    } else {
      out += format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return out;
}

void sarif_message(json::Writer& out, std::string_view name, std::string_view text) {
  out.key(name).begin_object().member("text", text).end_object();
}

void sarif_begin(json::Writer& out) {
  out.begin_object();
  out.member("$schema", "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json");
  out.member("version", "2.1.0").key("runs").begin_array().begin_object();
  out.key("tool").begin_object().key("driver").begin_object().member("name", "Batten").member("semanticVersion", kProgramVersion);
}

void sarif_notification(json::Writer& out, std::string_view level, std::string_view text) {
  out.begin_object().member("level", level);
  sarif_message(out, "message", text);
  out.end_object();
}

void sarif_invocation(json::Writer& out, const base::Notes& notes, void (*extra)(json::Writer& out, std::size_t results),
                      std::size_t results) {
  out.key("invocations").begin_array().begin_object().member("executionSuccessful", true);
  out.key("toolExecutionNotifications").begin_array();
  if (extra != nullptr) extra(out, results);
  std::size_t written = 0;
  for (const base::Note& note : notes) {
    if (note.kind == base::Note::Kind::kInfo) continue;
    if (++written > kMaxNotifications) {
      sarif_notification(out, "error", "more was not read than is listed here");
      break;
    }
    std::string text = note.where.empty() ? note.message : note.where + ": " + note.message;
    if (!note.hint.empty()) text += " (" + note.hint + ")";
    sarif_notification(out, note.kind == base::Note::Kind::kSkipped ? "error" : "warning", text);
  }
  out.end_array().end_object().end_array();
}

}  // namespace batten::report
