// SPDX-License-Identifier: Apache-2.0
//
// An alert as Falco writes it, in JSON and as a line of text, so that whoever reads Falco's alerts reads these.
#pragma once

#include <string>

#include "base/json.h"
#include "model/alert.h"

namespace batten::model {

// One line without its end: {"hostname":..,"message":..,"output":..,"output_fields":{..},"priority":..,"rule":..,"source":..,"tags":[..],
// "time":..}. Keys, fields and tags are sorted, as Falco's are; message is there when the alert has one. Bytes that are not UTF-8 become
// U+FFFD.
std::string alert_json(const Alert& alert);
// The same as a part of more.
void write_alert(json::Writer& writer, const Alert& alert);

// "2026-11-24T09:39:00.123456789Z".
std::string alert_time(std::uint64_t time_ns);
// "09:39:00.123456789: Warning The text", in local time; as it is, for a file. The "output" of the JSON.
std::string alert_line(const Alert& alert);
// A field's value as JSON.
void write_alert_value(json::Writer& writer, const AlertValue& value);
// As outputs print it: "<NA>" for none, lists as "(a,b)".
std::string alert_value_text(const AlertValue& value);

}  // namespace batten::model
