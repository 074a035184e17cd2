// SPDX-License-Identifier: Apache-2.0
#include "watch/top.h"

#include <chrono>
#include <utility>

#include "base/format.h"
#include "base/text.h"
#include "watch/terminal.h"
#include "watch/top_control.h"
#include "watch/top_sampler.h"
#include "watch/top_screen.h"
#include "watch/top_snapshot.h"

namespace batten::watch {
namespace {

using Clock = std::chrono::steady_clock;

std::uint64_t now_ns() {
  return static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::system_clock::now().time_since_epoch()).count());
}

// Its id; not_found.
Result<std::string> find_container(const TopModel& model, std::string_view wanted) {
  if (wanted == "host") return std::string();
  for (const TopContainer& one : model.round().containers) {
    if (!one.id.empty() && (one.name == wanted || (wanted.size() >= 4 && one.id.starts_with(wanted)))) return one.id;
  }
  return Error{Code::kNotFound, format("no container {} runs here", base::printable(wanted))};
}

// Without its container: that is looked for when containers are known.
TopQuestion question_of(const TopOptions& options) {
  return {.view = options.view, .container = {}, .filter = options.filter, .sort = options.sort};
}

// What both kinds of view share: a model that the monitor feeds.
class Onlooking : public Onlooker {
 public:
  Onlooking(TopSampler sampler, const TopOptions& options)
      : options_(options), sampler_(std::move(sampler)), model_({.host_files = options.host_files}) {}

  void widen(model::Prefilter& filter) override {
    for (const model::EventType type : {BATTEN_OPEN, BATTEN_OPENAT, BATTEN_OPENAT2, BATTEN_CREAT}) {
      // Without a clause rules want all of them.
      const bool wanted = std::exchange(filter.types[type].wanted, true);
      // Those that succeed, whatever the path. A host may open so many files that rules would miss something by it.
      const auto where = options_.host_files ? model::EventClause::Where::kAnywhere : model::EventClause::Where::kContainer;
      std::vector<model::EventClause>& any = filter.types[type].any;
      if (!wanted || !any.empty()) any.push_back({.where = where, .outcome = model::EventClause::Outcome::kSuccess});
    }
  }
  void no_events(const Error& why) override { model_.set_missing("no events, so neither alerts nor files: " + why.message); }
  void event(const Pipeline::Seen& seen) override { model_.add(seen.event, seen.process, seen.container); }
  void alert(const model::Alert& alert) override { model_.add(alert); }

  TopModel& model() { return model_; }

 protected:
  const TopOptions& options_;
  TopSampler sampler_;
  TopModel model_;
};

// In a terminal.
class Screened final : public Onlooking {
 public:
  Screened(TopSampler sampler, Terminal terminal, const TopOptions& options)
      : Onlooking(std::move(sampler), options),
        terminal_(std::move(terminal)),
        control_(question_of(options)),
        letters_(options.ascii ? Letters::kAscii : terminal_letters()) {}

  bool look(monitor::Attribution& attribution, std::uint64_t dropped) override {
    const Clock::time_point now = Clock::now();
    if (now - looked_ < kShortest) return true;
    looked_ = now;
    if (!take_keys(now)) return false;
    if (now >= next_count_ && !control_.paused()) {
      next_count_ = now + options_.interval;
      model_.set_dropped(dropped);
      model_.set(sampler_.take(attribution, now_ns(), control_.question().view == TopView::kConnections));
      if (!std::exchange(placed_, true)) place();
      stale_ = true;
    }
    const ScreenSize size = terminal_.size();
    if (size != size_) shown_.clear();
    if (!stale_ && size == size_) return true;
    size_ = size;
    stale_ = false;
    return draw();
  }

 private:
  static constexpr std::chrono::milliseconds kShortest{20};

  bool take_keys(Clock::time_point now) {
    std::string bytes;
    if (!terminal_.read(bytes)) return false;
    for (const KeyPress& key : keys_.read(bytes, now)) {
      const TopView before = control_.question().view;
      const TopControl::Wish wish = control_.press(key, table_, top_rows(size_));
      if (wish == TopControl::Wish::kQuit) return false;
      if (wish == TopControl::Wish::kSuspend) terminal_.suspend();
      if (wish != TopControl::Wish::kNone) shown_.clear();
      // Connections are counted for those who look at them alone.
      if (control_.question().view != before && control_.question().view == TopView::kConnections) next_count_ = now;
      // The next key is about the table that this one has made.
      make_table();
      control_.settle(table_, top_rows(size_));
      stale_ = true;
    }
    return true;
  }

  // The container of the command line, as soon as containers are known.
  void place() {
    if (options_.container.empty()) return;
    Result<std::string> id = find_container(model_, options_.container);
    if (!id) return model_.say(id.error().message);
    control_.place_in(*std::move(id));
  }

  // While it is held, another one only for another question.
  void make_table() {
    if (control_.paused() && asked_ == control_.question()) return;
    asked_ = control_.question();
    table_ = make_top_table(model_, asked_, top_branch(letters_));
  }

  bool draw() {
    make_table();
    Screen screen = draw_top(model_, table_, control_, size_, letters_);
    std::string bytes = paint(shown_, screen, options_.colour);
    if (shown_.empty()) bytes.insert(0, "\x1B[2J");
    shown_ = std::move(screen);
    // A terminal that knows it shows all at once.
    return bytes.empty() || terminal_.write("\x1B[?2026h" + bytes + "\x1B[?2026l");
  }

  Terminal terminal_;
  TopControl control_;
  KeyReader keys_;
  Letters letters_;
  TopQuestion asked_;
  TopTable table_;
  Screen shown_;
  ScreenSize size_;
  Clock::time_point looked_, next_count_;
  bool stale_ = true, placed_ = false;
};

// Counts twice.
class Once final : public Onlooking {
 public:
  using Onlooking::Onlooking;

  bool look(monitor::Attribution& attribution, std::uint64_t dropped) override {
    const Clock::time_point now = Clock::now();
    if (!begun_) {
      begun_ = now;
      model_.set(sampler_.take(attribution, now_ns(), false));
      return true;
    }
    if (now - *begun_ < options_.interval) return true;
    model_.set_dropped(dropped);
    model_.set(sampler_.take(attribution, now_ns(), true));
    return false;
  }

 private:
  std::optional<Clock::time_point> begun_;
};

}  // namespace

Result<void> run_top(LiveOptions live, const TopOptions& options) {
  TopSampler sampler = TRY(TopSampler::open({}));
  // What is said before the screen is taken over would be lost on it.
  Screened screened(std::move(sampler), TRY(Terminal::open()), options);
  live.onlooker = &screened;
  TRY(run_live(live, [&](const std::string& line) { screened.model().say(line); }));
  return {};
}

Result<std::string> top_once(LiveOptions live, const TopOptions& options, bool json, const Teller& tell) {
  Once once(TRY(TopSampler::open({})), options);
  live.onlooker = &once;
  TRY(run_live(live, tell));
  const TopModel& model = once.model();
  TopQuestion question = question_of(options);
  if (!options.container.empty()) question.container = TRY(find_container(model, options.container));
  if (!json && !model.missing().empty()) tell(model.missing());
  return json ? top_snapshot_json(model, question)
              : top_snapshot_table(model, question, options.ascii ? Letters::kAscii : terminal_letters());
}

}  // namespace batten::watch
