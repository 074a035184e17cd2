// SPDX-License-Identifier: Apache-2.0
#include "scan/session.h"

#include "base/heap.h"
#include "leaks/fingerprint.h"
#include "leaks/patterns.h"
#include "packages/claims.h"
#include "scan/catalog_visitor.h"

namespace batten::scan {
namespace {

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
      progress_(progress) {}

void Session::want_leaks(const std::string& fingerprint_key) {
  leak_key_ = fingerprint_key;
  worker_.set_leak_search(fingerprint_key, "leaks " + leaks::Patterns::all().revision() + " " + leaks::key_id(fingerprint_key));
}

Result<std::unique_ptr<Session>> Session::start(std::string cache_directory, base::Progress& progress) {
  prepare_catalogers();
  sandbox::Sandbox sandbox = TRY(sandbox::Sandbox::start(&handle));
  base::expect_large_heap();
  return std::unique_ptr<Session>(new Session(std::move(sandbox), std::move(cache_directory), progress));
}

}  // namespace batten::scan
