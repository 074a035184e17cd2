// SPDX-License-Identifier: Apache-2.0
//
// The monitor as it runs: events of this machine through the rules to the outputs, until it is told to stop.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "alert/dispatcher.h"
#include "base/note.h"
#include "base/result.h"
#include "monitor/capture.h"
#include "rules/ruleset.h"
#include "watch/baselines.h"
#include "watch/file_watches.h"
#include "watch/image_facts.h"
#include "watch/onlooker.h"
#include "watch/response_options.h"
#include "watch/rule_files.h"

namespace batten::watch {

struct LiveOptions {
  RuleSources sources;
  rules::LoadOptions load;
  bool reload_on_change = true;
  bool events = true;  // false: with an onlooker, goes on as if the kernel refused them
  monitor::CaptureOptions capture;
  FileWatchSources files;
  ImageInquiry image_inquiry;                  // null: nothing is known of images
  std::optional<Baselines::Options> baseline;  // none: no baselines
  ResponseOptions responses;
  std::vector<alert::OutputConfig> outputs;
  alert::DispatchOptions dispatch;
  std::string metrics_address;  // "127.0.0.1:9376"; empty: none
  bool falco_metrics = false;
  std::string version;                   // of this program, as Falco's metrics tell theirs
  std::string record;                    // file that all events go to as well; empty: none
  bool judge = true;                     // false: records only
  std::chrono::milliseconds duration{};  // 0: until SIGINT or SIGTERM
  Onlooker* onlooker = nullptr;          // sees all, and makes do without events where the kernel refuses them; null: none
};

struct LiveSummary {
  std::uint64_t events = 0, alerts = 0, dropped = 0;
  std::vector<alert::LaneCounts> outputs;
};

// Words for people while it runs: what it began to watch, what it can't see, that rules were loaded anew.
using Teller = std::function<void(const std::string& line)>;

// invalid_argument: rules that can't be loaded (the diagnostics as text); what Capture::open (without an onlooker) and Dispatcher::start
// say. SIGHUP loads rules anew and opens files anew.
Result<LiveSummary> run_live(const LiveOptions& options, const Teller& tell);

}  // namespace batten::watch
