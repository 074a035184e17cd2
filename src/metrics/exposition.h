// SPDX-License-Identifier: Apache-2.0
//
// Families as text: Prometheus' format 0.0.4 and OpenMetrics 1.0.0. They differ in how counters are named in the lines in front, in
// escaping, in units and in the line at the end.
#pragma once

#include <memory>
#include <string>
#include <variant>

#include "metrics/registry.h"

namespace batten::metrics {

using AnyFamily = std::variant<std::unique_ptr<Family<Counter>>, std::unique_ptr<Family<RealCounter>>, std::unique_ptr<Family<Gauge>>,
                               std::unique_ptr<Family<Histogram>>>;

// Nothing for a family without series.
void append_family(std::string& out, const Family<Counter>& family, Exposition format);
void append_family(std::string& out, const Family<RealCounter>& family, Exposition format);
void append_family(std::string& out, const Family<Gauge>& family, Exposition format);
void append_family(std::string& out, const Family<Histogram>& family, Exposition format);

}  // namespace batten::metrics
