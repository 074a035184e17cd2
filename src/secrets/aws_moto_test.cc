// SPDX-License-Identifier: Apache-2.0
//
// The provider aws-sm against moto's Secrets Manager, STS and IAM (tests/servers/aws_server.py), which check signatures and policies with
// botocore. Skipped where moto is not installed.
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>

#include "base/file.h"
#include "base/json.h"
#include "secrets/aws_test_world.h"
#include "secrets/provider.h"
#include "secrets/reference.h"

namespace batten::secrets {
namespace {

// The server's program and what it says of itself.
class Moto {
 public:
  Moto() {
    std::string own = BATTEN_SOURCE_DIR "/build/venv/bin/python3";
    std::string python = std::filesystem::exists(own) ? own : "python3";
    pipe_ = ::popen(("exec " + python + " " BATTEN_SOURCE_DIR "/tests/servers/aws_server.py 2>/dev/null").c_str(), "re");
    char line[4096] = {};
    if (pipe_ == nullptr || std::fgets(line, sizeof line, pipe_) == nullptr) return;
    Result<json::Document> read = json::Document::parse(line);
    if (!read) return;
    read->root().each_member([&](std::string_view name, json::View value) { facts_[std::string(name)] = value.string(); });
    pid_ = static_cast<pid_t>((*read)["pid"].integer().value_or(0));
  }
  ~Moto() {
    if (pid_ > 0) ::kill(pid_, SIGTERM);
    if (pipe_ != nullptr) ::pclose(pipe_);
  }
  Moto(const Moto&) = delete;
  Moto& operator=(const Moto&) = delete;

  bool is_there() const { return pid_ > 0; }
  const std::string& operator[](const std::string& name) { return facts_[name]; }

 private:
  std::FILE* pipe_ = nullptr;
  pid_t pid_ = 0;
  std::map<std::string, std::string> facts_;
};

struct AwsMoto : testing::Test {
  static std::unique_ptr<Moto> moto;
  AwsTestWorld world;
  std::unique_ptr<Session> session;

  static void SetUpTestSuite() { moto = std::make_unique<Moto>(); }
  static void TearDownTestSuite() { moto.reset(); }

