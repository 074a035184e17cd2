// SPDX-License-Identifier: Apache-2.0
#include "policy/vex.h"

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <unordered_map>

#include "base/format.h"
#include "base/text.h"
#include "policy/vex_match.h"

namespace batten::policy {
namespace {

using model::Finding;
using model::Purl;

class Statements {
 public:
  Statements(std::span<const VexStatement> statements, const model::Report& report)
      : statements_(statements), report_(report), product_(report), purls_(report.packages.size()), used_(statements.size()) {
    is_scanned_.resize(statements.size());
    for (std::size_t i = 0; i < statements.size(); ++i) {
      for (const std::string& id : statements[i].ids) by_id_[base::lower(id)].push_back(i);
      for (const VexProduct& product : statements[i].products) is_scanned_[i].push_back(product_.is(product.component));
    }
  }

  const VexStatement* newest_about(const Finding& finding) {
    std::optional<std::size_t> best;
    auto consider = [&](const std::string& id) {
      auto at = by_id_.find(base::lower(id));
      if (at == by_id_.end()) return;
      for (std::size_t i : at->second) {
        if (!is_about(i, finding.package_index)) continue;
        used_[i] = true;
        if (!best || std::pair(time_of(*best), *best) < std::pair(time_of(i), i)) best = i;
      }
    };
    consider(finding.id);
    for (const std::string& alias : finding.aliases) consider(alias);
    return best ? &statements_[*best] : nullptr;
  }

  base::Notes unused() const {
    std::map<std::string, std::pair<std::size_t, std::size_t>> counts;
    for (std::size_t i = 0; i < statements_.size(); ++i) {
      auto& [unused, all] = counts[statements_[i].source];
      ++all;
      if (!used_[i]) ++unused;
    }
    base::Notes out;
    for (const auto& [source, count] : counts) {
      if (count.first > 0)
        out.push_back({base::Note::Kind::kInfo, source, format("{} of {} statements match no finding", count.first, count.second), ""});
    }
    return out;
  }

 private:
  std::int64_t time_of(std::size_t i) const { return statements_[i].timestamp.value_or(std::numeric_limits<std::int64_t>::min()); }

  bool is_about(std::size_t i, std::size_t package) {
    const std::vector<VexProduct>& products = statements_[i].products;
    for (std::size_t k = 0; k < products.size(); ++k) {
      if (products[k].subcomponents.empty()) {
        if (is_scanned_[i][k] || names(products[k].component, package)) return true;
      } else if (is_scanned_[i][k] && std::any_of(products[k].subcomponents.begin(), products[k].subcomponents.end(),
                                                  [&](const VexComponent& part) { return names(part, package); })) {
        return true;
      }
    }
    return false;
  }

  bool names(const VexComponent& component, std::size_t index) {
    const model::Package& package = report_.packages[index];
    std::optional<Purl>& own = purls_[index];
    if (!own) own = model::parse_purl(package.purl).value_or(Purl{});
    return std::any_of(component.purls.begin(), component.purls.end(),
                       [&](const Purl& purl) { return is_package(purl, package, *own, report_.distro); });
  }

  std::span<const VexStatement> statements_;
  const model::Report& report_;
  ScannedProduct product_;
  std::vector<std::optional<Purl>> purls_;  // of the packages, parsed when they are first asked for
  std::vector<bool> used_;
  std::vector<std::vector<bool>> is_scanned_;  // of a statement's products: is it what was scanned?
  std::unordered_map<std::string, std::vector<std::size_t>> by_id_;
};

void add_part(std::string& text, std::string_view part) {
  if (!part.empty()) text += ": " + std::string(part);
}

void decide(const VexStatement& statement, Finding& finding) {
  std::string text = statement.source;
  if (statement.status == VexStatus::kNotAffected) {
    add_part(text, statement.justification);
    add_part(text, statement.impact);
  } else {
    add_part(text, vex_status_name(statement.status));
    add_part(text, statement.action.empty() ? statement.impact : statement.action);
  }
  if (statement.status == VexStatus::kNotAffected || statement.status == VexStatus::kFixed) {
    if (finding.suppressed_by.empty()) finding.suppressed_by = std::move(text);
    return;
  }
  std::string& note = finding.explanation.note;
  note += (note.empty() ? "" : "; ") + text;
}

}  // namespace

void apply_vex(std::span<const VexStatement> given, model::Report& report) {
  if (given.empty()) return;
  Statements statements(given, report);
  for (Finding& finding : report.findings) {
    if (const VexStatement* statement = statements.newest_about(finding)) decide(*statement, finding);
  }
  base::Notes unused = statements.unused();
  report.notes.insert(report.notes.end(), unused.begin(), unused.end());
}

}  // namespace batten::policy
