// SPDX-License-Identifier: Apache-2.0
#include "match/match.h"

#include <algorithm>
#include <deque>
#include <map>
#include <numeric>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>

#include "advisory/feed.h"
#include "base/format.h"
#include "base/time.h"
#include "match/channel.h"
#include "match/describe.h"
#include "match/end_of_life.h"
#include "match/origin.h"
#include "match/package_matcher.h"
#include "match/programs.h"
#include "model/note_places.h"
#include "version/scheme.h"

namespace batten::match {
namespace {

using base::Note;
using model::Finding;
using model::Package;

// What Go writes for a module that was built from a folder; no version of one.
constexpr std::string_view kOfNoVersion = "(devel)";

class Matcher {
 public:
  Matcher(const model::Inventory& inventory, const AdvisoryLookup& lookup, const Options& options)
      : inventory_(inventory), lookup_(lookup), options_(options) {}

  Result<Outcome> run() {
    std::optional<Channel> channel = channel_for(inventory_.distro);
    if (channel) TRY(match_system_packages(*channel));
    TRY(match_language_packages());
    TRY(match_programs());
    out_.findings = TRY(match_packages(inventory_, lookup_, options_, jobs_));
    note_what_was_not_matched(channel);
    note_end_of_life();
    add_repository_updates(channel);
    enrich();
    sort();
    return std::move(out_);
  }

 private:
  std::string distro_name() const {
    const model::Distro& distro = inventory_.distro;
    return distro.version_id.empty() ? distro.id : distro.id + " " + distro.version_id;
  }

  Result<void> match_system_packages(Channel channel) {
    model::FeedInfo feed = lookup_.info(channel.feed);
    if (!lookup_.has(channel.feed)) {
      if (feed.problem.empty()) feed.problem = "not in the database";
      nothing_known(channel, format("feed {} can't be used ({})", channel.feed, feed.problem), format("batten db update {}", channel.feed));
      out_.feeds.push_back(std::move(feed));
      return {};
    }
    bool known = lookup_.has_ecosystem(channel.feed, channel.ecosystem);
    if (!known && !channel.fallback.empty() && lookup_.has_ecosystem(channel.feed, channel.fallback)) {
      channel.approximation =
          format("feed {} does not know {}: what it says about {} is used", channel.feed, channel.ecosystem, channel.fallback);
      channel.ecosystem = channel.fallback;
      known = true;
    }
    bool known_pro = !channel.pro_ecosystem.empty() && lookup_.has_ecosystem(channel.feed, channel.pro_ecosystem);
    if (!known && !known_pro) {
      feed.problem = format("does not know {}", channel.ecosystem);
      nothing_known(channel, format("feed {} has no advisories for {}", channel.feed, channel.ecosystem),
                    "a release that is too new or too old for the feed's data");
      out_.feeds.push_back(std::move(feed));
      return {};
    }
    out_.feeds.push_back(feed);
    if (!channel.approximation.empty()) out_.notes.push_back({Note::Kind::kDegraded, model::kNoteAdvisories, channel.approximation, ""});
    const version::Scheme* scheme = version::find_scheme(channel.scheme);
    if (scheme == nullptr) return Error{Code::kInternal, "no version scheme " + channel.scheme};
    const Channel& kept = channels_.emplace_back(channel);
    const model::FeedInfo& kept_feed = feeds_.emplace_back(feed);
    for (std::size_t i = 0; i < inventory_.packages.size(); ++i) {
      if (inventory_.packages[i].type == channel.package_type) jobs_.push_back({i, &kept, &kept_feed, scheme, known_pro});
    }
    note_doubtful_packages(channel);
    return {};
  }

