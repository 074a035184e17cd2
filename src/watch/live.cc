// SPDX-License-Identifier: Apache-2.0
#include "watch/live.h"

#include <sys/utsname.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <thread>
#include <utility>

#include "base/format.h"
#include "http/server.h"
#include "metrics/page.h"
#include "monitor/attribution.h"
#include "monitor/real_paths.h"
#include "monitor/recording.h"
#include "rules/diagnostic_text.h"
#include "watch/drift_guard.h"
#include "watch/drop_watch.h"
#include "watch/falco_metrics.h"
#include "watch/live_metrics.h"
#include "watch/output_reports.h"
#include "watch/pipeline.h"
#include "watch/reloader.h"
#include "watch/responses.h"
#include "watch/stop_signals.h"

namespace batten::watch {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kLongestWait{100}, kLongestWaitSeen{50};  // the second: with an onlooker
constexpr std::uint64_t kDropAlertInterval = 30'000'000'000;
constexpr std::uint64_t kSaveInterval = 10'000'000'000;      // of baselines
constexpr std::uint64_t kAnnotateInterval = 60'000'000'000;  // findings of images grow old

std::uint64_t now_ns() {
  return static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::system_clock::now().time_since_epoch()).count());
}

std::string kernel_release() {
  utsname name{};
  return uname(&name) == 0 ? name.release : "";
}

class Live {
 public:
  Live(const LiveOptions& options, const Teller& tell)
      : options_(options),
        tell_(tell),
        reloader_(options.sources, options.load, options.reload_on_change && options.judge),
        drops_(kDropAlertInterval) {}

  Result<LiveSummary> run();

 private:
  Result<void> load_rules();
  Result<void> start_outputs();
  Result<void> start_capture();
  Result<void> learn_machine();
  void tell_capture(std::uint64_t cgroup, monitor::Containers::Change change);
  void loop();
  void poll(std::chrono::milliseconds wait);
  void take(std::string_view record);
  void drain();
  void send(model::Alert alert);
  void poll_responses();
  void tell_falco_of_files();
  void once_a_second();
  void take_reloaded();
  void set_filter(model::Prefilter filter);
  void annotate(model::RunningContainer& container);
  void tidy_knowledge(std::uint64_t now);
  void note_all(const base::Notes& notes);
  void stop_recording(const Error& error);

  const LiveOptions& options_;
  const Teller& tell_;
  StopSignals signals_;
  Reloader reloader_;
  DropWatch drops_;
  model::Prefilter filter_;
  std::optional<rules::Ruleset> first_rules_;
  std::optional<monitor::Capture> capture_;  // none: the kernel refuses, and the onlooker makes do without
  std::unique_ptr<FileWatches> files_;
  std::unique_ptr<ImageFacts> images_;
  std::unique_ptr<Baselines> baselines_;
  std::unique_ptr<DriftGuard> drift_;
  std::unique_ptr<monitor::Attribution> attribution_;
  monitor::RealPaths paths_{monitor::RealPaths::Options{}};
  std::optional<LiveSurroundings> surroundings_;
  std::optional<Pipeline> pipeline_;
  std::optional<monitor::RecordingWriter> recording_;
  std::unique_ptr<alert::Dispatcher> dispatcher_;
  OutputReports output_reports_;
  std::unique_ptr<Responses> responses_;
  metrics::Registry registry_;
  std::optional<LiveMetrics> metrics_;
  std::optional<FalcoMetrics> falco_metrics_;
  std::optional<http::Server> server_;
  LiveMetrics::State state_;
  std::uint64_t clock_offset_ = 0, save_ns_ = 0, annotate_ns_ = 0;
  std::uint64_t alerts_ = 0, refused_ = 0;
};

