// SPDX-License-Identifier: Apache-2.0
//
// An alert as bytes, for the queue on disk: a version, then its members in their order, texts with their length in front.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "model/alert.h"

namespace batten::alert {

std::string encode_alert(const model::Alert& alert);
// corrupt, or unsupported (of another version).
Result<model::Alert> decode_alert(std::string_view bytes);

}  // namespace batten::alert
