// SPDX-License-Identifier: Apache-2.0
//
// The parts of SARIF 2.1.0 that reports of findings and of checks share.
#pragma once

#include <string>
#include <string_view>

#include "base/json.h"
#include "base/note.h"
#include "model/advisory.h"

namespace batten::report {

// "error", "warning", "note".
std::string_view sarif_level(model::Severity severity);
// What services sort by: a number of CVSS's bands. score counts as far as it stays in the band of the severity; 0: the band's middle. Empty
// for an unknown severity.
std::string sarif_security_severity(model::Severity severity, double score);
// RFC 3986: what is not unreserved or a slash is written as %XX.
std::string sarif_path(std::string_view path);
// "NAME": {"text": TEXT}
void sarif_message(json::Writer& out, std::string_view name, std::string_view text);
// Up to the open object of runs[0].tool.driver.
void sarif_begin(json::Writer& out);
void sarif_notification(json::Writer& out, std::string_view level, std::string_view text);
// invocations, with a notification per note that is more than information; extra: those that go before.
void sarif_invocation(json::Writer& out, const base::Notes& notes, void (*extra)(json::Writer& out, std::size_t results) = nullptr,
                      std::size_t results = 0);

}  // namespace batten::report
