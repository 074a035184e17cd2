// SPDX-License-Identifier: Apache-2.0
#include "scan/session.h"

#include <algorithm>
#include <vector>

#include "base/heap.h"
#include "base/text.h"
#include "base/xml.h"
#include "checks/secret_words.h"
#include "leaks/fingerprint.h"
#include "leaks/patterns.h"
#include "packages/claims.h"
#include "scan/catalog_visitor.h"

namespace batten::scan {
namespace {

// By names and forms: enough to decide that a configuration is read again next time rather than kept.
bool holds_secret(const model::ImageConfig& config) {
  auto is_secret = [](std::string_view setting) {
    std::size_t equals = std::min(setting.find('='), setting.size());
    std::string_view value = setting.substr(std::min(equals + 1, setting.size()));
    return checks::is_secret_setting(setting.substr(0, equals), value) || !checks::secret_form(setting).empty();
  };
  auto in_words = [&](std::string_view text) {
    std::vector<std::string_view> words = base::words(text);
    return std::ranges::any_of(words, is_secret);
  };
  return std::ranges::any_of(config.env, is_secret) ||
         std::ranges::any_of(config.labels,
                             [&](const auto& label) { return is_secret(label.first + "=" + label.second) || in_words(label.second); }) ||
         std::ranges::any_of(config.history,
                             [&](const model::HistoryEntry& entry) { return in_words(entry.created_by) || in_words(entry.comment); });
}

// All that a worker ever does.
Result<std::string> handle(std::string_view request, std::span<const int> fds, const sandbox::Tick& tick) {
  return image::handle_request(request, fds, tick, &make_catalog_visitor);
}

}  // namespace

Session::Session(sandbox::Sandbox sandbox, std::string cache_directory, base::Progress& progress)
    : sandbox_(std::move(sandbox)),
      worker_(sandbox_),
      cache_(std::move(cache_directory), packages::analyser_revision()),
      parser_(worker_, cache_),
      progress_(progress) {
  parser_.never_keep(holds_secret);
}

void Session::want_leaks(const std::string& fingerprint_key) {
  leak_key_ = fingerprint_key;
  worker_.set_leak_search(fingerprint_key, "leaks " + leaks::Patterns::all().revision() + " " + leaks::key_id(fingerprint_key));
}

Result<std::unique_ptr<Session>> Session::start(std::string cache_directory, base::Progress& progress) {
  prepare_catalogers();
  xml::prepare();
  sandbox::Sandbox sandbox = TRY(sandbox::Sandbox::start(&handle));
  base::expect_large_heap();
  return std::unique_ptr<Session>(new Session(std::move(sandbox), std::move(cache_directory), progress));
}

}  // namespace batten::scan
