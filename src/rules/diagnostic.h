// SPDX-License-Identifier: Apache-2.0
//
// What is wrong with a rule file, with the codes that Falco gives (falco_load_result.h), so that its users know them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/place.h"

namespace batten::rules {

enum class DiagnosticCode : std::uint8_t {
  kErrFileRead,
  kErrYamlParse,
  kErrYamlValidate,
  kErrCompileCondition,
  kErrCompileOutput,
  kErrValidate,
  kErrExtension,
  kUnknownSource,  // warnings from here on
  kUnsafeNaCheck,
  kNoEvttype,
  kUnknownFilter,
  kUnusedMacro,
  kUnusedList,
  kUnknownItem,
  kDeprecatedItem,
  kWarningExtension,
  kAppendNoValues,
  kExceptionNameNotUnique,
  kInvalidMacroName,
  kInvalidListName,
  kCompileCondition,
  kUnknownKey,
};

constexpr bool is_error(DiagnosticCode code) { return code < DiagnosticCode::kUnknownSource; }
// "LOAD_ERR_COMPILE_CONDITION", "LOAD_UNKNOWN_KEY".
std::string_view diagnostic_code_name(DiagnosticCode code);

struct Diagnostic {
  DiagnosticCode code = DiagnosticCode::kErrValidate;
  std::string file;
  model::Place place;   // in the file
  std::string item;     // "rule 'Terminal shell in container'"; may be empty
  std::string message;  // what is wrong and what to do

  bool operator==(const Diagnostic&) const = default;
};

using Diagnostics = std::vector<Diagnostic>;

}  // namespace batten::rules
