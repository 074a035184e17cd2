// SPDX-License-Identifier: Apache-2.0
#include "match/match.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>

#include "base/format.h"
#include "base/time.h"
#include "match/channel.h"
#include "match/describe.h"
#include "match/end_of_life.h"
#include "match/verdict.h"
#include "version/scheme.h"

namespace batten::match {
namespace {

using base::Note;
using model::Advisory;
using model::Finding;
using model::Package;

class Matcher {
 public:
  Matcher(const model::Inventory& inventory, const AdvisoryLookup& lookup, const Options& options)
      : inventory_(inventory), lookup_(lookup), options_(options) {}

  Result<Outcome> run() {
    std::optional<Channel> channel = channel_for(inventory_.distro);
    if (channel) TRY(match_system_packages(*channel));
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

  Result<void> match_system_packages(const Channel& channel) {
    out_.feeds.push_back(lookup_.info(channel.feed));
    if (!lookup_.has(channel.feed)) {
      out_.notes.push_back(
          {Note::Kind::kSkipped, "advisories",
           format("feed {} is not in the database: nothing is known about vulnerabilities of {}", channel.feed, distro_name()),
           format("batten db update {}", channel.feed)});
      return {};
    }
    bool known = lookup_.has_ecosystem(channel.feed, channel.ecosystem);
    bool known_pro = !channel.pro_ecosystem.empty() && lookup_.has_ecosystem(channel.feed, channel.pro_ecosystem);
    if (!known && !known_pro) {
      out_.notes.push_back({Note::Kind::kSkipped, "advisories", format("feed {} says nothing about {}", channel.feed, channel.ecosystem),
                            "a release that is too new or too old for the feed's data"});
      return {};
    }
    if (!channel.approximation.empty()) out_.notes.push_back({Note::Kind::kDegraded, "advisories", channel.approximation, ""});
    const version::Scheme* scheme = version::find_scheme(channel.scheme);
    if (scheme == nullptr) return Error{Code::kInternal, "no version scheme " + channel.scheme};
    matched_type_ = channel.package_type;
    for (std::size_t i = 0; i < inventory_.packages.size(); ++i) {
      if (inventory_.packages[i].type == channel.package_type) TRY(match_package(i, channel, *scheme, known_pro));
    }
    return {};
  }

  // Rows of a name, looked up once: many binary packages come from one source.
  Result<const std::vector<Advisory>*> rows(const Channel& channel, const std::string& ecosystem, const std::string& name) {
    auto [at, is_new] = rows_.try_emplace(ecosystem + '\0' + name);
    if (is_new) at->second = TRY(lookup_.advisories(channel.feed, ecosystem, name));
    return &at->second;
  }

  Result<void> match_package(std::size_t index, const Channel& channel, const version::Scheme& scheme, bool with_pro) {
    const Package& package = inventory_.packages[index];
    const std::string& name = channel.by_source && !package.source_name.empty() ? package.source_name : package.name;
    const std::string& installed = channel.by_source && !package.source_version.empty() ? package.source_version : package.version;
    struct Rows {
      std::vector<const Advisory*> base, pro;
    };
    std::map<std::string, Rows> by_vulnerability;
    for (const Advisory& row : *TRY(rows(channel, channel.ecosystem, name))) {
      if (row_applies(row, package)) by_vulnerability[row.vulnerability_id].base.push_back(&row);
    }
    if (with_pro) {
      for (const Advisory& row : *TRY(rows(channel, channel.pro_ecosystem, name))) {
        if (row_applies(row, package)) by_vulnerability[row.vulnerability_id].pro.push_back(&row);
      }
    }
    for (const auto& [id, found] : by_vulnerability) {
      std::optional<RowVerdict> verdict = judge(found.base, found.pro, package, installed, channel, scheme);
      if (verdict) out_.findings.push_back(describe(*verdict, index, package, installed, name, channel, lookup_));
    }
    return {};
  }

  void note_what_was_not_matched(const std::optional<Channel>& channel) {
    std::map<std::string, std::size_t> unmatched;
    for (const Package& package : inventory_.packages) {
      if (package.type != matched_type_) ++unmatched[package.type];
    }
    if (inventory_.packages.empty()) {
      out_.notes.push_back({Note::Kind::kSkipped, "packages", "no package database was found: nothing can be said about vulnerabilities",
                            "programs that were copied in without a package manager are not recognised"});
      return;
    }
    if (!channel) {
      std::string who = inventory_.distro.known() ? distro_name() : "an unknown distribution";
      out_.notes.push_back({Note::Kind::kSkipped, "advisories",
                            format("no feed is about {}: nothing can be said about its {} packages", who, inventory_.packages.size()), ""});
      return;
    }
    for (const auto& [type, count] : unmatched) {
      if (type == channel->package_type) continue;  // told above
      out_.notes.push_back(
          {Note::Kind::kSkipped, "advisories", format("{} packages of type {} were not matched: no feed for them", count, type), ""});
    }
  }

  void note_end_of_life() {
    std::optional<EndOfLife> end = end_of_life(inventory_.distro);
    if (!end || options_.date == 0) return;
    auto last = base::parse_time(end->date);
    if (!last || options_.date <= *last + 86400) return;
    std::string message =
        format("{} gets no more security updates since {}: what is found later will not be fixed", distro_name(), end->date);
    out_.notes.push_back({Note::Kind::kDegraded, "end of life", message,
                          end->extended.empty() ? "move to a newer release" : end->extended + ", or move to a newer release"});
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
    for (Finding& finding : out_.findings) add_exploitation(finding, lookup_);
    for (const char* feed : {"kev", "epss"}) {
      model::FeedInfo info = lookup_.info(feed);
      if (lookup_.has(feed)) {
        out_.feeds.push_back(info);
      } else if (!out_.findings.empty()) {
        info.problem = "not in the database";
        out_.feeds.push_back(info);
        out_.notes.push_back({Note::Kind::kDegraded, "advisories",
                              format("feed {} is not in the database: findings can't be ranked by it", feed),
                              format("batten db update {}", feed)});
      }
    }
  }

  void sort() {
    auto key = [&](const Finding& finding) {
      const Package& package = inventory_.packages[finding.package_index];
      return std::tuple(-static_cast<int>(finding.severity), std::string_view(finding.id), std::string_view(package.name),
                        std::string_view(package.arch), finding.package_index);
    };
    std::sort(out_.findings.begin(), out_.findings.end(), [&](const Finding& a, const Finding& b) { return key(a) < key(b); });
  }

  const model::Inventory& inventory_;
  const AdvisoryLookup& lookup_;
  const Options& options_;
  std::string matched_type_;
  std::unordered_map<std::string, std::vector<Advisory>> rows_;
  Outcome out_;
};

}  // namespace

Result<Outcome> match(const model::Inventory& inventory, const AdvisoryLookup& lookup, const Options& options) {
  return Matcher(inventory, lookup, options).run();
}

}  // namespace batten::match
