// SPDX-License-Identifier: Apache-2.0
#include "advisory/oval.h"

#include "advisory/xml_records.h"
#include "base/text.h"

namespace batten::advisory::oval {
namespace {

constexpr std::size_t kMaxCriteria = 100'000, kMaxTextBytes = 300;

void ignore(const Error&) {}

// "A is earlier than B" -> A, B with that middle.
bool split_at(std::string_view text, std::string_view middle, std::string_view& before, std::string_view& after) {
  std::size_t at = text.find(middle);
  if (at == std::string_view::npos) return false;
  before = base::trim(text.substr(0, at));
  after = base::trim(text.substr(at + middle.size()));
  return !before.empty() && !after.empty() && before.size() <= kMaxTextBytes && after.size() <= kMaxTextBytes;
}

std::string_view last_word(std::string_view text) { return text.substr(text.rfind(' ') + 1); }

// What a criterion says about all that stands beside it.
void note_condition(std::string_view comment, Criterion& around) {
  std::string_view before, after;
  if (comment.starts_with("Module ") && comment.ends_with(" is enabled")) {
    around.modularity = comment.substr(7, comment.size() - 18).substr(0, kMaxTextBytes);
  } else if (comment.ends_with(" is installed")) {
    around.release = last_word(comment.substr(0, comment.size() - 13)).substr(0, kMaxTextBytes);
  } else if (split_at(comment, " arch is ", before, after)) {
    around.arch = after;
  }
}

void walk(xml::View criteria, Criterion around, std::vector<Criterion>& out) {
  criteria.each("criterion", [&](xml::View criterion) { note_condition(base::trim(criterion.attribute("comment")), around); });
  criteria.each("criterion", [&](xml::View criterion) {
    std::string_view before, after;
    if (!split_at(criterion.attribute("comment"), " is earlier than ", before, after) || out.size() >= kMaxCriteria) return;
    Criterion found = around;
    found.package = before;
    found.evr = after;
    out.push_back(std::move(found));
  });
  criteria.each("criteria", [&](xml::View inner) { walk(inner, around, out); });
}

}  // namespace

Result<std::map<std::string, Check, std::less<>>> checks_of(std::string_view bytes, std::string_view prefix) {
  std::map<std::string, std::string, std::less<>> names;
  std::map<std::string, Check, std::less<>> states, out;
  auto element = [&](std::string_view name) { return std::string(prefix) + std::string(name); };
  auto object = [&](xml::View view) { names.emplace(view.attribute("id"), view["name"].text().substr(0, kMaxTextBytes)); };
  TRY(each_xml_record(bytes, element("rpminfo_object"), object, ignore));
  auto state = [&](xml::View view) {
    Check check;
    check.evr = view["evr"].text().substr(0, kMaxTextBytes);
    std::string_view operation = view["evr"].attribute("operation");
    check.or_equal = operation == "less than or equal";
    if (check.or_equal || operation == "less than") states.emplace(view.attribute("id"), std::move(check));
  };
  TRY(each_xml_record(bytes, element("rpminfo_state"), state, ignore));
  auto test = [&](xml::View view) {
    auto name = names.find(view["object"].attribute("object_ref"));
    auto found = states.find(view["state"].attribute("state_ref"));
    if (name == names.end() || found == states.end()) return;
    Check check = found->second;
    check.package = name->second;
    out.emplace(view.attribute("id"), std::move(check));
  };
  TRY(each_xml_record(bytes, element("rpminfo_test"), test, ignore));
  return out;
}

std::vector<Criterion> criteria_of(xml::View definition) {
  std::vector<Criterion> out;
  walk(definition["criteria"], {}, out);
  return out;
}

std::string timestamp_of(std::string_view bytes) {
  constexpr std::string_view kTag = ":timestamp>";
  std::size_t at = bytes.substr(0, 10'000).find(kTag);
  if (at == std::string_view::npos) return {};
  std::string_view text = bytes.substr(at + kTag.size(), 19);
  return text.find_first_not_of("0123456789-:T") == std::string_view::npos ? std::string(text) + "Z" : std::string();
}

}  // namespace batten::advisory::oval
