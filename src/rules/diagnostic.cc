// SPDX-License-Identifier: Apache-2.0
#include "rules/diagnostic.h"

#include <array>

namespace batten::rules {
namespace {

constexpr auto kNames = std::to_array<std::string_view>({
    "LOAD_ERR_FILE_READ",      "LOAD_ERR_YAML_PARSE",
    "LOAD_ERR_YAML_VALIDATE",  "LOAD_ERR_COMPILE_CONDITION",
    "LOAD_ERR_COMPILE_OUTPUT", "LOAD_ERR_VALIDATE",
    "LOAD_ERR_EXTENSION",      "LOAD_UNKNOWN_SOURCE",
    "LOAD_UNSAFE_NA_CHECK",    "LOAD_NO_EVTTYPE",
    "LOAD_UNKNOWN_FILTER",     "LOAD_UNUSED_MACRO",
    "LOAD_UNUSED_LIST",        "LOAD_UNKNOWN_ITEM",
    "LOAD_DEPRECATED_ITEM",    "LOAD_WARNING_EXTENSION",
    "LOAD_APPEND_NO_VALUES",   "LOAD_EXCEPTION_NAME_NOT_UNIQUE",
    "LOAD_INVALID_MACRO_NAME", "LOAD_INVALID_LIST_NAME",
    "LOAD_COMPILE_CONDITION",  "LOAD_UNKNOWN_KEY",
});
static_assert(kNames.size() == static_cast<std::size_t>(DiagnosticCode::kUnknownKey) + 1);

}  // namespace

std::string_view diagnostic_code_name(DiagnosticCode code) { return kNames[static_cast<std::size_t>(code)]; }

}  // namespace batten::rules
