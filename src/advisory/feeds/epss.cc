// SPDX-License-Identifier: Apache-2.0
//
// FIRST's Exploit Prediction Scoring System: the probability that a CVE is exploited within 30 days. CSV: a comment line
// "#model_version:...,score_date:...", the header "cve,epss,percentile", then a line per CVE.
#include <charconv>

#include "advisory/feed.h"
#include "advisory/osv.h"
#include "base/text.h"

namespace batten::advisory::feeds {
namespace {

// A number from 0 to 1.
std::optional<double> probability(std::string_view text) {
  double value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !(value >= 0 && value <= 1)) return std::nullopt;
  return value;
}

void read_comment(std::string_view line, FeedSink& sink) {
  std::size_t at = line.find("score_date:");
  if (at != std::string_view::npos) sink.data_date(line.substr(at + 11, 10));
}

void read_line(std::string_view line, FeedSink& sink) {
  std::size_t first = line.find(',');
  std::size_t second = first == std::string_view::npos ? first : line.find(',', first + 1);
  if (second == std::string_view::npos) return sink.refuse(line, "not three fields");
  std::string_view cve = line.substr(0, first);
  auto score = probability(line.substr(first + 1, second - first - 1));
  auto percentile = probability(line.substr(second + 1));
  if (!osv::is_cve(cve) || !score || !percentile) return sink.refuse(line, "not a CVE and two probabilities");
  sink.epss(cve, *score, *percentile);
}

Result<void> import(std::string_view name, std::string_view bytes, FeedSink& sink) {
  bool header = false;
  bool broken = false;
  base::each_line(bytes, [&](std::string_view line) {
    if (broken || line.empty()) return;
    if (line[0] == '#') return read_comment(line, sink);
    if (header) return read_line(line, sink);
    header = line == "cve,epss,percentile";
    broken = !header;
  });
  if (!header) return Error{Code::kCorrupt, std::string(name) + ": no line \"cve,epss,percentile\" at the beginning"};
  return {};
}

bool wanted(const model::Distro&) { return true; }

std::vector<FeedFile> files(const model::Distro*) {
  return {{.url = "https://epss.empiricalsecurity.com/epss_scores-current.csv.gz",
           .mirror_names = {"epss/epss_scores-current.csv", "epss_scores-current.csv", "epss/epss_scores-*.csv"}}};
}

constexpr FeedExample kExamples[] = {
    {.file_name = "epss_scores-2026-08-16.csv",
     .content =
         "#model_version:v2025.03.14,score_date:2026-08-16T00:00:00+0000\ncve,epss,percentile\nCVE-1999-0001,0.03351,0.8765\nbroken\n",
     .expect = "epss CVE-1999-0001 0.03351 0.8765"},
};

}  // namespace

extern constinit const Feed epss;
constinit const Feed epss = {
    .name = "epss",
    .summary = "FIRST Exploit Prediction Scoring System",
    .license = "free use with credit to FIRST.org EPSS",
    .revision = 1,
    .wanted = &wanted,
    .files = &files,
    .import = &import,
    .examples = kExamples,
};

}  // namespace batten::advisory::feeds
