// SPDX-License-Identifier: Apache-2.0
#include "secrets/aws_settings.h"

#include <algorithm>
#include <utility>

#include "base/format.h"
#include "base/text.h"
#include "http/client.h"

namespace batten::secrets {
namespace {

// Regions with names of their own; the rest are below amazonaws.com and api.aws.
struct Partition {
  std::string_view prefix, suffix, dual_stack;
};
constexpr Partition kPartitions[] = {
    {"cn-", "amazonaws.com.cn", "api.amazonwebservices.com.cn"},
    {"eusc-", "amazonaws.eu", "api.amazonwebservices.eu"},
    {"us-iso-", "c2s.ic.gov", ""},
    {"us-isob-", "sc2s.sgov.gov", ""},
    {"us-isof-", "csp.hci.ic.gov", ""},
    {"eu-isoe-", "cloud.adc-e.uk", ""},
    {"", "amazonaws.com", "api.aws"},
};

std::string configured_endpoint(const AwsSettings& settings, const AwsService& service) {
  if (settings.is_true("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS")) return {};
  for (std::string_view name : {service.variable, std::string_view("AWS_ENDPOINT_URL")}) {
    if (std::string url = settings.environment(std::string(name).c_str()); !url.empty()) return url;
  }
  std::string_view services = settings.of_profile("services");
  std::string_view url = settings.profiles.service_value(services, std::string(service.setting) + ".endpoint_url");
  return std::string(url.empty() ? settings.of_profile("endpoint_url") : url);
}

}  // namespace

bool AwsSettings::is_true(const char* name) const { return base::lower(environment(name)) == "true"; }

Result<AwsSettings> read_aws_settings(const Surroundings& surroundings) {
  AwsProfiles profiles = TRY(AwsProfiles::read(surroundings));
  AwsSettings out{.surroundings = surroundings, .profiles = std::move(profiles), .region = {}};
  for (const char* name : {"AWS_PROFILE", "AWS_DEFAULT_PROFILE"}) {
    if (out.profile_is_named) break;
    std::string profile = surroundings.environment(name);
    if (profile.empty()) continue;
    out.profile = std::move(profile);
    out.profile_is_named = true;
  }
  if (out.profile_is_named && !out.profiles.has(out.profile))
    return Error{Code::kInvalidArgument, "AWS_PROFILE: no profile is called " + base::printable(out.profile)};
  out.region = surroundings.environment("AWS_REGION");
  if (out.region.empty()) out.region = surroundings.environment("AWS_DEFAULT_REGION");
  if (out.region.empty()) out.region = out.of_profile("region");
  if (!out.region.empty()) TRY(check_aws_region(out.region));
  return out;
}

Result<void> check_aws_region(std::string_view region) {
  bool good = !region.empty() && region.size() <= 40 && region.front() != '-' &&
              std::ranges::all_of(region, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
  if (good) return {};
  return Error{Code::kInvalidArgument, base::printable(region.substr(0, 60)) + " is no region of AWS; one is written eu-central-1"};
}

Result<std::string> aws_endpoint(const AwsSettings& settings, const AwsService& service, std::string_view region) {
  TRY(check_aws_region(region));
  if (std::string url = configured_endpoint(settings, service); !url.empty()) {
    http::Url parts = TRY_IN("the endpoint of AWS", http::parse_url(url));
    if ((parts.scheme != "http" && parts.scheme != "https") || !parts.query.empty())
      return Error{Code::kInvalidArgument, "the endpoint of AWS " + http::shown_url(url) + " is not http://HOST or https://HOST"};
    while (url.ends_with('/')) url.pop_back();
    return url;
  }
  const Partition& partition = *std::ranges::find_if(kPartitions, [&](const Partition& one) { return region.starts_with(one.prefix); });
  bool dual = settings.is_true("AWS_USE_DUALSTACK_ENDPOINT");
  if (dual && partition.dual_stack.empty())
    return Error{Code::kInvalidArgument, format("AWS_USE_DUALSTACK_ENDPOINT: region {} has no such addresses", region)};
  return format("https://{}{}.{}.{}", service.host, settings.is_true("AWS_USE_FIPS_ENDPOINT") ? "-fips" : "", region,
                dual ? partition.dual_stack : partition.suffix);
}

std::string region_of_arn(std::string_view text) {
  std::vector<std::string_view> parts = base::split(text, ':');
  bool is_one =
      parts.size() >= 7 && parts[0] == "arn" && parts[2] == "secretsmanager" && parts[5] == "secret" && check_aws_region(parts[3]);
  return is_one ? std::string(parts[3]) : std::string();
}

}  // namespace batten::secrets
