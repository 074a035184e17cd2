// SPDX-License-Identifier: Apache-2.0
#include "secrets/replace.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace batten::secrets {
namespace {

using std::chrono::milliseconds;

Result<void> wait_until_well(const Surroundings& world, const ReplaceOptions& options) {
  auto end = world.now() + options.well_within;
  for (;;) {
    Result<void> well = options.is_well();
    if (well || world.now() >= end) return well;
    world.sleep(options.between);
  }
}

// What the old version still does that could not be taken from it.
void retire(Session& session, const Reference& reference, Replaced& out) {
  Result<void> retired = session.retire_previous(reference);
  if (retired) {
    out.end = Replaced::End::kRetired;
  } else {
    out.notes.push_back("the version before was not retired: " + retired.error().message);
  }
}

}  // namespace

Result<Replaced> replace_secret(Sessions& sessions, const Reference& reference, const base::SecretBytes& value,
                                const ReplaceOptions& options) {
  if (value.empty()) return Error{Code::kInvalidArgument, "an empty value is no secret"};
  if (std::ranges::any_of(reference.options, [](const auto& option) { return option.first == "version" || option.first == "stage"; }))
    return Error{Code::kInvalidArgument, to_string(reference) + ": a new value goes to no version that is there; leave the option away"};
  Session* session = TRY(sessions.of(reference));
  Result<Secret> before = session->get(reference);
  if (!before && before.error().code != Code::kNotFound) return base::in_context(to_string(reference), before.error());
  if (before && before->value.equals(value.view())) return Error{Code::kConflict, to_string(reference) + ": that is its value already"};

  Replaced out;
  out.version = TRY_IN(to_string(reference), session->put(reference, value.view()));
  if (options.settle.count() > 0) sessions.surroundings().sleep(options.settle);
  Result<void> well = options.is_well ? wait_until_well(sessions.surroundings(), options) : Result<void>();
  if (well) {
    if (before) retire(*session, reference, out);
    return out;
  }
  out.notes.push_back("with the new value it is not well: " + well.error().message);
  if (!before) {
    out.notes.emplace_back("there is no old value to put back");
    return out;
  }
  Result<std::string> back = session->put(reference, before->value.view());
  if (!back)
    return Error{back.error().code,
                 to_string(reference) + ": " + out.notes.back() + "; the old value could NOT be put back: " + back.error().message};
  out.version = *back;
  retire(*session, reference, out);
  out.end = Replaced::End::kPutBack;
  return out;
}

}  // namespace batten::secrets
