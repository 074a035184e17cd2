// SPDX-License-Identifier: Apache-2.0
#include "cli/update_build.h"

#include <algorithm>

#include "base/note.h"
#include "cli/decisions.h"
#include "cli/scan_options.h"
#include "cli/update_scanner.h"
#include "scan/session.h"
#include "update/approvals.h"
#include "update/failed_updates.h"
#include "update/history.h"

namespace batten::cli {
namespace {

constexpr std::size_t kMaxHistory = 100'000;

// As for a plan; advisories and decisions as they are by then.
Result<update::ImageFacts> scan_built(const Arguments& arguments, Context& context, const std::string& image,
                                      const model::Platform& platform) {
  auto session = TRY(scan::Session::start(cache_directory_of(arguments), context.progress));
  UpdateScanner scanner(TRY(scan_options(arguments)), TRY(read_decisions(arguments)), cache_directory_of(arguments), *session);
  return scanner.scan(image, platform);
}

std::string failed_before(const std::string& subject, const model::Digest& image) {
  base::Notes notes;
  const auto entries = update::read_history(update::state_directory(), {}, kMaxHistory, notes);
  return entries ? update::FailedUpdates(*entries).refusal(subject, image) : std::string();
}

}  // namespace

Result<void> check_build_options(const Arguments& arguments) {
  const bool is_watch = !arguments.positional.empty() && arguments.positional[0] == "watch";
  if (arguments.flag("build-context") && !arguments.flag("build"))
    return Error{Code::kInvalidArgument, "--build-context goes with --build"};
  if (arguments.flag("build-context") && arguments.positional.size() != 2)
    return Error{Code::kInvalidArgument, "--build-context is of one subject: name one TARGET"};
  if (is_watch && arguments.flag("build") && !arguments.flag("apply"))
    return Error{Code::kInvalidArgument, "update watch --build goes with --apply: otherwise it only tells"};
  return {};
}

Result<update::BuildWorld> build_world(const Arguments& arguments, Context& context) {
  update::BuildWorld out;
  out.scan = [&arguments, &context](const std::string& image, const model::Platform& platform) {
    return scan_built(arguments, context, image, platform);
  };
  if (!arguments.flag("retry-failed")) out.failed = failed_before;
  out.directory = update::state_directory() + "/builds";
  return out;
}

}  // namespace batten::cli
