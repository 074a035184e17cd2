// SPDX-License-Identifier: Apache-2.0
#include "advisory/cvss4.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace batten::advisory {
namespace {

// Scores of the macro vectors in tenths. Without threat and environmental metrics EQ4 is 1 or 2, EQ5 is 0 (1 is needed as its lower
// neighbour), and EQ3 and EQ6 go together: columns are EQ3EQ6 {00, 01, 10, 11, 21} x EQ4 {1, 2} x EQ5 {0, 1}.
constexpr int kScores[6][20] = {
    {100, 93, 93, 89, 96, 87, 90, 80, 93, 89, 88, 78, 92, 81, 80, 70, 79, 69, 69, 55},  // EQ1 0, EQ2 0
    {95, 90, 92, 82, 91, 83, 81, 71, 92, 80, 84, 71, 82, 72, 70, 52, 71, 52, 63, 29},   // EQ1 0, EQ2 1
    {94, 86, 87, 74, 89, 74, 75, 63, 86, 74, 72, 57, 76, 58, 57, 52, 65, 58, 53, 21},   // EQ1 1, EQ2 0
    {90, 75, 77, 68, 77, 62, 66, 59, 74, 57, 61, 57, 59, 57, 52, 29, 58, 26, 23, 13},   // EQ1 1, EQ2 1
    {86, 74, 70, 52, 74, 61, 54, 40, 72, 55, 53, 34, 57, 41, 36, 19, 47, 21, 24, 9},    // EQ1 2, EQ2 0
    {73, 59, 54, 45, 55, 40, 43, 22, 61, 48, 46, 17, 51, 18, 18, 7, 24, 12, 10, 3},     // EQ1 2, EQ2 1
};
enum Joint { k00, k01, k10, k11, k21, kNone };

double table(int eq1, int eq2, int joint, int eq4, int eq5) { return kScores[eq1 * 2 + eq2][joint * 4 + (eq4 - 1) * 2 + eq5]; }

// The place of a metric's value in the order from most to least severe, counted from 0.
class Levels {
 public:
  explicit Levels(const std::map<std::string_view, std::string_view>& metrics) : metrics_(metrics) {}
  int of(std::string_view name, std::string_view order) {
    auto at = metrics_.find(name);
    std::size_t level = at == metrics_.end() || at->second.size() != 1 ? std::string_view::npos : order.find(at->second[0]);
    if (level == std::string_view::npos) ok_ = false;
    return level == std::string_view::npos ? 0 : static_cast<int>(level);
  }
  bool ok() const { return ok_; }

 private:
  const std::map<std::string_view, std::string_view>& metrics_;
  bool ok_ = true;
};

using Point = std::array<int, 3>;

// Steps from the first of the most severe vectors of the set that is at least as severe in each metric.
int distance(const Point& point, std::initializer_list<Point> most_severe) {
  for (const Point& top : most_severe) {
    if (point[0] >= top[0] && point[1] >= top[1] && point[2] >= top[2]) return point[0] + point[1] + point[2] - top[0] - top[1] - top[2];
  }
  return 0;
}

// Sums up how far the vector is on its way to each lower macro vector.
struct Mean {
  double sum = 0;
  int count = 0;
  void add(double score, double lower, int steps, int depth) {
    sum += (score - lower) * steps / depth;
    ++count;
  }
};

}  // namespace

std::optional<double> cvss4_score(const std::map<std::string_view, std::string_view>& metrics) {
  Levels level(metrics);
  int av = level.of("AV", "NALP"), ac = level.of("AC", "LH"), at = level.of("AT", "NP");
  int pr = level.of("PR", "NLH"), ui = level.of("UI", "NPA");
  Point reach{av, pr, ui};
  Point own{level.of("VC", "HLN"), level.of("VI", "HLN"), level.of("VA", "HLN")};
  Point others{level.of("SC", "HLN"), level.of("SI", "HLN"), level.of("SA", "HLN")};
  if (!level.ok()) return std::nullopt;
  if (own == Point{2, 2, 2} && others == Point{2, 2, 2}) return 0.0;

  bool none = av == 0 && pr == 0 && ui == 0;
  bool some = av == 0 || pr == 0 || ui == 0;
  int eq1 = none ? 0 : (some && av != 3 ? 1 : 2);
  int eq2 = ac == 0 && at == 0 ? 0 : 1;
  bool both = own[0] == 0 && own[1] == 0;
  bool any = own[0] == 0 || own[1] == 0 || own[2] == 0;
  int joint = both ? k00 : (any ? k10 : k21);
  int eq4 = others[0] == 0 || others[1] == 0 || others[2] == 0 ? 1 : 2;

  double score = table(eq1, eq2, joint, eq4, 0);
  Mean mean;
  constexpr int kDepth1[] = {1, 4, 5}, kDepth2[] = {1, 2}, kDepth4[] = {0, 5, 4};
  if (eq1 < 2) {
    int steps = eq1 == 0 ? distance(reach, {{0, 0, 0}}) : distance(reach, {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}});
    mean.add(score, table(eq1 + 1, eq2, joint, eq4, 0), steps, kDepth1[eq1]);
  }
  if (eq2 < 1) mean.add(score, table(eq1, eq2 + 1, joint, eq4, 0), ac + at, kDepth2[eq2]);
  if (joint == k00) mean.add(score, std::max(table(eq1, eq2, k01, eq4, 0), table(eq1, eq2, k10, eq4, 0)), distance(own, {{0, 0, 0}}), 7);
  if (joint == k10) mean.add(score, table(eq1, eq2, k11, eq4, 0), distance(own, {{1, 0, 0}, {0, 1, 0}}), 8);
  if (eq4 < 2) mean.add(score, table(eq1, eq2, joint, eq4 + 1, 0), distance(others, {{0, 0, 0}}), kDepth4[eq4]);
  // Exploit maturity is taken as "attacked": no step, but its lower neighbour counts in the mean.
  mean.add(score, table(eq1, eq2, joint, eq4, 1), 0, 1);
  double tenths = score - mean.sum / mean.count;
  return std::clamp(std::round(tenths + 1e-9), 0.0, 100.0) / 10;
}

}  // namespace batten::advisory
