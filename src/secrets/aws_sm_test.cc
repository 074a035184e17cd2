// SPDX-License-Identifier: Apache-2.0
//
// The provider aws-sm against a server that answers as Secrets Manager does, well and badly.
#include <gtest/gtest.h>

#include <memory>

#include "base/json.h"
#include "base/time.h"
#include "fuzz/replay.h"
#include "secrets/aws_test_world.h"
#include "secrets/provider.h"
#include "secrets/reference.h"

int aws_answers_fuzz(const std::uint8_t* data, std::size_t size);

namespace batten::secrets {
namespace {

using http::LoopbackServer;

struct AwsSm : testing::Test {
  AwsTestWorld world;
  std::vector<std::string> requests;
  std::vector<std::string> answers;  // one after the other; the last one again and again
  LoopbackServer server{[this](const std::string& request) {
    requests.push_back(request);
    return answers[std::min(requests.size(), answers.size()) - 1];
  }};
  std::unique_ptr<Session> session;

  void SetUp() override {
    world.variables["AWS_ENDPOINT_URL_SECRETS_MANAGER"] = server.url();
    world.timeout_ms = 300;
  }
  Session& opened() {
    if (session == nullptr) {
      Result<std::unique_ptr<Session>> out = find_provider("aws-sm")->open(world.surroundings());
      EXPECT_TRUE(out);
      session = std::move(*out);
    }
    return *session;
  }
  // "value version", or "CODE: message".
  std::string get(std::string_view text) {
    Result<Reference> reference = parse_reference(text);
    EXPECT_TRUE(reference) << text;
    Result<Secret> out = opened().get(*reference);
    if (!out) return std::string(base::code_name(out.error().code)) + ": " + out.error().message;
    return std::string(out->value.view()) + " " + out->version;
  }
  std::string put(std::string_view text, std::string_view value) {
    Result<std::string> out = opened().put(*parse_reference(text), value);
    return out ? *out : std::string(base::code_name(out.error().code)) + ": " + out.error().message;
  }
  std::string target(std::size_t i) { return header_of(requests[i], "x-amz-target"); }
};

std::string value_answer(std::string_view string, std::string_view version = "v1", std::string_view stages = "\"AWSCURRENT\"") {
  return LoopbackServer::answer(200, format(R"({{"ARN":"arn:aws:secretsmanager:a","Name":"prod/db","VersionId":"{}","SecretString":{},)"
                                            R"("VersionStages":[{}],"CreatedDate":1.5E9}})",
                                            version, json::quote(string), stages));
}

TEST_F(AwsSm, AsksForAFieldOfTheCurrentVersion) {
  answers = {value_answer(R"({"user":"app","password":"p\"w\u00e4"})")};
  EXPECT_EQ(get("aws-sm:prod/db#password"), "p\"wä v1");
  ASSERT_EQ(requests.size(), 1u);
  EXPECT_TRUE(requests[0].starts_with("POST / HTTP/1.1\r\n"));
  EXPECT_EQ(target(0), "secretsmanager.GetSecretValue");
  EXPECT_EQ(header_of(requests[0], "content-type"), "application/x-amz-json-1.1");
  EXPECT_EQ(body_of(requests[0]), R"({"SecretId":"prod/db"})");
  EXPECT_EQ(header_of(requests[0], "x-amz-date"), "20261118T110640Z");
  EXPECT_TRUE(header_of(requests[0], "authorization")
                  .starts_with("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261118/eu-central-1/secretsmanager/aws4_request, "
                               "SignedHeaders=content-type;host;x-amz-date;x-amz-target, Signature="));
  EXPECT_TRUE(get("aws-sm:prod/db#gone").starts_with("not found: "));
  answers = {value_answer("plain text")};
  EXPECT_EQ(get("aws-sm:prod/db"), "plain text v1");
  EXPECT_TRUE(get("aws-sm:prod/db#password").starts_with("corrupt: "));
}

TEST_F(AwsSm, OptionsAndArns) {
  answers = {value_answer("old", "v0", "\"AWSPREVIOUS\"")};
  EXPECT_EQ(get("aws-sm:db?stage=AWSPREVIOUS"), "old v0");
  EXPECT_EQ(body_of(requests.back()), R"({"SecretId":"db","VersionStage":"AWSPREVIOUS"})");
  EXPECT_EQ(get("aws-sm:db?version=v0&region=us-west-2"), "old v0");
  EXPECT_EQ(body_of(requests.back()), R"({"SecretId":"db","VersionId":"v0"})");
  EXPECT_TRUE(header_of(requests.back(), "authorization").contains("/us-west-2/secretsmanager/"));
  EXPECT_EQ(get("aws-sm:arn:aws:secretsmanager:ap-south-1:123456789012:secret:db-AbCdEf"), "old v0");
  EXPECT_TRUE(header_of(requests.back(), "authorization").contains("/ap-south-1/secretsmanager/"));
  EXPECT_TRUE(get("aws-sm:db?region=evil.example/").starts_with("invalid argument: "));
  // A server, or who pretends to be one, gives another version.
  EXPECT_TRUE(get("aws-sm:db?version=v7").starts_with("corrupt: "));
  EXPECT_TRUE(get("aws-sm:db?stage=AWSCURRENT").starts_with("corrupt: "));
}

TEST_F(AwsSm, NeverGivesWhatARotationHasNotFinished) {
  answers = {value_answer("new", "v2", "\"AWSPENDING\"")};
  EXPECT_TRUE(get("aws-sm:db?stage=AWSPENDING").starts_with("unsupported: "));
  EXPECT_EQ(requests.size(), 0u);
  EXPECT_EQ(get("aws-sm:db?version=v2"), "unsupported: version v2 is AWSPENDING: a rotation has not finished it");
  answers = {value_answer("new", "v2", "\"AWSPENDING\",\"AWSCURRENT\"")};  // as finishSecret leaves it
  EXPECT_EQ(get("aws-sm:db"), "new v2");
}

TEST_F(AwsSm, BinaryValuesAndEmptyOnes) {
  answers = {LoopbackServer::answer(200, R"({"VersionId":"v","SecretBinary":"AP+Af2E="})")};
  EXPECT_EQ(get("aws-sm:db"), std::string("\0\xff\x80\x7f"
                                          "a v",
                                          7));
  answers = {LoopbackServer::answer(200, R"({"VersionId":"v","SecretBinary":"A*"})")};
  EXPECT_TRUE(get("aws-sm:db").starts_with("corrupt: "));
  answers = {value_answer("")};
  EXPECT_EQ(get("aws-sm:db"), "not found: the secret is empty");
}

TEST_F(AwsSm, AnswersThatAreNone) {
  for (std::string_view body :
       {"", "null", "[]", "<html>", "{", R"({"VersionId":"v"})", R"({"SecretString":7})", R"({"SecretString":null})"}) {
    answers = {LoopbackServer::answer(200, std::string(body))};
    EXPECT_TRUE(get("aws-sm:db").starts_with("corrupt: ")) << body << get("aws-sm:db");
  }
  answers = {LoopbackServer::answer(200, R"({"VersionId":"v","SecretString":")" + std::string(10u << 20, 'a') + "\"}")};
  EXPECT_TRUE(get("aws-sm:db").starts_with("limit: ")) << get("aws-sm:db");
  EXPECT_EQ(world.sleeps.size(), 0u);
}

TEST_F(AwsSm, FailuresByTheirType) {
  struct Case {
    int status;
    std::string_view type, message, expected;
  };
  const Case cases[] = {
      {400, "ResourceNotFoundException", "can't find it", "not found: "},
      {400, "AccessDeniedException", "User: a is not authorized", "denied: "},
      {400, "com.amazonaws.secretsmanager#AccessDeniedException", "no", "denied: "},
      {400, "UnrecognizedClientException", "the token is invalid", "denied: "},
      {400, "DecryptionFailure", "", "denied: "},
      {400, "InvalidRequestException", "You can't perform this operation, it was marked for deletion.", "not found: "},
      {400, "InvalidRequestException", "no", "invalid argument: "},
      {400, "InvalidParameterException", "", "invalid argument: "},
      {400, "SomethingNew", "", "unsupported: "},
      {403, "", "", "denied: "},
  };
  for (const Case& one : cases) {
    answers = {failure_answer(one.status, one.type, one.message)};
    std::string said = get("aws-sm:db");
    EXPECT_TRUE(said.starts_with(one.expected)) << one.type << ": " << said;
    EXPECT_TRUE(said.contains(one.message)) << said;
  }
  EXPECT_EQ(requests.size(), std::size(cases));  // none of them is tried again
  answers = {LoopbackServer::answer(400, "no json", {"x-amzn-ErrorType: ResourceNotFoundException:http://internal.example/"})};
  EXPECT_TRUE(get("aws-sm:db").starts_with("not found: "));
  answers = {LoopbackServer::answer(307, "", {"Location: http://127.0.0.1:1/"})};
  EXPECT_TRUE(get("aws-sm:db").starts_with("denied: ")) << get("aws-sm:db");
}

TEST_F(AwsSm, WaitsAndTriesAgain) {
  answers = {failure_answer(400, "ThrottlingException", "slowly"), failure_answer(500, "InternalServiceError", "oops"),
             LoopbackServer::answer(503, "<html>", {"Retry-After: 7"}), value_answer("a")};
  EXPECT_EQ(get("aws-sm:db"), "a v1");
  ASSERT_EQ(world.sleeps.size(), 3u);
  EXPECT_GE(world.sleeps[0].count(), 100);
  EXPECT_LE(world.sleeps[0].count(), 200);
  EXPECT_GE(world.sleeps[1].count(), 200);
  EXPECT_LE(world.sleeps[1].count(), 400);
  EXPECT_EQ(world.sleeps[2].count(), 7000);
  requests.clear();
  answers = {failure_answer(400, "ThrottlingException", "slowly")};
  EXPECT_TRUE(get("aws-sm:db").starts_with("unavailable: "));
  EXPECT_EQ(requests.size(), 4u);
}

TEST_F(AwsSm, SilenceAndNobodyThere) {
  answers = {"", value_answer("a")};  // the first one hangs
  EXPECT_EQ(get("aws-sm:db"), "a v1");
  answers = {""};
  EXPECT_TRUE(get("aws-sm:db").starts_with("timeout: ")) << get("aws-sm:db");
  world.variables["AWS_ENDPOINT_URL_SECRETS_MANAGER"] = "http://127.0.0.1:1";
  session.reset();
  EXPECT_TRUE(get("aws-sm:db").starts_with("unavailable: ")) << get("aws-sm:db");
}

TEST_F(AwsSm, LearnsTheServersTimeOnce) {
  std::vector<std::string> late = {"Date: Wed, 18 Nov 2026 12:06:40 GMT"};  // an hour on
  answers = {failure_answer(400, "InvalidSignatureException", "Signature expired: 1 is now earlier than 2", late), value_answer("a")};
  EXPECT_EQ(get("aws-sm:db"), "a v1");
  EXPECT_EQ(header_of(requests[0], "x-amz-date"), "20261118T110640Z");
  EXPECT_EQ(header_of(requests[1], "x-amz-date"), "20261118T120640Z");
  EXPECT_EQ(get("aws-sm:db"), "a v1");
  EXPECT_EQ(header_of(requests[2], "x-amz-date"), "20261118T120640Z");
  session.reset();
  requests.clear();
  answers = {failure_answer(400, "InvalidSignatureException", "no match", {"Date: Wed, 18 Nov 2026 11:06:41 GMT"})};
  EXPECT_TRUE(get("aws-sm:db").starts_with("denied: "));  // a wrong key: the clocks agree
  EXPECT_EQ(requests.size(), 1u);
  requests.clear();
  answers = {failure_answer(403, "RequestTimeTooSkewed", "no", late)};
  EXPECT_TRUE(get("aws-sm:db").starts_with("denied: "));
  EXPECT_EQ(requests.size(), 2u);
}

TEST_F(AwsSm, AsksForNewCredentialsWhenTheseHaveEnded) {
  int given = 0;
  LoopbackServer container(
      [&](const std::string&) { return credentials_answer("ASIA" + std::to_string(++given), base::format_time(world.time + 3600)); });
  world.variables.erase("AWS_ACCESS_KEY_ID");
  world.variables.erase("AWS_SECRET_ACCESS_KEY");
  world.variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = container.url();
  answers = {failure_answer(400, "ExpiredTokenException", "it has"), value_answer("a")};
  EXPECT_EQ(get("aws-sm:db"), "a v1");
  EXPECT_EQ(header_of(requests[0], "x-amz-security-token"), "token-of-ASIA1");
  EXPECT_EQ(header_of(requests[1], "x-amz-security-token"), "token-of-ASIA2");
  EXPECT_EQ(opened().session_ttl(), std::chrono::seconds(3300));
  requests.clear();
  answers = {failure_answer(400, "ExpiredTokenException", "it has")};
  EXPECT_TRUE(get("aws-sm:db").starts_with("denied: "));
  EXPECT_EQ(requests.size(), 2u);
}

std::string stages_answer(std::string_view versions) {
  return LoopbackServer::answer(200, format(R"({{"Name":"db","VersionIdsToStages":{{{}}}}})", versions));
}

TEST_F(AwsSm, PutsAFieldAndKeepsTheOthers) {
  answers = {value_answer(R"({"user":"app", "password":"old","port":5432})", "v1"), LoopbackServer::answer(200, R"({"VersionId":"v2"})"),
             stages_answer(R"("v2":["AWSCURRENT"],"v1":["AWSPREVIOUS"])")};
  EXPECT_EQ(put("aws-sm:db#password", "new\n"), "v2");
  ASSERT_EQ(requests.size(), 3u);
  EXPECT_EQ(target(1), "secretsmanager.PutSecretValue");
  auto body = json::Document::parse(body_of(requests[1]));
  ASSERT_TRUE(body);
  EXPECT_EQ((*body)["SecretString"].string(), R"({"user":"app", "password":"new\n","port":5432})");
  EXPECT_EQ((*body)["ClientRequestToken"].string().size(), 36u);
  EXPECT_EQ(target(2), "secretsmanager.DescribeSecret");
}

TEST_F(AwsSm, SomebodyElseWasFaster) {
  answers = {value_answer("{}", "v1"), LoopbackServer::answer(200, R"({"VersionId":"v3"})"),
             stages_answer(R"("v3":["AWSCURRENT"],"v2":["AWSPREVIOUS"])")};
  EXPECT_TRUE(put("aws-sm:db#password", "new").starts_with("conflict: version v2 was stored in the meantime"));
}

TEST_F(AwsSm, PutsAWholeSecret) {
  answers = {failure_answer(500, "InternalServiceError", ""), LoopbackServer::answer(200, R"({"VersionId":"v2"})")};
  EXPECT_EQ(put("aws-sm:db", "new"), "v2");
  ASSERT_EQ(requests.size(), 2u);
  EXPECT_EQ(body_of(requests[0]), body_of(requests[1]));  // the same token: sent twice, stored once
  EXPECT_TRUE(body_of(requests[0]).contains(R"("SecretString":"new")"));
  EXPECT_EQ(put("aws-sm:db", std::string_view("\0\xff", 2)), "v2");
  EXPECT_TRUE(body_of(requests.back()).contains(R"("SecretBinary":"AP8=")"));
  EXPECT_TRUE(put("aws-sm:db", std::string(65537, 'a')).starts_with("limit: 65537 bytes"));
  EXPECT_TRUE(put("aws-sm:db", "").starts_with("invalid argument: "));
  EXPECT_TRUE(put("aws-sm:db?stage=AWSPREVIOUS", "a").starts_with("invalid argument: "));
  EXPECT_TRUE(put("aws-sm:db#a", "\xff").starts_with("invalid argument: "));
  answers = {failure_answer(400, "ResourceNotFoundException", "can't find it")};
  EXPECT_TRUE(put("aws-sm:db", "new").starts_with("not found: "));
  answers = {failure_answer(400, "ValidationException", "Value 'tell-nobody' is not good")};
  EXPECT_FALSE(put("aws-sm:db", "tell-nobody").contains("tell-nobody"));
  EXPECT_TRUE(put("aws-sm:db", "tell-nobody").contains("ValidationException"));
}

TEST_F(AwsSm, RetiresThePreviousVersion) {
  answers = {stages_answer(R"("v2":["AWSCURRENT"],"v1":["AWSPREVIOUS"],"v0":[])"), LoopbackServer::answer(200, "{}")};
  EXPECT_TRUE(opened().retire_previous(*parse_reference("aws-sm:db")));
  ASSERT_EQ(requests.size(), 2u);
  EXPECT_EQ(target(1), "secretsmanager.UpdateSecretVersionStage");
  EXPECT_EQ(body_of(requests[1]), R"({"SecretId":"db","VersionStage":"AWSPREVIOUS","RemoveFromVersionId":"v1"})");
  requests.clear();
  answers = {stages_answer(R"("v2":["AWSCURRENT"])")};
  EXPECT_TRUE(opened().retire_previous(*parse_reference("aws-sm:db")));
  EXPECT_EQ(requests.size(), 1u);
  answers = {failure_answer(400, "AccessDeniedException", "no")};
  EXPECT_FALSE(opened().retire_previous(*parse_reference("aws-sm:db")));
}

TEST_F(AwsSm, ListsAllPages) {
  answers = {LoopbackServer::answer(200, R"({"SecretList":[{"Name":"prod/a"},{"Name":"other"},{}],"NextToken":"t2"})"),
             LoopbackServer::answer(200, R"({"SecretList":[{"Name":"prod/b#1"}]})")};
  base::Notes notes;
  Result<std::vector<Reference>> out = opened().list("prod/", notes);
  ASSERT_TRUE(out) << out.error().message;
  ASSERT_EQ(out->size(), 2u);
  EXPECT_EQ(to_string((*out)[0]), "aws-sm:prod/a");
  EXPECT_EQ(to_string((*out)[1]), "aws-sm:prod/b%231");
  EXPECT_EQ(body_of(requests[0]), R"({"MaxResults":100,"Filters":[{"Key":"name","Values":["prod/"]}]})");
  EXPECT_EQ(body_of(requests[1]), R"({"MaxResults":100,"NextToken":"t2","Filters":[{"Key":"name","Values":["prod/"]}]})");
  requests.clear();
  answers = {LoopbackServer::answer(200, R"({"SecretList":[],"NextToken":"t"})")};
  EXPECT_FALSE(opened().list("", notes));
  EXPECT_EQ(requests.size(), 2u);
  std::string page = R"({"SecretList":[)";
  for (int i = 0; i < 10'001; ++i) page += format(R"({}{{"Name":"s{}"}})", i == 0 ? "" : ",", i);
  answers = {LoopbackServer::answer(200, page + "]}")};
  out = opened().list("", notes);
  ASSERT_TRUE(out);
  EXPECT_EQ(out->size(), 10'000u);
  ASSERT_EQ(notes.size(), 1u);
  EXPECT_EQ(notes[0].kind, base::Note::Kind::kSkipped);
}

TEST_F(AwsSm, NoRegionAnywhere) {
  world.variables.erase("AWS_REGION");
  answers = {value_answer("a")};
  EXPECT_TRUE(get("aws-sm:db").starts_with("invalid argument: no region: set AWS_REGION"));
  EXPECT_EQ(get("aws-sm:db?region=eu-central-1"), "a v1");
}

TEST(AwsAnswers, Fuzz) { REPLAY_CORPUS(aws_answers_fuzz); }

}  // namespace
}  // namespace batten::secrets
