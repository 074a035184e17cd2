// SPDX-License-Identifier: Apache-2.0
#include "match/end_of_life.h"

#include <string_view>

namespace batten::match {
namespace {

struct Row {
  std::string_view id, release, date, extended, extended_until;
};

constexpr std::string_view kElts = "Extended LTS (paid)";
constexpr std::string_view kPro = "Ubuntu Pro";
constexpr std::string_view kLegacy = "Ubuntu Pro with the Legacy add-on";
constexpr std::string_view kOracle = "Extended Support (paid)";
constexpr std::string_view kEls = "Extended Life Cycle Support";

constexpr Row kRows[] = {
    {"debian", "6", "2016-02-29", "", ""},
    {"debian", "7", "2018-05-31", kElts, "2020-06-30"},
    {"debian", "8", "2020-06-30", kElts, "2025-06-30"},
    {"debian", "9", "2022-06-30", kElts, "2027-06-30"},
    {"debian", "10", "2024-06-30", kElts, "2029-06-30"},
    {"debian", "11", "2026-08-31", kElts, "2031-06-30"},
    {"debian", "12", "2028-06-30", kElts, "2033-06-30"},
    {"debian", "13", "2030-06-30", kElts, "2035-06-30"},
    {"ubuntu", "12.04", "2017-04-28", kPro, "2019-04-26"},
    {"ubuntu", "14.04", "2019-04-25", kLegacy, "2026-04-28"},
    {"ubuntu", "16.04", "2021-04-30", kLegacy, "2028-04-25"},
    {"ubuntu", "18.04", "2023-05-31", kPro, "2028-04-26"},
    {"ubuntu", "20.04", "2025-05-29", kPro, "2030-04-23"},
    {"ubuntu", "20.10", "2021-07-22", "", ""},
    {"ubuntu", "21.04", "2022-01-20", "", ""},
    {"ubuntu", "21.10", "2022-07-14", "", ""},
    {"ubuntu", "22.04", "2027-06-01", kPro, "2032-04-21"},
    {"ubuntu", "22.10", "2023-07-20", "", ""},
    {"ubuntu", "23.04", "2024-01-25", "", ""},
    {"ubuntu", "23.10", "2024-07-11", "", ""},
    {"ubuntu", "24.04", "2029-05-31", kPro, "2034-04-25"},
    {"ubuntu", "24.10", "2025-07-10", "", ""},
    {"ubuntu", "25.04", "2026-01-15", "", ""},
    {"ubuntu", "25.10", "2026-07-09", "", ""},
    {"ubuntu", "26.04", "2031-05-29", kPro, "2036-04-23"},
    {"alpine", "3.3", "2017-11-01", "", ""},
    {"alpine", "3.4", "2018-05-01", "", ""},
    {"alpine", "3.5", "2018-11-01", "", ""},
    {"alpine", "3.6", "2019-05-01", "", ""},
    {"alpine", "3.7", "2019-11-01", "", ""},
    {"alpine", "3.8", "2020-05-01", "", ""},
    {"alpine", "3.9", "2020-11-01", "", ""},
    {"alpine", "3.10", "2021-05-01", "", ""},
    {"alpine", "3.11", "2021-11-01", "", ""},
    {"alpine", "3.12", "2022-05-01", "", ""},
    {"alpine", "3.13", "2022-11-01", "", ""},
    {"alpine", "3.14", "2023-05-01", "", ""},
    {"alpine", "3.15", "2023-11-01", "", ""},
    {"alpine", "3.16", "2024-05-23", "", ""},
    {"alpine", "3.17", "2024-11-22", "", ""},
    {"alpine", "3.18", "2025-05-09", "", ""},
    {"alpine", "3.19", "2025-11-01", "", ""},
    {"alpine", "3.20", "2026-04-01", "", ""},
    {"alpine", "3.21", "2026-11-01", "", ""},
    {"alpine", "3.22", "2027-05-01", "", ""},
    {"alpine", "3.23", "2027-11-01", "", ""},
    {"centos", "6", "2020-11-30", "", ""},
    {"centos", "7", "2024-06-30", "", ""},
    {"centos", "8", "2021-12-31", "", ""},
    {"centos", "9", "2027-05-31", "", ""},
    {"rhel", "6", "2020-11-30", kEls, "2029-05-31"},
    {"rhel", "7", "2024-06-30", kEls, "2028-06-30"},
    {"rhel", "8", "2029-05-31", "", ""},
    {"rhel", "9", "2032-05-31", "", ""},
    {"rhel", "10", "2035-05-31", "", ""},
    {"almalinux", "8", "2029-03-01", "", ""},
    {"almalinux", "9", "2032-05-31", "", ""},
    {"almalinux", "10", "2035-05-31", "", ""},
    {"amzn", "1", "2023-12-31", "", ""},
    {"amzn", "2018", "2023-12-31", "", ""},
    {"amzn", "2017", "2023-12-31", "", ""},
    {"amzn", "2", "2026-06-30", "", ""},
    {"amzn", "2022", "2023-03-15", "", ""},
    {"amzn", "2023", "2029-06-30", "", ""},
    {"ol", "6", "2021-03-31", kOracle, "2024-12-31"},
    {"ol", "7", "2024-12-31", kOracle, "2028-06-30"},
    {"ol", "8", "2029-07-31", kOracle, "2032-07-31"},
    {"ol", "9", "2032-06-30", kOracle, "2035-06-30"},
    {"ol", "10", "2035-06-30", kOracle, "2038-06-30"},
    {"mariner", "1", "2023-07-31", "", ""},
    {"mariner", "2", "2025-07-31", "", ""},
    {"photon", "1", "2022-02-28", "", ""},
    {"photon", "2", "2022-12-31", "", ""},
    {"photon", "3", "2024-03-01", "", ""},
    {"fedora", "38", "2024-05-21", "", ""},
    {"fedora", "39", "2024-11-26", "", ""},
    {"fedora", "40", "2025-05-13", "", ""},
    {"fedora", "41", "2025-12-15", "", ""},
    {"fedora", "42", "2026-05-13", "", ""},
    {"rocky", "8", "2029-05-31", "", ""},
    {"rocky", "9", "2032-05-31", "", ""},
    {"rocky", "10", "2035-05-31", "", ""},
};

// "12" is 12 and 12.7, "3.20" is 3.20.3.
bool is_release(std::string_view version, std::string_view release) {
  return version == release || (version.starts_with(release) && version[release.size()] == '.');
}

// Alpine edge: "3.21.0_alpha20240923" is not 3.21.
bool is_rolling(const model::Distro& distro) { return distro.version_id.contains('_'); }

}  // namespace

std::optional<EndOfLife> end_of_life(const model::Distro& distro) {
  if (is_rolling(distro)) return std::nullopt;
  for (const Row& row : kRows) {
    if (distro.id == row.id && is_release(distro.version_id, row.release))
      return EndOfLife{std::string(row.date), std::string(row.extended), std::string(row.extended_until)};
  }
  return std::nullopt;
}

std::optional<EndOfLife> end_of_life_in(const AdvisoryLookup& lookup, const model::Distro& distro) {
  if (is_rolling(distro) || distro.id.empty() || !lookup.has("eol")) return std::nullopt;
  auto rows = lookup.advisories("eol", "eol", distro.id);
  if (!rows) return std::nullopt;
  const model::Advisory* best = nullptr;  // the longest that fits: 15 and 15.6
  for (const model::Advisory& row : *rows) {
    bool longer = best == nullptr || row.vulnerability_id.size() > best->vulnerability_id.size();
    if (is_release(distro.version_id, row.vulnerability_id) && longer) best = &row;
  }
  if (best == nullptr) return std::nullopt;
  return EndOfLife{.date = best->note, .extended = {}, .extended_until = {}};
}

}  // namespace batten::match