  void SetUp() override {
    if (!moto->is_there()) GTEST_SKIP() << "needs python3 with moto and its server (packaging/python-test-packages.txt)";
    world.timeout_ms = 20'000;
    world.variables["AWS_ENDPOINT_URL"] = (*moto)["url"];
    use((*moto)["access_key"], (*moto)["secret_key"]);
  }
  void use(const std::string& access_key, const std::string& secret_key) {
    world.variables["AWS_ACCESS_KEY_ID"] = access_key;
    world.variables["AWS_SECRET_ACCESS_KEY"] = secret_key;
    session.reset();
  }
  Session& opened() {
    if (session == nullptr) {
      Surroundings surroundings = world.surroundings();
      surroundings.now = [] { return std::chrono::system_clock::now(); };
      Result<std::unique_ptr<Session>> out = find_provider("aws-sm")->open(surroundings);
      EXPECT_TRUE(out);
      session = std::move(*out);
    }
    return *session;
  }
  std::string get(const std::string& text) {
    Result<Secret> out = opened().get(*parse_reference(text));
    return out ? std::string(out->value.view()) : std::string(base::code_name(out.error().code)) + ": " + out.error().message;
  }
};
std::unique_ptr<Moto> AwsMoto::moto;

TEST_F(AwsMoto, ReadsWhatIsThere) {
  EXPECT_EQ(get("aws-sm:prod/db#user"), "app");
  EXPECT_EQ(get("aws-sm:prod/plain"), "only text");
  EXPECT_EQ(get("aws-sm:prod/binary"), std::string("\0\xff\x80\n", 4));
  EXPECT_EQ(get("aws-sm:" + (*moto)["secret_arn"] + "#user"), "app");
  EXPECT_EQ(get("aws-sm:prod/db#password?version=" + (*moto)["first_version"]), "first");
  EXPECT_TRUE(get("aws-sm:gone").starts_with("not found: ")) << get("aws-sm:gone");
  EXPECT_TRUE(get("aws-sm:prod/db?stage=NONE").starts_with("not found: ")) << get("aws-sm:prod/db?stage=NONE");
  EXPECT_TRUE(get("aws-sm:prod/db?region=us-east-1").starts_with("not found: "));
}

TEST_F(AwsMoto, WhoMayNotAndWhoIsNotKnown) {
  use((*moto)["denied_access_key"], (*moto)["denied_secret_key"]);
  EXPECT_TRUE(get("aws-sm:prod/db").contains("AccessDenied")) << get("aws-sm:prod/db");
  use((*moto)["access_key"], "another");
  EXPECT_TRUE(get("aws-sm:prod/db").contains("SignatureDoesNotMatch")) << get("aws-sm:prod/db");
  use("AKIAUNKNOWN", "a");
  EXPECT_TRUE(get("aws-sm:prod/db").contains("InvalidClientTokenId")) << get("aws-sm:prod/db");
  for (const auto& [access, secret] :
       {std::pair((*moto)["access_key"], std::string("another")), std::pair(std::string("AKIAUNKNOWN"), std::string("a"))}) {
    use(access, secret);
    EXPECT_TRUE(get("aws-sm:prod/db").starts_with("denied: "));
  }
}

TEST_F(AwsMoto, ARoleBehindKeys) {
  std::string path = testing::TempDir() + "aws_moto_config";
  ASSERT_TRUE(base::write_file_atomic(path, "[profile app]\nrole_arn = " + (*moto)["role_arn"] + "\ncredential_source = Environment\n" +
                                                "[profile web]\nrole_arn = " + (*moto)["role_arn"] + "\nsource_profile = keys\n" +
                                                "[profile keys]\naws_access_key_id = " + (*moto)["access_key"] +
                                                "\naws_secret_access_key = " + (*moto)["secret_key"] + "\n"));
  world.variables["AWS_CONFIG_FILE"] = path;
  world.variables["AWS_PROFILE"] = "web";
  world.variables.erase("AWS_ACCESS_KEY_ID");
  world.variables.erase("AWS_SECRET_ACCESS_KEY");
  EXPECT_EQ(get("aws-sm:prod/db#user"), "app");
  EXPECT_TRUE(opened().session_ttl().has_value());
  Result<std::string> stored = opened().put(*parse_reference("aws-sm:prod/plain"), "by the role");  // its policy allows to read only
  ASSERT_FALSE(stored);
  EXPECT_EQ(stored.error().code, Code::kDenied) << stored.error().message;
  std::filesystem::remove(path);
}

TEST_F(AwsMoto, StoresListsAndRetires) {
  Reference password = *parse_reference("aws-sm:prod/db#password");
  EXPECT_EQ(get("aws-sm:prod/db#password"), "sec\"ond \u00e4");
  Result<std::string> version = opened().put(password, "thi\\rd");
  ASSERT_TRUE(version) << version.error().message;
  EXPECT_EQ(get("aws-sm:prod/db"), "{\"user\":\"app\",\"password\":\"thi\\\\rd\",\"port\":5432}");
  EXPECT_EQ(get("aws-sm:prod/db#password?version=" + *version), "thi\\rd");
  EXPECT_EQ(get("aws-sm:prod/db#password?stage=AWSPREVIOUS"), "sec\"ond \u00e4");

  Result<void> retired = opened().retire_previous(password);
  ASSERT_TRUE(retired) << retired.error().message;
  EXPECT_TRUE(get("aws-sm:prod/db#password?stage=AWSPREVIOUS").starts_with("not found: "));
  EXPECT_EQ(get("aws-sm:prod/db#password"), "thi\\rd");
  EXPECT_TRUE(opened().retire_previous(password));

  base::Notes notes;
  Result<std::vector<Reference>> listed = opened().list("prod/", notes);
  ASSERT_TRUE(listed) << listed.error().message;
  std::vector<std::string> names;
  for (const Reference& one : *listed) names.push_back(to_string(one));
  std::ranges::sort(names);
  EXPECT_EQ(names, (std::vector<std::string>{"aws-sm:prod/binary", "aws-sm:prod/db", "aws-sm:prod/plain"}));
  EXPECT_EQ(opened().list("", notes)->size(), 4u);
  EXPECT_TRUE(notes.empty());
}

}  // namespace
}  // namespace batten::secrets