// What rules ask, and what is to be learned beside it.
void Live::set_filter(model::Prefilter filter) {
  filter_ = std::move(filter);
  if (baselines_ != nullptr) baselines_->widen(filter_);
  if (options_.onlooker != nullptr) options_.onlooker->widen(filter_);
  if (!options_.load.text_paths_only) monitor::RealPaths::widen(filter_);
  const ImageWishes wishes{.findings = filter_.needs_image_facts, .packages = filter_.needs_packages};
  if (images_ != nullptr) {
    images_->wish(wishes);
  } else if (wishes.any() && options_.image_inquiry) {
    images_ = std::make_unique<ImageFacts>(wishes, options_.image_inquiry);
  }
}

void Live::annotate(model::RunningContainer& container) {
  if (images_ != nullptr) images_->annotate(container);
  if (baselines_ != nullptr) baselines_->annotate(container);
}

// What has become known of images reaches the containers that run.
void Live::tidy_knowledge(std::uint64_t now) {
  bool more = images_ != nullptr && images_->take_changed();
  if (images_ != nullptr) note_all(images_->take_notes());
  if (baselines_ != nullptr) {
    more = baselines_->tidy(now) || more;
    for (const std::string& line : baselines_->take_messages()) tell_(line);
    if (Result<void> saved = now >= save_ns_ ? baselines_->save() : Result<void>(); !saved) tell_("the baseline: " + saved.error().message);
    if (now >= save_ns_) save_ns_ = now + kSaveInterval;
  }
  if (!more && now < annotate_ns_) return;
  annotate_ns_ = now + kAnnotateInterval;
  attribution_->containers().annotate();
}

Result<void> Live::load_rules() {
  if (options_.baseline) baselines_ = TRY(Baselines::open(*options_.baseline));
  if (!options_.judge) {  // all that can be seen
    for (const model::EventTypeInfo& info : model::all_event_types()) filter_.types[info.type].wanted = info.for_rules;
    return {};
  }
  Result<std::vector<rules::RuleFile>> files = read_rule_files(options_.sources);
  if (!files) return files.error();
  rules::LoadResult loaded = rules::load(*files, options_.load);
  const std::string said = rules::diagnostics_text(loaded.diagnostics, *files);
  if (!loaded.rules) return Error{Code::kInvalidArgument, "the rules can't be loaded\n" + said};
  if (!said.empty()) tell_(said);
  first_rules_ = std::move(*loaded.rules);
  set_filter(first_rules_->prefilter());
  return {};
}

Result<void> Live::start_outputs() {
  metrics_.emplace(registry_);
  metrics::add_process_metrics(registry_);
  if (options_.falco_metrics) {
    falco_metrics_.emplace(registry_, first_rules_ ? first_rules_->rules() : std::vector<rules::Definition>(), own_hostname(),
                           options_.version);
    add_falco_machine_metrics(registry_);
    tell_falco_of_files();
  }
  if (!options_.outputs.empty()) dispatcher_ = TRY(alert::Dispatcher::start(options_.outputs, options_.dispatch));
  if (options_.metrics_address.empty()) return {};
  server_.emplace(TRY_IN(options_.metrics_address,
                         http::Server::start({.address = options_.metrics_address},
                                             [this](const http::ServerRequest& request) { return metrics::page(registry_, request); })));
  tell_(format("metrics are at http://{}/metrics", server_->address()));
  return {};
}

Result<void> Live::start_capture() {
  base::Notes notes;
  if (!options_.events && options_.onlooker != nullptr) {
    options_.onlooker->no_events({Code::kUnsupported, "they were not asked for"});
    return {};
  }
  Result<monitor::Capture> capture = monitor::Capture::open(options_.capture, filter_, notes);
  note_all(notes);
  if (!capture && options_.onlooker == nullptr) {
    Error error = capture.error();
    if (error.code == Code::kDenied)
      error.message += "; run it as root, or with CAP_BPF, CAP_PERFMON, CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH";
    return error;
  }
  if (capture) {
    capture_.emplace(std::move(*capture));
  } else {
    options_.onlooker->no_events(capture.error());
  }
  clock_offset_ = static_cast<std::uint64_t>(monitor::Capture::clock_offset_ns());
  if (!options_.files.empty()) files_ = TRY(FileWatches::start(options_.files));
  if (!options_.responses.deny_drift.empty()) {
    drift_ = TRY_IN("--deny-drift", DriftGuard::start(options_.responses, registry_));
    tell_(format("programs that are not in the image are {}: {}", options_.responses.dry_run ? "told" : "denied", drift_->means()));
  }
  if (!options_.responses.rules.empty())
    responses_ = std::make_unique<Responses>(
        options_.responses, monitor::Responder::Options{}, registry_, [this](model::Alert alert) { send(std::move(alert)); }, tell_);
  return {};
}