  // Each ecosystem by its own feed. What an operating system's package owns is that package's: its vendor patches without changing the
  // version that the language's files show.
  Result<void> match_language_packages() {
    for (const advisory::Feed* feed : advisory::all_feeds()) {
      if (feed->package_type.empty() || count_of(feed->package_type) == 0) continue;
      Channel channel;
      channel.feed = feed->name;
      channel.ecosystem = feed->package_type;
      channel.package_type = feed->package_type;
      channel.by_source = false;
      channel.scheme = feed->scheme;
      matched_types_.insert(feed->package_type);
      model::FeedInfo info = lookup_.info(channel.feed);
      if (!lookup_.has(channel.feed)) {
        if (info.problem.empty()) info.problem = "not in the database";
        out_.notes.push_back({Note::Kind::kSkipped, model::kNoteAdvisories,
                              format("feed {} can't be used ({}): nothing can be said about {} packages of type {}", channel.feed,
                                     info.problem, count_of(channel.package_type), channel.package_type),
                              format("batten db update {}", channel.feed)});
        out_.feeds.push_back(std::move(info));
        continue;
      }
      out_.feeds.push_back(info);
      const version::Scheme* scheme = version::find_scheme(channel.scheme);
      if (scheme == nullptr) return Error{Code::kInternal, "no version scheme " + channel.scheme};
      const Channel& kept = channels_.emplace_back(channel);
      const model::FeedInfo& kept_feed = feeds_.emplace_back(info);
      for (std::size_t i = 0; i < inventory_.packages.size(); ++i) {
        const Package& package = inventory_.packages[i];
        if (package.type != channel.package_type || !package.owner.empty()) continue;
        if (package.version == kOfNoVersion) {
          note_of_no_version(package);
        } else {
          jobs_.push_back({i, &kept, &kept_feed, scheme, false});
        }
      }
    }
    return {};
  }

  void note_of_no_version(const Package& package) {
    out_.notes.push_back({Note::Kind::kDegraded, model::kNotePackages,
                          format("{} in {} was built from a folder: its version is not known, and nothing can be said about it",
                                 package.name, package.location.path),
                          ""});
  }

  // Programs that no package manager brought, by what is known of their upstream releases.
  Result<void> match_programs() {
    if (count_of(kProgramType) == 0) return {};
    matched_types_.insert(kProgramType);
    for (const Channel& channel : program_channels()) {
      std::vector<std::size_t> known;
      for (std::size_t i = 0; i < inventory_.packages.size(); ++i) {
        const Package& package = inventory_.packages[i];
        bool program = package.type == kProgramType && package.owner.empty();
        if (program && !names_in_feed(channel.feed, package).empty()) known.push_back(i);
      }
      if (known.empty()) continue;
      model::FeedInfo info = lookup_.info(channel.feed);
      if (!lookup_.has(channel.feed)) {
        note_programs(format("feed {} is not in the database: nothing can be said about", channel.feed), known,
                      format("batten db update {}", channel.feed));
        continue;
      }
      if (std::ranges::none_of(out_.feeds, [&](const model::FeedInfo& feed) { return feed.name == channel.feed; }))
        out_.feeds.push_back(info);
      const version::Scheme* scheme = version::find_scheme(channel.scheme);
      if (scheme == nullptr) return Error{Code::kInternal, "no version scheme " + channel.scheme};
      const Channel& kept = channels_.emplace_back(channel);
      const model::FeedInfo& kept_feed = feeds_.emplace_back(info);
      for (std::size_t i : known) jobs_.push_back({i, &kept, &kept_feed, scheme, false});
    }
    std::vector<std::size_t> unknown;
    for (std::size_t i = 0; i < inventory_.packages.size(); ++i) {
      const Package& package = inventory_.packages[i];
      if (package.type == kProgramType && package.owner.empty() && is_unknown_program(package)) unknown.push_back(i);
    }
    if (!unknown.empty()) note_programs("no feed is about", unknown, "");
    return {};
  }

  void note_programs(std::string_view what, const std::vector<std::size_t>& which, std::string hint) {
    std::set<std::string_view> names;
    for (std::size_t i : which) names.insert(inventory_.packages[i].name);
    std::string list;
    constexpr std::size_t kNamed = 6;
    std::size_t named = 0;
    for (std::string_view name : names) {
      if (named++ == kNamed) break;
      list += (list.empty() ? "" : ", ") + std::string(name);
    }
    if (names.size() > kNamed) list += ", ...";
    out_.notes.push_back(
        {Note::Kind::kSkipped, model::kNoteAdvisories, format("{} {} programs: {}", what, which.size(), list), std::move(hint)});
  }

