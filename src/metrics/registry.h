// SPDX-License-Identifier: Apache-2.0
//
// What the monitor counts, and where it is kept: families of counters, gauges and histograms with labels, as Prometheus knows them
// (prometheus.io, "Data model"; OpenMetrics 1.0.0). Counting is one relaxed atomic addition; asking a family for a series takes a lock and
// is done once where it can be. Series live as long as the registry.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace batten::metrics {

class Counter {
 public:
  void add(std::uint64_t by = 1) { value_.fetch_add(by, std::memory_order_relaxed); }
  // For what somebody else counts (the kernel, a library); never lower than before.
  void set(std::uint64_t value) { value_.store(value, std::memory_order_relaxed); }
  std::uint64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> value_ = 0;
};

// A counter of a fraction: seconds.
class RealCounter {
 public:
  void add(double by) { value_.fetch_add(by, std::memory_order_relaxed); }
  void set(double value) { value_.store(value, std::memory_order_relaxed); }
  double value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<double> value_ = 0;
};

class Gauge {
 public:
  void set(double value) { value_.store(value, std::memory_order_relaxed); }
  void add(double by) { value_.fetch_add(by, std::memory_order_relaxed); }
  double value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<double> value_ = 0;
};

class Histogram {
 public:
  explicit Histogram(std::span<const double> bounds);  // upper ends, rising; +Inf is added
  void observe(double value);
  std::span<const double> bounds() const { return bounds_; }
  // Of the bucket alone, not of those below; index bounds().size() is what is above all.
  std::uint64_t count(std::size_t bucket) const { return counts_[bucket].load(std::memory_order_relaxed); }
  double sum() const { return sum_.load(std::memory_order_relaxed); }

 private:
  std::vector<double> bounds_;
  std::unique_ptr<std::atomic<std::uint64_t>[]> counts_;
  std::atomic<double> sum_ = 0;
};

enum class Kind : std::uint8_t { kCounter, kRealCounter, kGauge, kHistogram };

using Labels = std::vector<std::string>;  // values, in the order of the family's label names

struct FamilyOptions {
  std::string name;  // of a counter with or without its "_total"
  std::string help;
  std::vector<std::string> label_names = {};
  std::vector<double> bounds = {};  // of a histogram
  std::size_t max_series = 2000;    // further ones are counted together, all their labels "(more)"
};

// All series of one name.
template <typename T>
class Family {
 public:
  explicit Family(FamilyOptions options) : options_(std::move(options)) {}

  // The series of these values, made when it is new. Values too many or too few are cut or empty.
  T& with(Labels values = {});
  // Takes a series away (of a container that is gone). Nobody may use it any more.
  void remove(const Labels& values);
  const FamilyOptions& options() const { return options_; }
  void each(const std::function<void(const Labels&, const T&)>& visit) const;

 private:
  FamilyOptions options_;
  mutable std::mutex mutex_;
  std::map<Labels, std::unique_ptr<T>> series_;
};

enum class Exposition : std::uint8_t { kPrometheusText, kOpenMetrics };

class Registry {
 public:
  Registry();
  ~Registry();
  Registry(const Registry&) = delete;
  Registry& operator=(const Registry&) = delete;

  // The family of that name, made when it is new. Names and label names are those of Prometheus ([a-zA-Z_][a-zA-Z0-9_]*); a wrong one, or
  // a name that another kind or other labels have, gives a family that is counted and never shown, and a line in problems().
  Family<Counter>& counter(FamilyOptions options);
  Family<RealCounter>& real_counter(FamilyOptions options);
  Family<Gauge>& gauge(FamilyOptions options);
  Family<Histogram>& histogram(FamilyOptions options);

  // Called before each exposition, in their order, one exposition at a time: sets what is not counted as it happens.
  void before_exposition(std::function<void()> update);
  std::string expose(Exposition format) const;
  std::vector<std::string> problems() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// By an Accept header (RFC 9110, 12.5.1): OpenMetrics where it is asked for and not less wanted than text.
Exposition wanted_exposition(std::string_view accept);
std::string_view content_type(Exposition format);

// The processor time, memory, descriptors and start of this process, by the names that all exporters use (process_*).
void add_process_metrics(Registry& registry);

}  // namespace batten::metrics
