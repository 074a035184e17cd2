// SPDX-License-Identifier: Apache-2.0
//
// A text for people from an alert, by a template: "{priority}: {rule}: {output}". Words: rule, priority, output, message, hostname, source,
// time, tags, container, image, namespace, pod; "{field:proc.name}" is a field of the alert. "{{" is a brace. What an alert does not have
// is "<NA>".
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "model/alert.h"

namespace batten::alert {

// invalid_argument: a word that there is not, a brace that is not closed.
Result<void> check_message_text(std::string_view text);
// Values pass through escape, the template's own text does not.
std::string message_text(std::string_view text, const model::Alert& alert, const std::function<std::string(std::string_view)>& escape);

}  // namespace batten::alert