  std::size_t count_of(std::string_view type) const {
    return static_cast<std::size_t>(std::count_if(inventory_.packages.begin(), inventory_.packages.end(),
                                                  [&](const Package& package) { return package.type == type; }));
  }

  void nothing_known(const Channel& channel, std::string why, std::string hint) {
    std::size_t count = count_of(channel.package_type);
    out_.notes.push_back(
        {Note::Kind::kSkipped, model::kNoteAdvisories,
         count == 0 ? std::move(why) : format("{}: nothing can be said about the {} packages of {}", why, count, distro_name()),
         std::move(hint)});
  }

  // Packages without a version can't be compared; those that somebody else built only by their name.
  void note_doubtful_packages(const Channel& channel) {
    std::size_t without_version = 0, foreign = 0;
    std::set<std::string_view> origins;
    for (const Package& package : inventory_.packages) {
      if (package.type != channel.package_type) continue;
      if (package.version.empty()) ++without_version;
      if (is_own_build(package, inventory_.distro.id)) continue;
      ++foreign;
      origins.insert(package.origin);
    }
    if (without_version > 0) {
      out_.notes.push_back({Note::Kind::kSkipped, model::kNotePackages,
                            format("{} packages have no version: nothing can be said about them", without_version), ""});
    }
    if (foreign == 0) return;
    std::string names;
    constexpr std::size_t kNamed = 4;
    std::size_t named = 0;
    for (std::string_view origin : origins) {
      if (named++ == kNamed) break;
      names += (names.empty() ? "" : ", ") + std::string(origin);
    }
    if (origins.size() > kNamed) names += ", ...";
    out_.notes.push_back(
        {Note::Kind::kDegraded, model::kNotePackages,
         format("{} packages were not built by {} ({}): its advisories say little about them", foreign, inventory_.distro.id, names), ""});
  }

  std::size_t count_unmatched(const std::optional<Channel>& channel) const {
    return static_cast<std::size_t>(std::ranges::count_if(inventory_.packages, [&](const Package& package) {
      return !(channel && package.type == channel->package_type) && !matched_types_.contains(package.type);
    }));
  }

  void note_what_was_not_matched(const std::optional<Channel>& channel) {
    if (inventory_.packages.empty()) {
      out_.notes.push_back({Note::Kind::kSkipped, model::kNotePackages,
                            "no package database was found: nothing can be said about vulnerabilities",
                            "programs that were copied in without a package manager are not recognised"});
      return;
    }
    bool any_of_system = inventory_.distro.known() || matched_types_.empty();
    if (!channel && any_of_system) {
      std::string who = inventory_.distro.known() ? distro_name() : "an unknown distribution";
      out_.notes.push_back({Note::Kind::kSkipped, model::kNoteAdvisories,
                            format("no feed is about {}: nothing can be said about its {} packages", who, count_unmatched(channel)), ""});
      return;
    }
    std::map<std::string_view, std::size_t> unmatched;
    for (const Package& package : inventory_.packages) {
      bool of_system = channel && package.type == channel->package_type;
      if (!of_system && !matched_types_.contains(package.type)) ++unmatched[package.type];
    }
    for (const auto& [type, count] : unmatched) {
      out_.notes.push_back({Note::Kind::kSkipped, model::kNoteAdvisories,
                            format("{} packages of type {} were not matched: no feed for them", count, type), ""});
    }
  }

