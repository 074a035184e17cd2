// SPDX-License-Identifier: Apache-2.0
#include "leaks/assessment.h"

#include <map>
#include <string>

#include "base/format.h"
#include "base/time.h"
#include "leaks/detector.h"

namespace batten::leaks {
namespace {

constexpr std::string_view kWhy =
    "Whoever gets the file, the image or the history gets the secret, and taking it out later does not call it back: layers, commits, "
    "caches "
    "and copies keep it. Secrets belong into a store and reach a program when it runs.";
constexpr std::string_view kReferences[] = {"CIS Docker 1.6: 4.10", "OWASP D10", "CWE-798"};

const std::map<std::string_view, model::CheckInfo>& infos() {
  static const std::map<std::string_view, model::CheckInfo> all = [] {
    std::map<std::string_view, model::CheckInfo> out;
    for (const Detector* detector : all_detectors()) {
      for (const LeakKind& kind : detector->kinds) {
        out[kind.id] = {.id = kind.id,
                        .title = kind.title,
                        .severity = kind.severity,
                        .practice = model::PracticeId::kSecretsManagement,
                        .why = kWhy,
                        .fix = kind.repair,
                        .references = kReferences};
      }
    }
    return out;
  }();
  return all;
}

// What a place is called beside a file's name.
std::string subject_of(const model::LeakPlace& place) {
  using Where = model::LeakPlace::Where;
  std::string out;
  auto add = [&](const std::string& part) { out += (out.empty() ? "" : ", ") + part; };
  if (!place.container.empty()) add("container " + place.container);
  switch (place.where) {
    case Where::kFile: break;
    case Where::kVariable: add("variable " + place.path); break;
    case Where::kLabel: add("label " + place.path); break;
    case Where::kHistory: add(format("history step {}", place.line)); break;
    case Where::kCommandLine: add("command line"); break;
    case Where::kInput: add("standard input"); break;
  }
  if (place.layer_index != 0) add(format("layer {}", place.layer_index));
  if (!place.commit.empty()) add("commit " + place.commit.substr(0, 12));
  if (place.removed) add(place.commit.empty() ? "removed by a later layer" : "removed since");
  for (const std::string& step : place.decoded) add(step);
  return out;
}

}  // namespace

const model::CheckInfo* check_of(std::string_view kind) {
  auto at = infos().find(kind);
  return at == infos().end() ? nullptr : &at->second;
}

std::vector<const model::CheckInfo*> all_kinds() {
  std::vector<const model::CheckInfo*> out;
  for (const auto& [id, info] : infos()) out.push_back(&info);
  return out;
}

model::CheckResult to_result(const model::Leak& leak) {
  static const model::CheckInfo kUnknown{
      .id = "secret", .title = "secret", .why = kWhy, .fix = "revoke it and keep its successor in a store"};
  model::CheckResult out;
  out.check = check_of(leak.kind);
  if (out.check == nullptr) out.check = &kUnknown;
  out.severity = leak.severity;
  out.subject = subject_of(leak.place);
  if (leak.place.where == model::LeakPlace::Where::kFile) {
    out.file = leak.place.path;
    out.place = {.line = leak.place.line, .column = leak.place.column, .offset = 0, .length = leak.length};
  }
  out.message = format("{} {} ({}{}, {} characters)", leak.title, leak.masked, model::leak_confidence_name(leak.confidence),
                       leak.ended ? ", ended on " + base::format_date(leak.ends_at) : "", leak.length);
  if (!leak.readable_by.empty()) out.message += format(", readable by {}", leak.readable_by);
  if (!leak.live.empty()) out.message += "; " + leak.live;
  out.evidence = "fingerprint " + leak.fingerprint;
  out.fix = leak.repair;
  out.suppressed_by = leak.suppressed_by;
  return out;
}

model::Assessment to_assessment(const model::LeakReport& report) {
  model::Assessment out;
  out.target = report.target;
  for (const model::Leak& leak : report.leaks) {
    out.results.push_back(to_result(leak));
    if (!out.results.back().file.empty() && (out.files.empty() || out.files.back() != out.results.back().file))
      out.files.push_back(out.results.back().file);
  }
  out.checks_run = report.files;
  out.notes = report.notes;
  return out;
}

}  // namespace batten::leaks
