// SPDX-License-Identifier: Apache-2.0
//
// Hosted warehouses, streams and stores: Databricks, Snowflake, Confluent, Aiven, Upstash, Turso, InfluxDB.
#include <optional>
#include <string>

#include "leaks/detector.h"
#include "leaks/encodings.h"
#include "leaks/named.h"
#include "leaks/password.h"

namespace batten::leaks::detectors {
namespace {

Opinion mixed(const Candidate& candidate) { return is_mixed(candidate.secret) ? Opinion::kLikely : Opinion::kNo; }

Opinion base64_64(const Candidate& candidate) {
  return is_mixed(candidate.secret) && base64_size(candidate.secret) == 48 ? Opinion::kLikely : Opinion::kNo;
}

Opinion unmarked(const Candidate& candidate) { return candidate.secret.starts_with("cflt") ? Opinion::kNo : base64_64(candidate); }

// A JSON object with the user's id.
Opinion qstash(const Candidate& candidate) {
  std::optional<std::string> text = decode_base64(candidate.secret);
  return text && text->contains("\"Password\"") ? Opinion::kConfirmed : Opinion::kNo;
}

Opinion influx(const Candidate& candidate) { return base64_size(candidate.secret) == 64 ? Opinion::kLikely : Opinion::kNo; }

Opinion password(const Candidate& candidate) { return judge_password_in_code(candidate.secret); }

constexpr LeakExample kDatabricksToken[] = {{"DATABRICKS_TOKEN="
                                             "dapi"
                                             "1ce1ecfbe0abd0b1e9dec55c3e9f8fff\n",
                                             "dapi"
                                             "1ce1ecfbe0abd0b1e9dec55c3e9f8fff"},
                                            {"password: \""
                                             "dapi"
                                             "d26dfbb5d9eb679e70de941c85066a78-2\"",
                                             "dapi"
                                             "d26dfbb5d9eb679e70de941c85066a78-2"}};
constexpr LeakCounterexample kDatabricksTokenNot[] = {
    {"dapi"
     "94c087fe3ed10a17"}};
constexpr LeakExample kDatabricksOauthSecret[] = {
    {"DATABRICKS_CLIENT_SECRET="
     "dose"
     "8ce29311ee67703ce4441a92206f9166\n",
     "dose"
     "8ce29311ee67703ce4441a92206f9166"}};
constexpr LeakCounterexample kDatabricksOauthSecretNot[] = {
    {"dose"
     "f7b511e3a54b698a"}};
constexpr LeakExample kSnowflakePassword[] = {{"SNOWFLAKE_PASSWORD="
                                               "37J$d8aHMEQs0mCb\n",
                                               "37J$d8aHMEQs0mCb"},
                                              {"export SNOWSQL_PWD='"
                                               "GTbDZVawQYEDCl'",
                                               "GTbDZVawQYEDCl"}};
constexpr LeakCounterexample kSnowflakePasswordNot[] = {
    {"SNOWFLAKE_PASSWORD=${PASSWORD}"}, {"snowflake_password: str"}, {"SNOWFLAKE_PASSWORD=os.environ[\"X\"]"}};
constexpr LeakExample kConfluentApiSecret[] = {
    {"CONFLUENT_CLOUD_API_SECRET="
     "cflt"
     "W5bEUpJ7cDd2SV45bgtrU5UNdHj46+Rk0+E19MrXEIZLZCb9NZvH9VM/GGla\n",
     "cflt"
     "W5bEUpJ7cDd2SV45bgtrU5UNdHj46+Rk0+E19MrXEIZLZCb9NZvH9VM/GGla"}};
constexpr LeakCounterexample kConfluentApiSecretNot[] = {
    {"cflt"
     "C7fwuwOMMzFbm+gw3JHV"}};
constexpr LeakExample kConfluentApiSecretOld[] = {{"CONFLUENT_CLOUD_API_SECRET="
                                                   "XraZT6k8nmE1+k6/H1g5H5rYo5Bnp2f2fz706VaPFIxC3+iwieqqduoiNPoUJE7b\n",
                                                   "XraZT6k8nmE1+k6/H1g5H5rYo5Bnp2f2fz706VaPFIxC3+iwieqqduoiNPoUJE7b"},
                                                  {"sasl.password="
                                                   "0AXsn4eF+nGvy8I4Rn8hSgYc228A214l9DwcYszndDq5PX8Qyc5tGZd0g/Q5hD7b\n",
                                                   "0AXsn4eF+nGvy8I4Rn8hSgYc228A214l9DwcYszndDq5PX8Qyc5tGZd0g/Q5hD7b"}};
constexpr LeakCounterexample kConfluentApiSecretOldNot[] = {{"SASL_PASSWORD="
                                                             "87d8f9680c81c7ffb0cfa46332fcd4be78b2c01fc614f5625176f92342862386"},
                                                            {"sasl.password=cflt"
                                                             "qjvWbghyehkz5/75YtGe5Z8BDSUDsVppVdc2bchyO+9AKKOTdJkBaCa5elRl"}};
constexpr LeakExample kAivenPassword[] = {
    {"password: "
     "AVNS_"
     "FzvHzjErGBsxUmBUV8Y\n",
     "AVNS_"
     "FzvHzjErGBsxUmBUV8Y"}};
constexpr LeakCounterexample kAivenPasswordNot[] = {
    {"AVNS_"
     "x"}};
constexpr LeakExample kAivenToken[] = {
    {"AIVEN_TOKEN="
     "Nu5urbpEFJDB1zCmsln7LzHkB4qeWRXqNyu9Ov7kZdtYkLEROk41Opzrn9KN1XxUJcP/48Vncefo/QvW05K1kd94IJ9BqSMxruhcc9iRjLoeUt"
     "Wz/TqzejtF8H88Rd/JVt3b/7h6I+GNQSLfrkc6VIXchEp9EnPPH5vWRoOE0zkVLkfttrTD\n",
     "Nu5urbpEFJDB1zCmsln7LzHkB4qeWRXqNyu9Ov7kZdtYkLEROk41Opzrn9KN1XxUJcP/48Vncefo/QvW05K1kd94IJ9BqSMxruhcc9iRjLoeUt"
     "Wz/TqzejtF8H88Rd/JVt3b/7h6I+GNQSLfrkc6VIXchEp9EnPPH5vWRoOE0zkVLkfttrTD"}};
constexpr LeakCounterexample kAivenTokenNot[] = {
    {"AIVEN_TOKEN="
     "Tvqoc6v76HX4r3ec2jjx"}};
constexpr LeakExample kUpstashRedisToken[] = {
    {"UPSTASH_REDIS_REST_TOKEN=\""
     "AX"
     "A0bjMbB3AZFMxoZdqhaRvY3LsYIZdh1_fwYbZ9M6EhcKjUt9_x1fuZeshrDv=\"",
     "AX"
     "A0bjMbB3AZFMxoZdqhaRvY3LsYIZdh1_fwYbZ9M6EhcKjUt9_x1fuZeshrDv="}};
constexpr LeakCounterexample kUpstashRedisTokenNot[] = {
    {"UPSTASH_REDIS_REST_TOKEN="
     "qSk34D5u5h"}};
constexpr LeakExample kUpstashQstashToken[] = {
    {"QSTASH_TOKEN="
     "eyJVc2VySUQiOiI5NTUxZjFhYi04OWUwLTQzNDctODY0My03NjYwMDgwZDc3MDkiLCJQYXNzd29yZCI6Ijc0MDUxMjQxN2VlZWY3MjQyM2RhZG"
     "IxNDUwZWNjZDk1In0=\n",
     "eyJVc2VySUQiOiI5NTUxZjFhYi04OWUwLTQzNDctODY0My03NjYwMDgwZDc3MDkiLCJQYXNzd29yZCI6Ijc0MDUxMjQxN2VlZWY3MjQyM2RhZG"
     "IxNDUwZWNjZDk1In0="}};
constexpr LeakCounterexample kUpstashQstashTokenNot[] = {
    {"eyJVc2VySUQiOi"
     "Ysly6bCOuMnCf7YjHeSjHH36QE+b6Rsbven9f4PFRvERMmnTLvUzf9Y2pmnWbRE29X0RHz"}};
constexpr LeakExample kTursoToken[] = {
    {"TURSO_AUTH_TOKEN="
     "eyJ"
     "TVE_G4TJ3cXEwP1NtdrJP5Vm5jaEwX.eyJ"
     "KCYMoaslzUtwchOatW6JN-fDjr5KD5FbJNXJLj81WITzGCvlKV."
     "Bse4BNcDbSuaNqZ0VFIxtnr8mvJkf14-cnKGLk7J3NaqQFgyFVMi7SE2rFfAZq0cXeyqE_3FkH7hVnIdfWyrAJ\n",
     "eyJ"
     "TVE_G4TJ3cXEwP1NtdrJP5Vm5jaEwX.eyJ"
     "KCYMoaslzUtwchOatW6JN-fDjr5KD5FbJNXJLj81WITzGCvlKV."
     "Bse4BNcDbSuaNqZ0VFIxtnr8mvJkf14-cnKGLk7J3NaqQFgyFVMi7SE2rFfAZq0cXeyqE_3FkH7hVnIdfWyrAJ"}};
constexpr LeakCounterexample kTursoTokenNot[] = {
    {"TURSO_AUTH_TOKEN="
     "2xccnaxziT-Q4tPyp0itv7sHgyts6jhX96EdQQYF"}};
constexpr LeakExample kInfluxdbToken[] = {{"INFLUX_TOKEN="
                                           "pOFcfJeBrqlAQQ2I2uUzQc-5kktmf1yW1XcIFtu4c1vCbpAnMwyWu2GfLjB3PWsoC7J3S-qSSulSSDYVI3eJ9g==\n",
                                           "pOFcfJeBrqlAQQ2I2uUzQc-5kktmf1yW1XcIFtu4c1vCbpAnMwyWu2GfLjB3PWsoC7J3S-qSSulSSDYVI3eJ9g=="},
                                          {"INFLUXDB_V2_TOKEN: \""
                                           "yCOer4qZZhOHDRWEj8pbCJE70LCDU8BDeMOfYq_2a-XXSr_A6q28jFvfwhqJs8oI1HSF9DJH5sX1Yng2CucBKQ==\"",
                                           "yCOer4qZZhOHDRWEj8pbCJE70LCDU8BDeMOfYq_2a-XXSr_A6q28jFvfwhqJs8oI1HSF9DJH5sX1Yng2CucBKQ=="}};
constexpr LeakCounterexample kInfluxdbTokenNot[] = {{"INFLUX_TOKEN=my-token"}};
constexpr LeakExample kInfluxdb3Token[] = {
    {"INFLUXDB3_AUTH_TOKEN="
     "apiv3_"
     "uLvgFUtOusnwLp6bb7rhreGvubs3noKHOERiwu9_Bk6LAug0Sol4y_gTzjope-9oCb6nZokfpLp0JF8RJMlMdx\n",
     "apiv3_"
     "uLvgFUtOusnwLp6bb7rhreGvubs3noKHOERiwu9_Bk6LAug0Sol4y_gTzjope-9oCb6nZokfpLp0JF8RJMlMdx"}};
constexpr LeakCounterexample kInfluxdb3TokenNot[] = {
    {"apiv3_"
     "x"}};

constexpr LeakKind kKinds[] = {
    {.id = "databricks-token",
     .title = "Databricks personal access token",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bdapi[0-9a-f]{32}(?:-\d)?\b)",
     .min_entropy = 3,
     .repair = "delete it (databricks tokens delete)",
     .matches = kDatabricksToken,
     .matches_not = kDatabricksTokenNot},
    {.id = "databricks-oauth-secret",
     .title = "Databricks OAuth secret",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bdose[0-9a-f]{32}\b)",
     .min_entropy = 3,
     .repair = "delete it under the service principal, Secrets",
     .matches = kDatabricksOauthSecret,
     .matches_not = kDatabricksOauthSecretNot},
    {.id = "snowflake-password",
     .title = "Snowflake password",
     .severity = model::Severity::kCritical,
     .pattern = R"((?i:snowflake[\w.-]{0,12}password|snowsql_pwd)[\\"\']{0,3}\s{0,3}[=:]\s{0,3}[\\"\']{0,3}([^\s"\'\\<,;&]{8,64}))",
     .min_entropy = 2.8,
     .confirm = password,
     .repair = "set a new one (ALTER USER .. SET PASSWORD), better use a key pair",
     .matches = kSnowflakePassword,
     .matches_not = kSnowflakePasswordNot},
    {.id = "confluent-api-secret",
     .title = "Confluent Cloud API secret",
     .severity = model::Severity::kCritical,
     .pattern = R"(\b(cflt[0-9A-Za-z+/]{60})(?:[^0-9A-Za-z+/=]|$))",
     .min_entropy = 4.3,
     .repair = "delete the key (confluent api-key delete)",
     .matches = kConfluentApiSecret,
     .matches_not = kConfluentApiSecretNot},
    {.id = "confluent-api-secret-old",
     .title = "Confluent Cloud API secret of before August 2025",
     .severity = model::Severity::kCritical,
     .pattern = kAssigned<R"((?:confluent|ccloud|kafka|sasl|schema_registry|cluster)[\w.-]{0,16}(?:secret|password)[\w.-]{0,4})",
                          R"([0-9A-Za-z+/]{64})">,
     .min_entropy = 4.5,
     .confirm = unmarked,
     .repair = "delete the key (confluent api-key delete)",
     .matches = kConfluentApiSecretOld,
     .matches_not = kConfluentApiSecretOldNot},
    {.id = "aiven-password",
     .title = "Aiven service password",
     .severity = model::Severity::kCritical,
     .pattern = R"(\b(AVNS_[0-9A-Za-z_-]{14,30})(?:[^\w-]|$))",
     .min_entropy = 3.5,
     .repair = "reset it (avn service user-password-reset)",
     .matches = kAivenPassword,
     .matches_not = kAivenPasswordNot},
    {.id = "aiven-token",
     .title = "Aiven token",
     .severity = model::Severity::kCritical,
     .pattern = kAssigned<R"(aiven[\w.-]{0,16}token[\w.-]{0,4})", R"([0-9A-Za-z+/]{100,400}={0,2})">,
     .min_entropy = 4.5,
     .repair = "revoke it (avn user access-token revoke)",
     .matches = kAivenToken,
     .matches_not = kAivenTokenNot},
    {.id = "upstash-redis-token",
     .title = "Upstash REST token",
     .severity = model::Severity::kCritical,
     .pattern = kAssigned<R"((?:upstash|kv_rest_api)[\w.-]{0,16}token[\w.-]{0,4})", R"(A[0-9A-Za-z_-]{30,110}={0,2})">,
     .min_entropy = 4,
     .confirm = mixed,
     .repair = "reset the credentials of the database",
     .matches = kUpstashRedisToken,
     .matches_not = kUpstashRedisTokenNot},
    {.id = "upstash-qstash-token",
     .title = "Upstash QStash token",
     .pattern = R"(\beyJVc2VySUQiOi[0-9A-Za-z+/_-]{60,200}={0,2})",
     .confirm = qstash,
     .repair = "roll it in the console",
     .matches = kUpstashQstashToken,
     .matches_not = kUpstashQstashTokenNot},
    {.id = "turso-token",
     .title = "Turso database token",
     .severity = model::Severity::kCritical,
     .pattern = kAssigned<R"((?:turso|libsql)[\w.-]{0,16}token[\w.-]{0,4})",
                          R"(eyJ[0-9A-Za-z_-]{10,80}\.[0-9A-Za-z_-]{10,200}\.[0-9A-Za-z_-]{80,90})">,
     .min_entropy = 4,
     .repair = "turso db tokens invalidate",
     .matches = kTursoToken,
     .matches_not = kTursoTokenNot},
    {.id = "influxdb-token",
     .title = "InfluxDB token",
     .severity = model::Severity::kCritical,
     .pattern = kAssigned<R"(influx(?:db)?[\w.-]{0,20}token[\w.-]{0,4})", R"([0-9A-Za-z_-]{86}==)">,
     .confirm = influx,
     .repair = "delete it (influx auth delete)",
     .matches = kInfluxdbToken,
     .matches_not = kInfluxdbTokenNot},
    {.id = "influxdb3-token",
     .title = "InfluxDB 3 token",
     .severity = model::Severity::kCritical,
     .pattern = R"(\b(apiv3_[0-9A-Za-z_-]{80,90})(?:[^\w-]|$))",
     .min_entropy = 4,
     .repair = "influxdb3 delete token",
     .matches = kInfluxdb3Token,
     .matches_not = kInfluxdb3TokenNot},
};

}  // namespace

extern constinit const Detector stream_services;
constinit const Detector stream_services = {.name = "stream_services",
                                            .summary = "keys of Databricks, Snowflake, Confluent, Aiven, Upstash, Turso and InfluxDB",
                                            .revision = 1,
                                            .kinds = kKinds};

}  // namespace batten::leaks::detectors
