// SPDX-License-Identifier: Apache-2.0
#include "advisory/cvss.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>

#include "advisory/cvss4.h"
#include "base/text.h"

namespace batten::advisory {
namespace {

struct Weight {
  char value;
  double weight;
};

using Metrics = std::map<std::string_view, std::string_view>;

std::optional<Metrics> metrics_of(std::string_view vector) {
  Metrics out;
  for (std::string_view part : base::split(vector, '/')) {
    std::size_t colon = part.find(':');
    if (colon == std::string_view::npos || out.size() > 64) return std::nullopt;
    if (!out.emplace(part.substr(0, colon), part.substr(colon + 1)).second) return std::nullopt;
  }
  return out;
}

// Looks metrics up and remembers whether one was not there.
class Weights {
 public:
  explicit Weights(const Metrics& metrics) : metrics_(metrics) {}
  bool ok() const { return ok_; }
  char letter(std::string_view name) {
    auto at = metrics_.find(name);
    if (at == metrics_.end() || at->second.size() != 1) {
      ok_ = false;
      return '\0';
    }
    return at->second[0];
  }
  double of(std::string_view name, std::initializer_list<Weight> weights) {
    char value = letter(name);
    for (const Weight& weight : weights) {
      if (weight.value == value) return weight.weight;
    }
    ok_ = false;
    return 0;
  }

 private:
  const Metrics& metrics_;
  bool ok_ = true;
};

double round_to_tenth(double value) { return std::round(value * 10) / 10; }

std::optional<double> score2(const Metrics& metrics) {
  Weights w(metrics);
  double access = w.of("AV", {{'L', 0.395}, {'A', 0.646}, {'N', 1.0}});
  double complexity = w.of("AC", {{'H', 0.35}, {'M', 0.61}, {'L', 0.71}});
  double authentication = w.of("Au", {{'M', 0.45}, {'S', 0.56}, {'N', 0.704}});
  double c = w.of("C", {{'N', 0}, {'P', 0.275}, {'C', 0.660}});
  double i = w.of("I", {{'N', 0}, {'P', 0.275}, {'C', 0.660}});
  double a = w.of("A", {{'N', 0}, {'P', 0.275}, {'C', 0.660}});
  if (!w.ok()) return std::nullopt;
  double impact = 10.41 * (1 - (1 - c) * (1 - i) * (1 - a));
  double exploitability = 20 * access * complexity * authentication;
  return round_to_tenth((0.6 * impact + 0.4 * exploitability - 1.5) * (impact == 0 ? 0 : 1.176));
}

// Roundup of CVSS 3.1, appendix A: up to one digit, without the noise of floating point.
double round_up(double value) {
  long scaled = std::lround(value * 100000);
  return scaled % 10000 == 0 ? static_cast<double>(scaled) / 100000 : (std::floor(static_cast<double>(scaled) / 10000) + 1) / 10;
}

std::optional<double> score3(const Metrics& metrics) {
  Weights w(metrics);
  bool changed = w.letter("S") == 'C';
  if (!changed && w.letter("S") != 'U') return std::nullopt;
  double vector = w.of("AV", {{'N', 0.85}, {'A', 0.62}, {'L', 0.55}, {'P', 0.2}});
  double complexity = w.of("AC", {{'L', 0.77}, {'H', 0.44}});
  double privileges = w.of("PR", {{'N', 0.85}, {'L', changed ? 0.68 : 0.62}, {'H', changed ? 0.5 : 0.27}});
  double interaction = w.of("UI", {{'N', 0.85}, {'R', 0.62}});
  double c = w.of("C", {{'H', 0.56}, {'L', 0.22}, {'N', 0}});
  double i = w.of("I", {{'H', 0.56}, {'L', 0.22}, {'N', 0}});
  double a = w.of("A", {{'H', 0.56}, {'L', 0.22}, {'N', 0}});
  if (!w.ok()) return std::nullopt;
  double base = 1 - (1 - c) * (1 - i) * (1 - a);
  double impact = changed ? 7.52 * (base - 0.029) - 3.25 * std::pow(base - 0.02, 15) : 6.42 * base;
  if (impact <= 0) return 0.0;
  double exploitability = 8.22 * vector * complexity * privileges * interaction;
  return round_up(std::min((impact + exploitability) * (changed ? 1.08 : 1.0), 10.0));
}

}  // namespace

std::optional<model::Cvss> parse_cvss(std::string_view text, std::string_view source) {
  std::string_view vector = base::trim(text);
  if (vector.size() > 400) return std::nullopt;
  model::Cvss out{.version = "2.0", .vector = std::string(vector), .score = 0, .source = std::string(source)};
  if (vector.starts_with("CVSS:")) {
    std::size_t slash = vector.find('/');
    if (slash == std::string_view::npos) return std::nullopt;
    out.version = vector.substr(5, slash - 5);
    vector.remove_prefix(slash + 1);
  } else if (vector.starts_with('(') && vector.ends_with(')')) {
    vector = vector.substr(1, vector.size() - 2);
  }
  while (vector.ends_with('/')) vector.remove_suffix(1);
  auto metrics = metrics_of(vector);
  if (!metrics) return std::nullopt;
  std::optional<double> score;
  if (out.version == "2.0") score = score2(*metrics);
  if (out.version == "3.0" || out.version == "3.1") score = score3(*metrics);
  if (out.version == "4.0") score = cvss4_score(*metrics);
  if (!score) return std::nullopt;
  out.score = *score;
  return out;
}

}  // namespace batten::advisory
