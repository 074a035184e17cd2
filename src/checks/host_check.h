// SPDX-License-Identifier: Apache-2.0
//
// A check of this host and its container engine (CIS Docker Benchmark 1.6, sections 1-3, 6 and 7, and what rootless engines and Podman need
// instead). One file in host/ per recommendation or pair of owner and mode of one file.
#pragma once

#include <span>

#include "checks/settings.h"
#include "model/host.h"

namespace batten::checks {

// A host, made in words that the test of this kind reads (host_check_test.cc), in which the check says so.
struct HostExample {
  std::string_view host;
  model::Outcome outcome = model::Outcome::kPass;
};

struct HostCheck {
  model::CheckInfo info;
  // Exactly one hit says what is so: its outcome may be kPass, with evidence. Several when several things are judged.
  void (*check)(const model::Host& host, const Settings& settings, Hits& hits);
  std::span<const HostExample> examples;
};

std::span<const HostCheck* const> all_host_checks();

}  // namespace batten::checks
