// SPDX-License-Identifier: Apache-2.0
//
// What comes before one container takes another's place: the ordered image is in the engine and is the right one, and all that the
// replacement needs is known. Nothing that runs is changed here.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "update/json_value.h"
#include "update/swap.h"
#include "update/target.h"

namespace batten::update {

struct FetchedImage {
  std::string id;                       // of its configuration
  std::string digest, repository, tag;  // tag: what it is called once it is kept; all empty: it came from no registry
};
// Pulled by the order's digest, with the credentials that there are for its registry. Without a digest: the engine has it already, as what
// it was built as, or by its name.
Result<FetchedImage> fetch_image(const Order& order, World& world);
// The same for an image that was fetched before.
Result<FetchedImage> fetched_image(const Order& order, const std::string& id);

// conflict: it is paused, or does not run, so that nothing could be proved healthy.
Result<void> check_runs(const JsonValue& inspect);

// "linux/arm64"; empty: not known.
std::string platform_text(const model::Platform& platform);

struct Prepared {
  Swap swap;  // without the names that have the operation's id in them
  std::vector<std::string> messages;
};
// From the engine's answer about the old container.
Result<Prepared> prepare_swap(const Order& order, std::string_view inspect, const FetchedImage& image, engine::Client& client);
// unique: nobody else has names with it.
void name_swap(Swap& swap, std::string_view unique);

}  // namespace batten::update
