// SPDX-License-Identifier: Apache-2.0
#include "match/end_of_life.h"

#include <string_view>

namespace batten::match {
namespace {

struct Row {
  std::string_view id, release, date, extended;
};

constexpr Row kRows[] = {
    {"debian", "8", "2020-06-30", ""},
    {"debian", "9", "2022-06-30", ""},
    {"debian", "10", "2024-06-30", ""},
    {"debian", "11", "2026-08-31", ""},
    {"debian", "12", "2028-06-30", ""},
    {"debian", "13", "2030-06-30", ""},
    {"ubuntu", "14.04", "2019-04-25", "Ubuntu Pro until 2026-04"},
    {"ubuntu", "16.04", "2021-04-30", "Ubuntu Pro until 2028-04"},
    {"ubuntu", "18.04", "2023-05-31", "Ubuntu Pro until 2030-04"},
    {"ubuntu", "20.04", "2025-05-31", "Ubuntu Pro until 2032-04"},
    {"ubuntu", "22.04", "2027-06-01", "Ubuntu Pro until 2034-04"},
    {"ubuntu", "23.10", "2024-07-11", ""},
    {"ubuntu", "24.04", "2029-05-31", "Ubuntu Pro until 2036-04"},
    {"ubuntu", "24.10", "2025-07-10", ""},
    {"ubuntu", "25.04", "2026-01-15", ""},
    {"alpine", "3.8", "2020-05-01", ""},
    {"alpine", "3.9", "2020-11-01", ""},
    {"alpine", "3.10", "2021-05-01", ""},
    {"alpine", "3.11", "2021-11-01", ""},
    {"alpine", "3.12", "2022-05-01", ""},
    {"alpine", "3.13", "2022-11-01", ""},
    {"alpine", "3.14", "2023-05-01", ""},
    {"alpine", "3.15", "2023-11-01", ""},
    {"alpine", "3.16", "2024-05-23", ""},
    {"alpine", "3.17", "2024-11-22", ""},
    {"alpine", "3.18", "2025-05-09", ""},
    {"alpine", "3.19", "2025-11-01", ""},
    {"alpine", "3.20", "2026-04-01", ""},
    {"alpine", "3.21", "2026-11-01", ""},
    {"alpine", "3.22", "2027-05-01", ""},
    {"centos", "6", "2020-11-30", ""},
    {"centos", "7", "2024-06-30", ""},
    {"centos", "8", "2021-12-31", ""},
    {"rhel", "6", "2020-11-30", "Extended Life Cycle Support"},
    {"rhel", "7", "2024-06-30", "Extended Life Cycle Support until 2028-06-30"},
    {"rhel", "8", "2029-05-31", ""},
    {"rhel", "9", "2032-05-31", ""},
    {"rhel", "10", "2035-05-31", ""},
    {"almalinux", "8", "2029-03-01", ""},
    {"almalinux", "9", "2032-05-31", ""},
    {"almalinux", "10", "2035-05-31", ""},
    {"rocky", "8", "2029-05-31", ""},
    {"rocky", "9", "2032-05-31", ""},
    {"rocky", "10", "2035-05-31", ""},
};

}  // namespace

std::optional<EndOfLife> end_of_life(const model::Distro& distro) {
  for (const Row& row : kRows) {
    // "12" is 12 and 12.7, "3.20" is 3.20.3.
    std::string_view version = distro.version_id;
    bool same = version == row.release || (version.starts_with(row.release) && version[row.release.size()] == '.');
    if (distro.id == row.id && same) return EndOfLife{std::string(row.date), std::string(row.extended)};
  }
  return std::nullopt;
}

}  // namespace batten::match
