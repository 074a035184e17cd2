// SPDX-License-Identifier: Apache-2.0
#include "metrics/registry.h"

#include <algorithm>

#include "base/format.h"
#include "base/text.h"
#include "metrics/exposition.h"

namespace batten::metrics {
namespace {

bool is_name(std::string_view text, bool colons) {
  auto is_letter = [&](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (colons && c == ':'); };
  return !text.empty() && is_letter(text[0]) && std::ranges::all_of(text, [&](char c) { return is_letter(c) || (c >= '0' && c <= '9'); });
}

// The names that lines of such a family begin with.
std::vector<std::string> sample_names(Kind kind, const std::string& name) {
  switch (kind) {
    case Kind::kCounter:
    case Kind::kRealCounter: return {name, name + "_total"};
    case Kind::kGauge: return {name};
    case Kind::kHistogram: return {name, name + "_bucket", name + "_sum", name + "_count"};
  }
  return {};
}

std::string problem_of(Kind kind, const FamilyOptions& options) {
  if (!is_name(options.name, true)) return format("'{}' is no name of a metric", base::printable(options.name));
  for (std::size_t i = 0; i < options.label_names.size(); ++i) {
    const std::string& label = options.label_names[i];
    bool reserved = label.starts_with("__") || (kind == Kind::kHistogram && label == "le");
    if (!is_name(label, false) || reserved) return format("{}: '{}' is no name of a label", options.name, base::printable(label));
    if (std::find(options.label_names.begin(), options.label_names.begin() + static_cast<std::ptrdiff_t>(i), label) !=
        options.label_names.begin() + static_cast<std::ptrdiff_t>(i))
      return format("{}: the label {} is there twice", options.name, label);
  }
  return {};
}

}  // namespace

Histogram::Histogram(std::span<const double> bounds)
    : bounds_(bounds.begin(), bounds.end()), counts_(std::make_unique<std::atomic<std::uint64_t>[]>(bounds.size() + 1)) {}

void Histogram::observe(double value) {
  auto bucket = static_cast<std::size_t>(std::ranges::lower_bound(bounds_, value) - bounds_.begin());
  counts_[bucket].fetch_add(1, std::memory_order_relaxed);
  sum_.fetch_add(value, std::memory_order_relaxed);
}

template <typename T>
T& Family<T>::with(Labels values) {
  values.resize(options_.label_names.size());
  std::lock_guard lock(mutex_);
  auto at = series_.find(values);
  if (at == series_.end() && series_.size() >= options_.max_series) {
    values.assign(values.size(), "(more)");
    at = series_.find(values);
  }
  if (at == series_.end()) {
    std::unique_ptr<T> made;
    if constexpr (std::is_same_v<T, Histogram>) {
      made = std::make_unique<T>(options_.bounds);
    } else {
      made = std::make_unique<T>();
    }
    at = series_.emplace(std::move(values), std::move(made)).first;
  }
  return *at->second;
}

template <typename T>
void Family<T>::remove(const Labels& values) {
  std::lock_guard lock(mutex_);
  series_.erase(values);
}

template <typename T>
void Family<T>::each(const std::function<void(const Labels&, const T&)>& visit) const {
  std::lock_guard lock(mutex_);
  for (const auto& [values, series] : series_) visit(values, *series);
}

template class Family<Counter>;
template class Family<RealCounter>;
template class Family<Gauge>;
template class Family<Histogram>;

struct Registry::Impl {
  std::mutex mutex;
  std::mutex exposing;
  std::map<std::string, AnyFamily> families;
  std::map<std::string, std::string> owners;  // of the names of samples
  std::deque<AnyFamily> hidden;
  std::vector<std::function<void()>> updates;
  std::vector<std::string> problems;

  template <typename T>
  Family<T>& find_or_make(Kind kind, FamilyOptions options) {
    if ((kind == Kind::kCounter || kind == Kind::kRealCounter) && options.name.ends_with("_total"))
      options.name.resize(options.name.size() - std::string_view("_total").size());
    std::ranges::sort(options.bounds);
    std::lock_guard lock(mutex);
    std::string problem = problem_of(kind, options);
    if (auto at = families.find(options.name); problem.empty() && at != families.end()) {
      auto* same = std::get_if<std::unique_ptr<Family<T>>>(&at->second);
      if (same != nullptr && (*same)->options().label_names == options.label_names) return **same;
      problem = format("{} is there with another kind or other labels", options.name);
    }
    std::vector<std::string> names = sample_names(kind, options.name);
    for (const std::string& name : names) {
      auto owner = owners.find(name);
      if (problem.empty() && owner != owners.end()) problem = format("{}: {} has the same name {}", options.name, owner->second, name);
    }
    std::string name = options.name;
    auto made = std::make_unique<Family<T>>(std::move(options));
    Family<T>& out = *made;
    if (!problem.empty()) {
      problems.push_back(std::move(problem));
      hidden.emplace_back(std::move(made));
      return out;
    }
    for (const std::string& sample : names) owners[sample] = name;
    families.emplace(std::move(name), std::move(made));
    return out;
  }
};

Registry::Registry() : impl_(std::make_unique<Impl>()) {}
Registry::~Registry() = default;

Family<Counter>& Registry::counter(FamilyOptions options) { return impl_->find_or_make<Counter>(Kind::kCounter, std::move(options)); }
Family<RealCounter>& Registry::real_counter(FamilyOptions options) {
  return impl_->find_or_make<RealCounter>(Kind::kRealCounter, std::move(options));
}
Family<Gauge>& Registry::gauge(FamilyOptions options) { return impl_->find_or_make<Gauge>(Kind::kGauge, std::move(options)); }
Family<Histogram>& Registry::histogram(FamilyOptions options) {
  return impl_->find_or_make<Histogram>(Kind::kHistogram, std::move(options));
}

void Registry::before_exposition(std::function<void()> update) {
  std::lock_guard lock(impl_->exposing);
  impl_->updates.push_back(std::move(update));
}

std::string Registry::expose(Exposition format) const {
  std::lock_guard exposing(impl_->exposing);
  for (const auto& update : impl_->updates) update();
  std::string out;
  std::lock_guard lock(impl_->mutex);
  for (const auto& [name, family] : impl_->families) {
    std::visit([&](const auto& held) { append_family(out, *held, format); }, family);
  }
  if (format == Exposition::kOpenMetrics) out += "# EOF\n";
  return out;
}

std::vector<std::string> Registry::problems() const {
  std::lock_guard lock(impl_->mutex);
  return impl_->problems;
}

}  // namespace batten::metrics
