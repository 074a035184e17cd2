// SPDX-License-Identifier: Apache-2.0
#include "cli/secrets_requests.h"

#include "base/file.h"
#include "base/format.h"
#include "base/text.h"

namespace batten::cli {

Result<std::vector<secrets::Request>> requests_of(const Arguments& arguments) {
  std::vector<secrets::Request> out;
  if (auto words = arguments.options.find("secret"); words != arguments.options.end()) {
    for (const std::string& word : words->second) out.push_back(TRY_IN("--secret", secrets::parse_request(word)));
  }
  std::string file = arguments.value("from", out.empty() && base::is_regular_file(".batten.yaml") ? ".batten.yaml" : "");
  if (!file.empty()) {
    std::vector<secrets::Request> more = TRY(secrets::requests_of_file(file));
    out.insert(out.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  }
  if (out.empty()) return Error{Code::kInvalidArgument, "no secret is named: --secret NAME=REF, or secrets: in .batten.yaml"};
  TRY(secrets::check_distinct(out));
  return out;
}

Result<std::chrono::seconds> seconds_of(const Arguments& arguments, const std::string& option, std::chrono::seconds fallback) {
  if (!arguments.flag(option)) return fallback;
  auto number = base::parse_unsigned(arguments.value(option));
  if (!number || *number == 0 || *number > 10'000'000)
    return Error{Code::kInvalidArgument, format("--{} wants a number of seconds", option)};
  return std::chrono::seconds(*number);
}

Result<DeliveryOptions> delivery_options(const Arguments& arguments) {
  DeliveryOptions out;
  out.on_change = TRY_IN("--on-change", secrets::parse_on_change(arguments.value("on-change", "none")));
  out.rotation.refresh = TRY(seconds_of(arguments, "refresh", out.rotation.refresh));
  out.grace = TRY(seconds_of(arguments, "grace", out.grace));
  return out;
}

void tell(std::string_view text) { (void)base::write_all(2, "batten: secrets: " + base::printable(text) + "\n"); }

}  // namespace batten::cli