  void note_end_of_life() {
    constexpr std::int64_t kDay = 86400;
    std::optional<EndOfLife> end = end_of_life(inventory_.distro);
    if (!end) end = end_of_life_in(lookup_, inventory_.distro);
    if (!end || options_.date == 0) return;
    auto last = base::parse_time(end->date);
    if (!last || options_.date < *last + kDay) return;
    std::string hint = "move to a newer release";
    if (auto until = base::parse_time(end->extended_until); until && options_.date < *until + kDay)
      hint = format("{} until {}, or {}", end->extended, end->extended_until, hint);
    out_.notes.push_back(
        {Note::Kind::kDegraded, model::kNoteEndOfLife,
         format("{} gets no more security updates since {}: what is found later will not be fixed", distro_name(), end->date),
         std::move(hint)});
  }

  // An update without a vulnerability behind it that a feed names: the distribution found it worth a security update all the same.
  void add_repository_updates(const std::optional<Channel>& channel) {
    if (options_.repository.name.empty()) return;
    out_.feeds.push_back(options_.repository);
    if (!channel) return;
    const version::Scheme* scheme = version::find_scheme(channel->scheme);
    std::unordered_map<std::string_view, std::vector<const RepositoryUpdate*>> by_name;
    for (const RepositoryUpdate& update : options_.updates) by_name[update.name].push_back(&update);
    std::set<std::size_t> fixable;
    for (const Finding& finding : out_.findings) {
      if (finding.state == model::State::kFixed) fixable.insert(finding.package_index);
    }
    for (std::size_t i = 0; i < inventory_.packages.size(); ++i) {
      const Package& package = inventory_.packages[i];
      auto at = by_name.find(package.name);
      if (package.type != channel->package_type || at == by_name.end() || scheme == nullptr) continue;
      const RepositoryUpdate* best = nullptr;
      for (const RepositoryUpdate* update : at->second) {
        bool fits = update->arch == package.arch || update->arch == "all" || update->arch == "noarch" || package.arch == "all";
        if (fits && scheme->compare(update->version, package.version) > 0 &&
            (best == nullptr || scheme->compare(update->version, best->version) > 0))
          best = update;
      }
      if (best != nullptr && !fixable.contains(i))
        out_.findings.push_back(describe_update(*best, i, package, options_.repository, *channel));
    }
  }

  void enrich() {
    for (const char* feed : {"kev", "epss"}) {
      model::FeedInfo info = lookup_.info(feed);
      if (lookup_.has(feed)) {
        out_.feeds.push_back(info);
      } else if (!out_.findings.empty()) {
        info.problem = "not in the database";
        out_.feeds.push_back(info);
        out_.notes.push_back({Note::Kind::kDegraded, model::kNoteAdvisories,
                              format("feed {} is not in the database: findings can't be ranked by it", feed),
                              format("batten db update {}", feed)});
      }
    }
  }

  // Findings are large: their places are sorted, then each is moved once.
  void sort() {
    auto key = [&](std::size_t place) {
      const Finding& finding = out_.findings[place];
      const Package& package = inventory_.packages[finding.package_index];
      return std::tuple(-static_cast<int>(finding.severity), std::string_view(finding.id), std::string_view(package.name),
                        std::string_view(package.arch), finding.package_index);
    };
    std::vector<std::size_t> places(out_.findings.size());
    std::iota(places.begin(), places.end(), std::size_t{0});
    std::sort(places.begin(), places.end(), [&](std::size_t a, std::size_t b) { return key(a) < key(b); });
    std::vector<Finding> sorted;
    sorted.reserve(places.size());
    for (std::size_t place : places) sorted.push_back(std::move(out_.findings[place]));
    out_.findings = std::move(sorted);
  }

  const model::Inventory& inventory_;
  const AdvisoryLookup& lookup_;
  const Options& options_;
  std::deque<Channel> channels_;  // of jobs_, as feeds_: they stay where they are
  std::deque<model::FeedInfo> feeds_;
  std::vector<PackageJob> jobs_;
  std::set<std::string_view> matched_types_;  // of languages whose feed was asked
  Outcome out_;
};

}  // namespace

Result<Outcome> match(const model::Inventory& inventory, const AdvisoryLookup& lookup, const Options& options) {
  return Matcher(inventory, lookup, options).run();
}

}  // namespace batten::match