// What runs already. Events wait in the buffers meanwhile.
Result<void> Live::learn_machine() {
  base::Notes notes;
  monitor::Attribution::Options whose;
  whose.environment = filter_.needs_environment;
  attribution_ = monitor::Attribution::live(std::move(whose), notes);
  attribution_->containers().listen(
      [this](std::uint64_t cgroup, monitor::Containers::Change change, const model::RunningContainer* container) {
        tell_capture(cgroup, change);
        if (baselines_ != nullptr && container != nullptr) baselines_->saw(*container, now_ns());
        if (files_ != nullptr && container != nullptr) files_->container(cgroup, *container);
        if (files_ != nullptr && change == monitor::Containers::Change::kGone) files_->gone(cgroup);
        if (drift_ != nullptr && container != nullptr) drift_->container(cgroup, *container);
        if (drift_ != nullptr && change == monitor::Containers::Change::kGone) drift_->gone(cgroup);
        if (!recording_ || change == monitor::Containers::Change::kHost) return;
        if (Result<void> done = recording_->add(cgroup, container); !done) stop_recording(done.error());
      });
  attribution_->containers().annotate_by([this](model::RunningContainer& container) { annotate(container); });
  attribution_->scan(now_ns(), notes);
  if (capture_) capture_->all_cgroups_told();
  note_all(notes);
  surroundings_.emplace(attribution_->users(), own_hostname(), true);
  pipeline_.emplace(*surroundings_, [this](model::Alert alert, const Pipeline::Seen& seen) {
    if (responses_ == nullptr) return send(std::move(alert));
    responses_->take(std::move(alert), seen.process, seen.container);
  });
  if (options_.onlooker != nullptr) pipeline_->observe([this](const Pipeline::Seen& seen) { options_.onlooker->event(seen); });
  if (first_rules_) pipeline_->set_rules(std::move(*first_rules_), capture_ ? capture_->filter_number() : 0);
  if (options_.record.empty()) return {};
  const monitor::RecordingHeader header{
      .begin_ns = now_ns(), .boot_ns = clock_offset_, .hostname = own_hostname(), .kernel = kernel_release(), .program = "batten"};
  recording_.emplace(TRY_IN(options_.record, monitor::RecordingWriter::create(options_.record, header, {})));
  Result<void> written = attribution_->write_snapshot(*recording_);
  return written ? written : base::in_context(options_.record, written.error());
}

// The kernel programs judge by it whose an event is.
void Live::tell_capture(std::uint64_t cgroup, monitor::Containers::Change change) {
  if (!capture_) return;
  switch (change) {
    case monitor::Containers::Change::kContainer: return capture_->tell_cgroup(cgroup, true);
    case monitor::Containers::Change::kHost: return capture_->tell_cgroup(cgroup, false);
    case monitor::Containers::Change::kGone: return capture_->forget_cgroup(cgroup);
  }
}

void Live::note_all(const base::Notes& notes) {
  for (const base::Note& note : notes) {
    if (note.kind == base::Note::Kind::kInfo) continue;
    tell_(
        format("{}: {}: {}{}", base::note_kind_name(note.kind), note.where, note.message, note.hint.empty() ? "" : " (" + note.hint + ")"));
  }
}

void Live::stop_recording(const Error& error) {
  tell_(format("{}: the recording ends: {}", options_.record, error.message));
  recording_.reset();
}

