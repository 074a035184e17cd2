// SPDX-License-Identifier: Apache-2.0
//
// How long opening the database and matching take: bench_match DATABASE IMAGE [PACKAGES]
// Prints milliseconds, the median of 50 rounds; the list of packages is taken before and cut to the first PACKAGES (400) of them.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "advisory/update.h"
#include "base/progress.h"
#include "base/text.h"
#include "match/match.h"
#include "scan/pipeline.h"

namespace batten {
namespace {

using Clock = std::chrono::steady_clock;

double milliseconds_since(Clock::time_point begun) { return std::chrono::duration<double, std::milli>(Clock::now() - begun).count(); }

double median(std::vector<double>& values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

Result<void> measure(const std::string& directory, const std::string& image, std::size_t packages) {
  auto session = TRY(scan::Session::start("", base::silent_progress()));
  scan::ScanOptions options;
  options.offline = true;
  scan::Scanned listed = TRY(scan::list_packages(image, options, *session));
  model::Inventory inventory;
  inventory.distro = listed.report.distro;
  inventory.packages = listed.report.packages;
  inventory.packages.resize(std::min(packages, inventory.packages.size()));
  std::set<std::string_view> types;
  for (const model::Package& package : inventory.packages) types.insert(package.type);
  std::vector<std::string> feeds = advisory::feeds_for(inventory.distro, std::vector<std::string_view>(types.begin(), types.end()));
  std::vector<double> open, match;
  std::size_t findings = 0;
  for (int round = 0; round < 50; ++round) {
    auto begun = Clock::now();
    advisory::Database database = TRY(advisory::Database::open(directory, feeds));
    open.push_back(milliseconds_since(begun));
    begun = Clock::now();
    match::DatabaseLookup lookup(database);
    match::Outcome outcome = TRY(match::match(inventory, lookup, {.updates = {}, .repository = {}}));
    match.push_back(milliseconds_since(begun));
    findings = outcome.findings.size();
  }
  double opening = median(open), matching = median(match);
  std::printf("%zu packages, %zu findings: open %.2f ms + match %.2f ms = %.2f ms\n", inventory.packages.size(), findings, opening,
              matching, opening + matching);
  return {};
}

}  // namespace
}  // namespace batten

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fputs("usage: bench_match DATABASE IMAGE [PACKAGES]\n", stderr);
    return 2;
  }
  auto packages = batten::base::parse_unsigned(argc > 3 ? argv[3] : "400");
  auto done = batten::measure(argv[1], argv[2], packages.value_or(400));
  if (!done) std::fprintf(stderr, "%s\n", done.error().message.c_str());
  return done ? 0 : 3;
}
