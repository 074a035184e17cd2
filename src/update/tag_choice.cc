// SPDX-License-Identifier: Apache-2.0
#include "update/tag_choice.h"

#include <algorithm>

#include "base/format.h"
#include "base/text.h"
#include "rules/regex.h"
#include "version/range.h"

namespace batten::update {
namespace {

constexpr std::size_t kMaxPattern = 1000;

TagStep furthest(TagPolicy policy) {
  if (policy == TagPolicy::kPatch) return TagStep::kPatch;
  return policy == TagPolicy::kMinor ? TagStep::kMinor : TagStep::kMajor;
}

// Tells which tags a range or pattern has.
class Filter {
 public:
  static Result<Filter> of(const Settings& settings) {
    Filter out(settings);
    if (settings.tags == TagPolicy::kRegex) {
      if (settings.pattern.empty() || settings.pattern.size() > kMaxPattern)
        return Error{Code::kInvalidArgument, format("tags: want a regular expression of at most {} bytes", kMaxPattern)};
      out.pattern_ = TRY_IN("tags: " + base::printable(settings.pattern), rules::Regex::compile(settings.pattern));
    }
    if (settings.tags == TagPolicy::kRange) (void)TRY(out.in_range("1.0.0"));  // a wrong one is said although there may be no tag
    return out;
  }

  Result<bool> has(const std::string& tag, const TagVersion& version) const {
    if (pattern_) return pattern_->matches(tag);
    if (settings_->tags != TagPolicy::kRange) return true;
    std::optional<std::string> semantic = semantic_of(version);
    return semantic ? in_range(*semantic) : Result<bool>(false);
  }

 private:
  explicit Filter(const Settings& settings) : settings_(&settings) {}

  Result<bool> in_range(const std::string& semantic) const {
    return TRY_IN("tags: " + base::printable(settings_->range),
                  version::in_range(*version::find_range("npm"), *version::find_scheme("npm"), settings_->range, semantic,
                                    {.prereleases = settings_->prereleases}));
  }

  const Settings* settings_;
  std::optional<rules::Regex> pattern_;
};

// A pattern chooses the family itself: what is left is the order.
bool may_follow(const TagVersion& from, const TagVersion& to, const Settings& settings) {
  if (!to.has_version()) return false;
  if (settings.tags == TagPolicy::kRegex) return !from.has_version() || from.date == to.date;
  if (!from.has_version()) return false;
  if (settings.keep_variant) return same_family(from, to);
  return from.prefix == to.prefix && from.date == to.date && from.numbers.size() == to.numbers.size();
}

bool is_allowed_pre(const TagVersion& from, const TagVersion& to, const Settings& settings) {
  if (to.pre.empty() || settings.prereleases) return true;
  // Who runs a release candidate wants the next one of the same release.
  return !from.pre.empty() && from.numbers == to.numbers;
}

}  // namespace

bool wants_tags(const std::string& running, const Settings& settings) {
  if (settings.tags == TagPolicy::kDigest || settings.tags == TagPolicy::kNone) return false;
  if (settings.tags == TagPolicy::kRegex) return true;
  TagVersion version = read_tag(running);
  if (!version.has_version()) return false;
  // "1" and "1.2" have no patch that has a name of its own.
  std::size_t depth = version.date ? 1 : version.numbers.size();
  if (!version.revision.empty() || !version.pre.empty() || version.date) return true;
  if (settings.tags == TagPolicy::kPatch) return depth >= 3;
  if (settings.tags == TagPolicy::kMinor) return depth >= 2 || !version.variants.empty();
  return true;
}

Result<std::vector<NewerTag>> newer_tags(const std::string& running, const std::vector<std::string>& tags, const Settings& settings) {
  struct Found {
    NewerTag newer;
    TagVersion version;
  };
  Filter filter = TRY(Filter::of(settings));
  if (!wants_tags(running, settings)) return std::vector<NewerTag>();
  TagVersion from = read_tag(running);
  std::vector<Found> found;
  for (const std::string& tag : tags) {
    TagVersion to = read_tag(tag);
    if (tag == running || !may_follow(from, to, settings) || !is_allowed_pre(from, to, settings)) continue;
    if (from.has_version() && compare_tags(from, to) >= 0) continue;
    // Numbers of the variant never go down: "1.4-alpine3.17" does not follow "1.3-alpine3.18".
    if (settings.keep_variant && from.variant == to.variant && to.variants < from.variants) continue;
    TagStep step = from.has_version() ? step_between(from, to) : TagStep::kMajor;
    if (step > furthest(settings.tags) || !TRY(filter.has(tag, to))) continue;
    found.push_back({{tag, step}, std::move(to)});
  }
  std::ranges::sort(found, [](const Found& left, const Found& right) {
    if (left.newer.step != right.newer.step) return left.newer.step < right.newer.step;
    if (auto order = compare_tags(left.version, right.version); order != 0) return order < 0;
    return left.newer.tag < right.newer.tag;
  });
  std::vector<NewerTag> out;
  for (Found& tag : found) out.push_back(std::move(tag.newer));
  return out;
}

}  // namespace batten::update