void Live::send(model::Alert alert) {
  ++alerts_;
  metrics_->alert(alert, now_ns());
  if (falco_metrics_) falco_metrics_->alert(alert);
  if (options_.onlooker != nullptr) options_.onlooker->alert(alert);
  if (dispatcher_ != nullptr) dispatcher_->dispatch(std::move(alert));
}

// What they have done meanwhile.
void Live::poll_responses() {
  if (responses_ != nullptr) responses_->poll();
  if (drift_ == nullptr) return;
  for (model::Alert& alert : drift_->take(now_ns())) {
    alert.hostname = own_hostname();
    send(std::move(alert));
  }
}

void Live::take(std::string_view record) {
  Result<model::Event> event = model::Event::read(record);
  if (!event) {
    if (refused_++ == 0) tell_("an event was refused: " + event.error().message);
    return;
  }
  const std::uint64_t time_ns = event->header().time_ns + clock_offset_;
  // What the file has of an event's process and container stands in front of it.
  const monitor::Attributed whose = attribution_->apply(*event, time_ns);
  if (const std::string_view completed = paths_.complete(*event, whose); !completed.empty()) {
    record = completed;
    event = model::Event::read(record);
    if (!event) return;
  }
  if (baselines_ != nullptr) baselines_->saw(*event, *whose.process, whose.container, time_ns);
  pipeline_->take(*event, whose);
  if (!recording_) return;
  if (Result<void> done = recording_->add(record, time_ns); !done) stop_recording(done.error());
}

// What lies in the buffers now; what is written meanwhile may be more than can be read, so not until they are empty.
void Live::drain() {
  const Clock::time_point end = Clock::now() + kLongestWait;
  while (capture_ && capture_->poll(std::chrono::milliseconds(0), [this](std::string_view record) { take(record); }) > 0 &&
         Clock::now() < end) {
  }
  if (files_ != nullptr) files_->poll([this](std::string_view record) { take(record); });
}

void Live::take_reloaded() {
  std::optional<rules::LoadResult> loaded = reloader_.poll();
  if (!loaded) return;
  Result<std::vector<rules::RuleFile>> files = read_rule_files(options_.sources);
  const std::string said =
      rules::diagnostics_text(loaded->diagnostics, files ? std::span<const rules::RuleFile>(*files) : std::span<const rules::RuleFile>());
  if (!said.empty()) tell_(said);
  if (!loaded->rules) {
    ++state_.failed_reloads;
    tell_("the rules could not be loaded anew; those before stay in force");
    return;
  }
  base::Notes notes;
  set_filter(loaded->rules->prefilter());
  Result<void> set = capture_ ? capture_->set_filter(filter_, notes) : Result<void>();
  if (!set) tell_("the new rules may not see all: " + set.error().message);
  note_all(notes);
  // What lies in the buffers was caught for the old rules.
  drain();
  pipeline_->set_rules(std::move(*loaded->rules), capture_ && set ? capture_->filter_number() : 0);
  drops_.forget_rules();
  ++state_.reloads;
  if (falco_metrics_) tell_falco_of_files();
  tell_(format("{} rules were loaded anew", pipeline_->rules()->rules().size()));
}

void Live::tell_falco_of_files() {
  if (Result<std::vector<rules::RuleFile>> files = read_rule_files(options_.sources)) falco_metrics_->rules_loaded(*files, now_ns());
}

