// SPDX-License-Identifier: Apache-2.0
//
// Answers of AWS, its files and commands; the first byte says which. What is given must keep the promises of the headers.
#include "secrets/aws_answers.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "secrets/aws_profiles.h"
#include "secrets/aws_secret.h"
#include "secrets/aws_settings.h"
#include "secrets/command_words.h"

int aws_answers_fuzz(const std::uint8_t* data, std::size_t size);

namespace {

using namespace batten::secrets;

void expect(bool holds) {
  if (!holds) std::abort();
}

void check(const batten::Result<AwsCredentials>& read) {
  if (read) expect(!read->keys.access_key.empty() && !read->keys.secret_key.empty());
}

void check_profiles(std::string_view text, AwsProfiles::File file) {
  AwsProfiles profiles;
  auto added = profiles.add(text, file);
  expect(added || !added.error().message.empty());
  expect(profiles.has("default") || profiles.value("default", "region").empty());
}

}  // namespace

int aws_answers_fuzz(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0]) {
    case '0': check(credentials_from_json(text)); break;
    case '1': check(credentials_from_json(text, true)); break;
    case '2': check(credentials_from_sts(text)); break;
    case '3': {
      AwsFailure failure = failure_from(text, text.substr(0, 10));
      expect(failure.type.size() <= 400 && !aws_error("a", 400, failure).message.empty());
      break;
    }
    case '4':
      if (auto value = read_secret_value(text)) expect(!value->value.empty());
      break;
    case '5':
      if (auto versions = read_version_stages(text))
        expect(!version_with_stage(*versions, "AWSCURRENT").contains('\n') || !versions->empty());
      break;
    case '6':
      if (auto names = read_secret_names(text)) {
        for (const std::string& name : names->names) expect(!name.empty());
      }
      break;
    case '7': check_profiles(text, AwsProfiles::File::kConfig); break;
    case '8': check_profiles(text, AwsProfiles::File::kCredentials); break;
    default:
      if (auto words = command_words(text)) expect(!words->empty() && !words->front().empty());
      if (std::string region = region_of_arn(text); !region.empty()) expect(check_aws_region(region).has_value());
  }
  return 0;
}
