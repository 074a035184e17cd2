// SPDX-License-Identifier: Apache-2.0
#include "report/assessment_text.h"

#include <algorithm>

#include "base/format.h"
#include "base/hash.h"
#include "base/text.h"
#include "model/summary.h"
#include "report/assessment_format.h"

namespace batten::report {

const AssessmentFormat* find_assessment_format(std::string_view name) {
  for (const AssessmentFormat* one : all_assessment_formats()) {
    if (one->name == name) return one;
  }
  return nullptr;
}

std::string assessment_format_names() {
  std::string out;
  for (const AssessmentFormat* one : all_assessment_formats()) out += (out.empty() ? "" : ", ") + std::string(one->name);
  return out;
}

bool counts(const model::CheckResult& result) { return result.outcome == model::Outcome::kFail && result.suppressed_by.empty(); }

AssessmentCounts count_results(const model::Assessment& assessment) {
  AssessmentCounts out;
  for (const model::CheckResult& result : assessment.results) {
    switch (result.outcome) {
      case model::Outcome::kPass: ++out.passed; continue;
      case model::Outcome::kNotApplicable: ++out.not_applicable; continue;
      case model::Outcome::kUnknown: ++out.unknown; continue;
      case model::Outcome::kFail: break;
    }
    if (!result.suppressed_by.empty()) {
      ++out.suppressed;
      continue;
    }
    ++out.failed;
    ++out.by_severity[static_cast<std::size_t>(result.severity)];
    out.fixable += result.fixable ? 1 : 0;
  }
  out.unread = static_cast<std::size_t>(std::ranges::count(assessment.notes, base::Note::Kind::kSkipped, &base::Note::kind));
  return out;
}

std::string assessment_summary(const model::Assessment& assessment) {
  AssessmentCounts counted = count_results(assessment);
  auto number = [](std::size_t count, std::string_view one, std::string_view many) {
    return format("{} {}", count, count == 1 ? one : many);
  };
  std::string where = assessment.files.empty() ? std::string() : " in " + number(assessment.files.size(), "file", "files");
  std::string out = counted.failed == 0
                        ? "no problem found" + where
                        : number(counted.failed, "problem", "problems") + where + ": " + model::severity_counts(counted.by_severity);
  if (counted.fixable > 0) out += format("; {} can be repaired by --fix", counted.fixable);
  if (counted.passed > 0) out += format("; {} passed", counted.passed);
  if (counted.not_applicable > 0) out += format(", {} not applicable", counted.not_applicable);
  if (counted.unknown > 0) out += format("; {} could not be looked at", counted.unknown);
  if (counted.suppressed > 0) out += format("; {} suppressed", counted.suppressed);
  if (counted.unread > 0) out += "; " + number(counted.unread, "thing", "things") + " could not be read";
  return out;
}

std::string place_text(const model::CheckResult& result) {
  std::string out = result.file;
  if (!result.file.empty() && result.place) out += format(":{}", result.place.line);
  if (!result.subject.empty()) out += (out.empty() ? "" : " ") + result.subject;
  return out;
}

std::string_view fix_text(const model::CheckResult& result) {
  return result.fix.empty() ? result.check->fix : std::string_view(result.fix);
}

std::string references_text(const model::CheckInfo& info) {
  std::string out;
  for (std::string_view reference : info.references) out += (out.empty() ? "" : ", ") + std::string(reference);
  return out;
}

void write_result(json::Writer& out, const model::CheckResult& result) {
  out.begin_object().member("check", result.check->id).member("outcome", model::outcome_name(result.outcome));
  out.member("severity", model::severity_name(result.severity)).member("title", result.check->title);
  out.member_if("subject", result.subject).member_if("file", result.file);
  if (result.place) {
    out.member("line", std::uint64_t{result.place.line}).member("column", std::uint64_t{result.place.column});
  }
  out.member("message", result.message).member_if("evidence", result.evidence);
  if (result.outcome == model::Outcome::kFail) out.member("fix", fix_text(result)).member("fixable", result.fixable);
  out.member("practice", static_cast<int>(result.check->practice));
  out.key("references").begin_array();
  for (std::string_view reference : result.check->references) out.value(reference);
  out.end_array().member_if("suppressed_by", result.suppressed_by).end_object();
}

void write_notes(json::Writer& out, const base::Notes& notes) {
  out.key("notes").begin_array();
  for (const base::Note& note : notes) {
    out.begin_object().member("kind", base::note_kind_name(note.kind)).member("where", note.where).member("message", note.message);
    out.member_if("hint", note.hint).end_object();
  }
  out.end_array();
}

std::string ResultFingerprints::next(const model::CheckResult& result) {
  std::string key = format("{}\n{}\n{}\n{}", result.check->id, result.file, result.subject, result.message);
  std::size_t count = seen_[key]++;
  return base::sha256_hex(format("{}\n{}", key, count));
}

}  // namespace batten::report