void Live::once_a_second() {
  const std::uint64_t now = now_ns();
  clock_offset_ = static_cast<std::uint64_t>(monitor::Capture::clock_offset_ns());
  attribution_->tidy(now);
  paths_.rest();
  note_all(attribution_->containers().take_notes());
  if (files_ != nullptr) note_all(files_->take_notes());
  if (drift_ != nullptr) note_all(drift_->take_notes());
  tidy_knowledge(now);
  const DropWatch::Counts counts = capture_ ? capture_->all_counts() : DropWatch::Counts{};
  static const std::vector<rules::Definition> kNoRules;
  const std::vector<rules::Definition>& rules = pipeline_->rules() != nullptr ? pipeline_->rules()->rules() : kNoRules;
  static const model::Prefilter kNoFilter;
  const model::Prefilter& filter = pipeline_->rules() != nullptr ? filter_ : kNoFilter;
  if (std::optional<model::Alert> alert = drops_.look(counts, filter, rules, now)) {
    alert->hostname = own_hostname();
    tell_(alert->output);
    send(std::move(*alert));
  }
  state_.events = pipeline_->events();
  state_.processes = attribution_->processes().counts().processes;
  state_.containers = attribution_->containers().counts().containers;
  if (dispatcher_ != nullptr) {
    state_.held_back = dispatcher_->held_back();
    const std::vector<alert::LaneCounts> counted = dispatcher_->counts();
    for (const std::string& line : output_reports_.look(counted)) tell_(line);
    metrics_->publish_outputs(counted);
    std::uint64_t dropped = 0;
    for (const alert::LaneCounts& one : counted) dropped += one.dropped;
    if (falco_metrics_) falco_metrics_->publish_outputs(dropped);
  }
  metrics_->publish(counts, state_);
  if (falco_metrics_) {
    falco_metrics_->publish(counts);
    falco_metrics_->publish_known(state_.processes, state_.containers);
  }
  metrics_->publish_rules(rules, drops_.blind());
}

// Takes what has come, or waits for it so long.
void Live::poll(std::chrono::milliseconds wait) {
  if (capture_) {
    capture_->poll(wait, [this](std::string_view record) { take(record); });
  } else {
    std::this_thread::sleep_for(wait);
  }
  if (files_ != nullptr) files_->poll([this](std::string_view record) { take(record); });
}

void Live::loop() {
  const Clock::time_point begin = Clock::now();
  Clock::time_point next_second = begin;
  while (!signals_.stop()) {
    const Clock::time_point now = Clock::now();
    if (options_.duration.count() > 0 && now - begin >= options_.duration) return;
    if (signals_.take_hangup()) {
      reloader_.request();
      if (dispatcher_ != nullptr) dispatcher_->reopen();
    }
    if (options_.judge) take_reloaded();
    if (now >= next_second) {
      once_a_second();
      next_second = now + std::chrono::seconds(1);
    }
    if (options_.onlooker != nullptr && !options_.onlooker->look(*attribution_, drops_.dropped())) return;
    std::chrono::milliseconds wait = options_.onlooker == nullptr ? kLongestWait : kLongestWaitSeen;
    if (options_.duration.count() > 0)
      wait = std::min(
          wait, std::chrono::duration_cast<std::chrono::milliseconds>(options_.duration - (now - begin)) + std::chrono::milliseconds(1));
    poll(wait);
    poll_responses();
  }
}

Result<LiveSummary> Live::run() {
  // The rules say what has to be seen.
  TRY(load_rules());
  TRY(start_outputs());
  // From here on events are caught, so that nothing lies between what is learned and what is seen.
  TRY(start_capture());
  TRY(learn_machine());
  if (pipeline_->rules() != nullptr && capture_) tell_(format("{} rules watch this machine", pipeline_->rules()->rules().size()));
  loop();
  // What was caught before the end is still judged.
  drain();
  if (responses_ != nullptr) responses_->end();
  poll_responses();
  save_ns_ = 0;
  once_a_second();
  if (recording_) {
    Result<void> finished = recording_->finish();
    if (!finished) return base::in_context(options_.record, finished.error());
  }
  LiveSummary out{.events = pipeline_->events(), .alerts = alerts_, .dropped = drops_.dropped(), .outputs = {}};
  if (dispatcher_ != nullptr) out.outputs = dispatcher_->end();
  for (const std::string& line : OutputReports::farewell(out.outputs, !options_.dispatch.state_directory.empty())) tell_(line);
  return out;
}

}  // namespace

Result<LiveSummary> run_live(const LiveOptions& options, const Teller& tell) { return Live(options, tell).run(); }

}  // namespace batten::watch
