// SPDX-License-Identifier: Apache-2.0
//
// For tests: an alert with everything in it.
#pragma once

#include <string>

#include "base/format.h"
#include "model/alert.h"

namespace batten::alert {

inline model::Alert sample_alert(int number = 0) {
  model::Alert out;
  out.time_ns = 1'700'000'000'000'000'042 + static_cast<std::uint64_t>(number) * 1'000'000;
  out.rule = "Write below etc";
  out.priority = model::Priority::kError;
  out.hostname = "node-1";
  out.output = format("File below /etc changed <{}> file=/etc/passwd", number);
  out.message = format("File below /etc changed <{}>", number);
  out.tags = {"filesystem", "T1098"};
  out.fields = {{"evt.time", std::uint64_t{1'700'000'000'000'000'042}},
                {"fd.name", std::string("/etc/passwd")},
                {"evt.res", std::int64_t{-2}},
                {"proc.is_exe_writable", true},
                {"load", 0.5},
                {"proc.args", std::vector<std::string>{"a", "b"}},
                {"number", static_cast<std::int64_t>(number)},
                {"user.name", std::monostate{}}};
  out.container_id = "3ad7b26ded6d";
  out.container_name = "web";
  out.image = "registry.example.org/team/web:1.2";
  out.pod_name = "web-0";
  out.pod_namespace = "shop";
  return out;
}

}  // namespace batten::alert
