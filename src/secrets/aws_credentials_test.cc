// SPDX-License-Identifier: Apache-2.0
//
// Every source of credentials, their order, and what each does when it fails.
#include "secrets/aws_credentials.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "base/file.h"
#include "base/time.h"
#include "secrets/aws_container.h"
#include "secrets/aws_test_world.h"

namespace batten::secrets {
namespace {

using http::LoopbackServer;

struct Chain : testing::Test {
  AwsTestWorld world;
  std::string folder;
  int calls = 0;
  std::vector<std::string> requests;

  void SetUp() override {
    world.variables.erase("AWS_ACCESS_KEY_ID");
    world.variables.erase("AWS_SECRET_ACCESS_KEY");
    folder = testing::TempDir() + "aws_" + testing::UnitTest::GetInstance()->current_test_info()->name();
    std::filesystem::create_directories(folder);
  }
  void TearDown() override { std::filesystem::remove_all(folder); }

  std::string file(const std::string& name, std::string_view text) {
    std::string path = folder + "/" + name;
    EXPECT_TRUE(base::write_file_atomic(path, text));
    return path;
  }
  void config(std::string_view text) { world.variables["AWS_CONFIG_FILE"] = file("config", text); }

  // "KEY SECRET TOKEN" of what the chain gives, or "CODE: message".
  std::string found() {
    Result<AwsSettings> settings = read_aws_settings(world.surroundings());
    if (!settings) return std::string(base::code_name(settings.error().code)) + ": " + settings.error().message;
    AwsClient client(world.surroundings());
    AwsCredentialChain chain(*settings, client);
    Result<const AwsCredentials*> out = chain.current();
    if (!out) return std::string(base::code_name(out.error().code)) + ": " + out.error().message;
    const AwsKeys& keys = (*out)->keys;
    return keys.access_key + " " + std::string(keys.secret_key.view()) + " " + std::string(keys.session_token.view());
  }
};

std::string sts_answer(std::string_view action, std::string_view key) {
  return LoopbackServer::answer(200, format("<{0}Response xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">\n<{0}Result>\n<Credentials>"
                                            "<AccessKeyId>{1}</AccessKeyId>\n<SecretAccessKey>secret-of-{1}</SecretAccessKey>"
                                            "<SessionToken>token-of-{1}</SessionToken><Expiration>2027-01-01T00:00:00Z</Expiration>"
                                            "</Credentials></{0}Result></{0}Response>",
                                            action, key));
}

TEST_F(Chain, TheEnvironmentComesFirst) {
  config("[default]\naws_access_key_id = AKPROFILE\naws_secret_access_key = p\n");
  world.variables["AWS_ACCESS_KEY_ID"] = "AKENV";
  world.variables["AWS_SECRET_ACCESS_KEY"] = "e";
  world.variables["AWS_SESSION_TOKEN"] = "t";
  EXPECT_EQ(found(), "AKENV e t");
  world.variables.erase("AWS_SECRET_ACCESS_KEY");
  EXPECT_EQ(found(), "invalid argument: only one of AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY is set");
}

TEST_F(Chain, NothingAnywhereNamesWhatWasAsked) {
  std::string said = found();
  EXPECT_TRUE(said.starts_with("denied: no credentials for AWS")) << said;
  EXPECT_TRUE(said.contains("AWS_ACCESS_KEY_ID") && said.contains("AWS_EC2_METADATA_DISABLED")) << said;
}

TEST_F(Chain, KeysOfAProfileAndWhatTheCredentialsFileSaysFirst) {
  config("# mine\n[profile dev]\nregion=eu-west-3\naws_access_key_id=AKCONFIG\n");
  world.variables["AWS_SHARED_CREDENTIALS_FILE"] =
      file("credentials", "[dev]\naws_access_key_id = AKSHARED\r\naws_secret_access_key = s/e+c= ; why\n[other]\n");
  world.variables["AWS_PROFILE"] = "dev";
  EXPECT_EQ(found(), "AKSHARED s/e+c= ");
  world.variables["AWS_PROFILE"] = "gone";
  EXPECT_EQ(found(), "invalid argument: AWS_PROFILE: no profile is called gone");
  config("[default]\nwhat is this\n");
  EXPECT_TRUE(found().contains("line 2: neither [section] nor NAME = VALUE")) << found();
}

TEST_F(Chain, AProgramPrintsThem) {
  std::string script =
      file("helper one", "#!/bin/sh\necho '{\"Version\": 1, \"AccessKeyId\": \"AKPROC\", \"SecretAccessKey\": \"'$1'\"}'\n");
  std::filesystem::permissions(script, std::filesystem::perms::owner_all);
  config("[default]\ncredential_process = \"" + script + "\" 'a b'\n");
  EXPECT_EQ(found(), "corrupt: profile default: credential_process " + script + ": credentials with characters that none has");
  config("[default]\ncredential_process = \"" + script + "\" ab\n");
  EXPECT_EQ(found(), "AKPROC ab ");
  file("helper one", "#!/bin/sh\necho a-value; echo locked >&2; exit 3\n");
  std::filesystem::permissions(script, std::filesystem::perms::owner_all);
  EXPECT_TRUE(found().ends_with("status 3: locked")) << found();
  EXPECT_FALSE(found().contains("a-value"));
  config("[default]\ncredential_process = " + folder + "/gone\n");
  EXPECT_TRUE(found().starts_with("not found: profile default: credential_process")) << found();
}

TEST_F(Chain, ARoleIsAssumedWithTheKeysBehindIt) {
  LoopbackServer sts([&](const std::string& request) {
    requests.push_back(request);
    return sts_answer("AssumeRole", "ASIAROLE" + std::to_string(requests.size()));
  });
  world.variables["AWS_ENDPOINT_URL_STS"] = sts.url();
  config(
      "[profile base]\naws_access_key_id = AKBASE\naws_secret_access_key = b\n"
      "[profile middle]\nrole_arn = arn:aws:iam::1:role/middle\nsource_profile = base\n"
      "[profile top]\nrole_arn = arn:aws:iam::1:role/top\nsource_profile = middle\nexternal_id = a/b\nrole_session_name=me\n"
      "duration_seconds = 900\n");
  world.variables["AWS_PROFILE"] = "top";
  EXPECT_EQ(found(), "ASIAROLE2 secret-of-ASIAROLE2 token-of-ASIAROLE2");
  ASSERT_EQ(requests.size(), 2u);
  EXPECT_TRUE(header_of(requests[0], "authorization").contains("Credential=AKBASE/20261118/eu-central-1/sts/aws4_request"))
      << header_of(requests[0], "authorization");
  EXPECT_EQ(body_of(requests[0]),
            "Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fmiddle&RoleSessionName=batten-1795000000");
  EXPECT_TRUE(header_of(requests[1], "authorization").contains("Credential=ASIAROLE1/"));
  EXPECT_EQ(header_of(requests[1], "x-amz-security-token"), "token-of-ASIAROLE1");
  EXPECT_EQ(body_of(requests[1]),
            "Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Ftop&RoleSessionName=me&"
            "ExternalId=a%2Fb&DurationSeconds=900");
}

TEST_F(Chain, ARoleThatCannotBeAssumed) {
  std::string answer;
  LoopbackServer sts([&](const std::string&) { return answer; });
  world.variables["AWS_ENDPOINT_URL_STS"] = sts.url();
  config("[default]\naws_access_key_id = AK\naws_secret_access_key = b\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = default\n");
  answer = LoopbackServer::answer(403,
                                  "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>not you</Message></Error>"
                                  "</ErrorResponse>");
  EXPECT_EQ(found(), "denied: profile default: role arn:aws:iam::1:role/r: AssumeRole at " + sts.url() + ": 403 AccessDenied: not you");
  answer = LoopbackServer::answer(200, "<Credentials><AccessKeyId>A</AccessKeyId></Credentials>");
  EXPECT_TRUE(found().starts_with("corrupt: ")) << found();
  answer = LoopbackServer::answer(404, "nothing");
  EXPECT_TRUE(found().starts_with("not found: profile default: role")) << found();

  for (auto [text, expected] : std::initializer_list<std::pair<std::string, std::string>>{
           {"[default]\nrole_arn = arn:a\nsource_profile = b\n[profile b]\nrole_arn = arn:b\nsource_profile = default\n",
            "leads back to it"},
           {"[default]\nrole_arn = arn:a\nsource_profile = gone\n", "gone has no credentials for its role"},
           {"[default]\nrole_arn = arn:a\n", "wants one of source_profile"},
           {"[default]\nrole_arn = arn:a\ncredential_source = Moon\n", "credential_source is none of"},
           {"[default]\nrole_arn = arn:a\ncredential_source = Environment\n", "Environment has no credentials for its role"},
           {"[default]\nrole_arn = arn:a\nsource_profile = b\nmfa_serial = arn:m\n", "mfa_serial"},
           {"[default]\nsso_session = mine\n", "Identity Center (sso) is not supported"},
           {"[default]\naws_access_key_id = A\n", "only one of"},
       }) {
    config(text);
    EXPECT_TRUE(found().contains(expected)) << found();
  }
}

TEST_F(Chain, AWebIdentityIsNotSigned) {
  LoopbackServer sts([&](const std::string& request) {
    requests.push_back(request);
    return requests.size() == 1 ? LoopbackServer::answer(503, "") : sts_answer("AssumeRoleWithWebIdentity", "ASIAWEB");
  });
  world.variables["AWS_ENDPOINT_URL"] = sts.url();
  world.variables["AWS_ROLE_ARN"] = "arn:aws:iam::1:role/pod";
  world.variables["AWS_ROLE_SESSION_NAME"] = "pod-1";
  world.variables["AWS_WEB_IDENTITY_TOKEN_FILE"] = file("token", "a.jwt-token.x\n");
  EXPECT_EQ(found(), "ASIAWEB secret-of-ASIAWEB token-of-ASIAWEB");
  ASSERT_EQ(requests.size(), 2u);
  EXPECT_EQ(header_of(requests[1], "authorization"), "");
  EXPECT_EQ(body_of(requests[1]),
            "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fpod&"
            "RoleSessionName=pod-1&WebIdentityToken=a.jwt-token.x");
  world.variables["AWS_WEB_IDENTITY_TOKEN_FILE"] = folder + "/gone";  // not passed over
  EXPECT_TRUE(found().starts_with("not found: web identity token:")) << found();
  world.variables["AWS_WEB_IDENTITY_TOKEN_FILE"] = file("token", "\n");
  EXPECT_TRUE(found().contains("no web identity token in it")) << found();
  world.variables.erase("AWS_ROLE_ARN");
  EXPECT_TRUE(found().contains("but not AWS_ROLE_ARN")) << found();
}

TEST_F(Chain, AContainerIsServedWithItsToken) {
  LoopbackServer server([&](const std::string& request) {
    requests.push_back(request);
    return requests.size() == 1 ? LoopbackServer::answer(500, "") : credentials_answer("ASIAPOD", "2027-01-01T00:00:00Z");
  });
  world.variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = server.url() + "/v1/credentials?a=b";
  world.variables["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = "not this";
  world.variables["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] = file("token", "Basic abc\n");
  EXPECT_EQ(found(), "ASIAPOD secret-of-ASIAPOD token-of-ASIAPOD");
  ASSERT_EQ(requests.size(), 2u);
  EXPECT_TRUE(requests[1].starts_with("GET /v1/credentials?a=b HTTP/1.1\r\n")) << requests[1];
  EXPECT_EQ(header_of(requests[1], "authorization"), "Basic abc");
  EXPECT_EQ(header_of(requests[1], "host"), server.host());
  world.variables["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] = file("token", "a\r\nX-Evil: 1");
  EXPECT_TRUE(found().contains("more than one line")) << found();
}

TEST(AwsContainer, OnlyTheAddressesOfThisMachineAndOfAwsAreAskedInTheClear) {
  std::vector<std::string> addresses;
  Resolver resolver = [&](const std::string&) -> Result<std::vector<std::string>> { return addresses; };
  auto target = [&](const std::string& uri, std::vector<std::string> found) {
    addresses = std::move(found);
    Result<ContainerTarget> out = container_target(uri, resolver);
    return out ? out->url + " " + out->host : std::string(base::code_name(out.error().code));
  };
  EXPECT_EQ(target("http://eks.example:81/v1", {"169.254.170.23"}), "http://169.254.170.23:81/v1 eks.example:81");
  EXPECT_EQ(target("http://[fd00:ec2::23]/v1", {"fd00:ec2::23"}), "http://[fd00:ec2::23]/v1 [fd00:ec2::23]");
  EXPECT_EQ(target("http://localhost", {"127.0.0.1", "::1"}), "http://127.0.0.1/ localhost");
  EXPECT_EQ(target("https://any.example/a", {}), "https://any.example/a ");
  EXPECT_EQ(target("http://any.example/a", {"192.0.2.1"}), "denied");
  EXPECT_EQ(target("http://any.example/a", {"127.0.0.1", "192.0.2.1"}), "denied");
  EXPECT_EQ(target("http://169.254.169.254/a", {"169.254.169.254"}), "denied");
  EXPECT_EQ(target("http://127.0.0.1.example.com/a", {"10.0.0.1"}), "denied");
  EXPECT_EQ(target("ftp://127.0.0.1/a", {"127.0.0.1"}), "denied");
  EXPECT_EQ(target("http://user@/a", {"127.0.0.1"}), "invalid argument");
  Result<std::vector<std::string>> here = resolve_host("127.0.0.1");
  ASSERT_TRUE(here);
  EXPECT_EQ(*here, std::vector<std::string>{"127.0.0.1"});
}

TEST_F(Chain, AnInstanceIsAskedForATokenFirst) {
  std::string role = "my-role\n";
  LoopbackServer server([&](const std::string& request) {
    requests.push_back(request);
    if (request.starts_with("PUT /latest/api/token ")) return LoopbackServer::answer(200, "imds-token");
    if (header_of(request, "x-aws-ec2-metadata-token") != "imds-token") return LoopbackServer::answer(401, "");
    if (request.starts_with("GET /latest/meta-data/iam/security-credentials/ "))
      return role.empty() ? LoopbackServer::answer(404, "") : LoopbackServer::answer(200, role);
    if (request.starts_with("GET /latest/meta-data/iam/security-credentials/my-role "))
      return LoopbackServer::answer(
          200, R"({"Code":"Success","AccessKeyId":"ASIAEC2","SecretAccessKey":"s","Token":"t","Expiration":"2027-01-01T00:00:00Z"})");
    return LoopbackServer::answer(200, R"({"Code":"AssumeRoleUnauthorizedAccess","Message":"no trust"})");
  });
  world.variables.erase("AWS_EC2_METADATA_DISABLED");
  world.variables["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = server.url() + "/";
  EXPECT_EQ(found(), "ASIAEC2 s t");
  EXPECT_EQ(header_of(requests[0], "x-aws-ec2-metadata-token-ttl-seconds"), "300");
  role = "../../evil";
  EXPECT_EQ(found(), "denied: instance metadata: AssumeRoleUnauthorizedAccess: no trust");
  EXPECT_TRUE(requests.back().starts_with("GET /latest/meta-data/iam/security-credentials/..%2F..%2Fevil "));
  role = "";
  EXPECT_TRUE(found().starts_with("denied: no credentials for AWS")) << found();
  world.variables["AWS_EC2_METADATA_DISABLED"] = "TRUE";
  std::size_t before = requests.size();
  EXPECT_TRUE(found().starts_with("denied: ")) << found();
  EXPECT_EQ(requests.size(), before);
}

TEST_F(Chain, AnInstanceThatGivesNoTokenIsNotAskedInTheOldWay) {
  LoopbackServer server([&](const std::string& request) {
    requests.push_back(request);
    return LoopbackServer::answer(403, "");
  });
  world.variables.erase("AWS_EC2_METADATA_DISABLED");
  world.variables["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = server.url();
  EXPECT_TRUE(found().contains("gives no token (status 403)")) << found();
  EXPECT_EQ(requests.size(), 1u);
}

TEST_F(Chain, TheyAreRenewedBeforeTheyEnd) {
  LoopbackServer server([&](const std::string&) {
    ++calls;
    if (calls == 3) return LoopbackServer::answer(400, "{}");
    return credentials_answer("ASIA" + std::to_string(calls), base::format_time(world.time + 3600));
  });
  world.variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = server.url();
  Result<AwsSettings> settings = read_aws_settings(world.surroundings());
  ASSERT_TRUE(settings);
  AwsClient client(world.surroundings());
  AwsCredentialChain chain(*settings, client);
  auto key = [&] {
    Result<const AwsCredentials*> out = chain.current();
    return out ? (*out)->keys.access_key : std::string(base::code_name(out.error().code));
  };
  EXPECT_EQ(key(), "ASIA1");
  EXPECT_EQ(chain.seconds_left(), 3300);
  world.time += 3299;
  EXPECT_EQ(key(), "ASIA1");
  world.time += 1;
  EXPECT_EQ(key(), "ASIA2");
  world.time += 3400;
  EXPECT_EQ(key(), "ASIA2");  // the source failed, and these still hold
  EXPECT_EQ(calls, 3);
  EXPECT_EQ(key(), "ASIA4");
}

TEST(AwsSettings, AddressesOfTheService) {
  AwsTestWorld world;
  auto endpoint = [&](std::string_view region) {
    Result<AwsSettings> settings = read_aws_settings(world.surroundings());
    if (!settings) return settings.error().message;
    Result<std::string> out = aws_endpoint(*settings, kSecretsManager, region);
    return out ? *out : std::string(base::code_name(out.error().code));
  };
  EXPECT_EQ(endpoint("eu-central-1"), "https://secretsmanager.eu-central-1.amazonaws.com");
  EXPECT_EQ(endpoint("cn-north-1"), "https://secretsmanager.cn-north-1.amazonaws.com.cn");
  EXPECT_EQ(endpoint("us-gov-west-1"), "https://secretsmanager.us-gov-west-1.amazonaws.com");
  EXPECT_EQ(endpoint("us-isob-east-1"), "https://secretsmanager.us-isob-east-1.sc2s.sgov.gov");
  EXPECT_EQ(endpoint("eusc-de-east-1"), "https://secretsmanager.eusc-de-east-1.amazonaws.eu");
  for (std::string_view wrong : {"", "evil.example/", "eu central", "EU-CENTRAL-1", "a@b", "-a", "a.b"})
    EXPECT_EQ(endpoint(wrong), "invalid argument") << wrong;
  world.variables["AWS_USE_FIPS_ENDPOINT"] = "true";
  EXPECT_EQ(endpoint("us-east-1"), "https://secretsmanager-fips.us-east-1.amazonaws.com");
  world.variables["AWS_USE_DUALSTACK_ENDPOINT"] = "true";
  EXPECT_EQ(endpoint("us-east-1"), "https://secretsmanager-fips.us-east-1.api.aws");

  std::string path = testing::TempDir() + "aws_settings_config";
  ASSERT_TRUE(base::write_file_atomic(path,
                                      "[profile p]\nservices = l\nendpoint_url = http://127.0.0.1:2\n[services l]\nsts =\n  endpoint_url = "
                                      "http://127.0.0.1:3\nsecrets_manager =\n  endpoint_url = http://127.0.0.1:4/\n"));
  world.variables["AWS_CONFIG_FILE"] = path;
  world.variables["AWS_PROFILE"] = "p";
  EXPECT_EQ(endpoint("us-east-1"), "http://127.0.0.1:4");
  world.variables["AWS_ENDPOINT_URL"] = "http://127.0.0.1:5/base/";
  EXPECT_EQ(endpoint("us-east-1"), "http://127.0.0.1:5/base");
  world.variables["AWS_ENDPOINT_URL_SECRETS_MANAGER"] = "ftp://127.0.0.1";
  EXPECT_EQ(endpoint("us-east-1"), "invalid argument");
  world.variables["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] = "true";
  EXPECT_EQ(endpoint("us-east-1"), "https://secretsmanager-fips.us-east-1.api.aws");
  world.variables["AWS_REGION"] = "evil.example/";
  EXPECT_TRUE(endpoint("us-east-1").contains("is no region of AWS"));
  std::filesystem::remove(path);
}

TEST(AwsSettings, TheRegionOfAnArn) {
  EXPECT_EQ(region_of_arn("arn:aws:secretsmanager:eu-west-1:123456789012:secret:a:b-AbCdEf"), "eu-west-1");
  for (std::string_view none : {"", "prod/db", "arn:aws:s3:eu-west-1:1:secret:a", "arn:aws:secretsmanager:evil.example/:1:secret:a",
                                "arn:aws:secretsmanager:eu-west-1:1:secret"})
    EXPECT_EQ(region_of_arn(none), "") << none;
}

}  // namespace
}  // namespace batten::secrets
