// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <gtest/gtest.h>
#include <spawn.h>
#include <stdlib.h>  // NOLINT: mkdtemp is not in <cstdlib>
#include <sys/wait.h>
#include <unistd.h>

#include <cstddef>
#include <filesystem>
#include <system_error>
#include <utility>

#include "base/file.h"
#include "base/process.h"
#include "http/client.h"
#include "secrets/vault_fixture.h"

namespace batten::secrets {

VaultProcess& VaultProcess::of(const std::string& kind) {
  static std::map<std::string, std::unique_ptr<VaultProcess>> running;
  std::unique_ptr<VaultProcess>& one = running[kind];
  if (!one) one.reset(new VaultProcess(kind));
  return *one;
}

VaultProcess::~VaultProcess() {
  input_.reset();  // it ends then
  if (pid_ > 0) ::waitpid(pid_, nullptr, 0);
  std::error_code ignored;
  if (!folder_.empty()) std::filesystem::remove_all(folder_, ignored);
}

std::string VaultProcess::operator[](std::string_view name) const { return told_ ? std::string((*told_)[name].string()) : ""; }

std::string VaultProcess::call(const std::string& method, const std::string& path, const std::string& body,
                               const std::string& header) const {
  http::Request request{.method = method,
                        .url = (*this)["url"] + path,
                        .headers = {{"X-Vault-Token", (*this)["root_token"]}},
                        .body = body,
                        .unix_socket = {},
                        .ca_files = {},
                        .client_certificate = {},
                        .client_key = {}};
  std::size_t colon = header.find(": ");
  if (colon != std::string::npos) request.headers.emplace_back(header.substr(0, colon), header.substr(colon + 2));
  http::Client client;
  Result<http::Response> answer = client.send(request);
  EXPECT_TRUE(answer && answer->status < 300) << method << " " << path << ": " << (answer ? answer->body : answer.error().message);
  return answer ? answer->body : "";
}

std::string VaultProcess::wrapped(const std::string& path, const std::string& body, const std::string& ttl) const {
  Result<json::Document> answer = json::Document::parse(call("POST", "/v1/" + path, body, "X-Vault-Wrap-TTL: " + ttl));
  return answer ? std::string((*answer)["wrap_info"]["token"].string()) : "";
}

VaultProcess::VaultProcess(const std::string& kind) : is_real_(kind == "real") {
  std::vector<std::string> argv{"python3", BATTEN_SOURCE_DIR "/tests/servers/vault.py"};
  if (is_real_) {
    std::string program = base::environment("BATTEN_VAULT_SERVER");
    if (program.empty()) program = BATTEN_SOURCE_DIR "/build/servers/vault_server";
    if (!base::is_regular_file(program)) {
      reason_ = "no Vault server is built (tests/servers/vault/main.go)";
      return;
    }
    argv.insert(argv.end(), {"--real", program});
  }
  for (const std::vector<std::string>& needed : {std::vector<std::string>{"python3", "--version"}, {"openssl", "version"}}) {
    if (!base::run_process(needed, "", std::chrono::seconds(20))) reason_ = needed.front() + " is not there";
  }
  if (!reason_.empty()) return;
  std::string folder = std::filesystem::temp_directory_path() / "batten-vault-XXXXXX";
  if (::mkdtemp(folder.data()) == nullptr) {
    reason_ = "no temporary directory can be made";
    return;
  }
  folder_ = folder;
  argv.push_back(folder);
  start(argv);
}

void VaultProcess::start(const std::vector<std::string>& argv) {
  int in[2], out[2];
  ASSERT_EQ(::pipe2(in, O_CLOEXEC), 0);
  base::Fd child_in(in[0]);
  input_ = base::Fd(in[1]);
  ASSERT_EQ(::pipe2(out, O_CLOEXEC), 0);
  base::Fd read_end(out[0]), child_out(out[1]);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, child_in.get(), 0);
  posix_spawn_file_actions_adddup2(&actions, child_out.get(), 1);
  std::vector<char*> words;
  for (const std::string& word : argv) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  int failed = ::posix_spawnp(&pid_, words[0], &actions, nullptr, words.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  ASSERT_EQ(failed, 0);
  child_out.reset();
  std::string line;
  char c = 0;
  while (::read(read_end.get(), &c, 1) == 1 && c != '\n') line += c;
  Result<json::Document> told = json::Document::parse(line);
  ASSERT_TRUE(told) << "vault.py did not start: " << line;
  told_ = std::make_unique<json::Document>(std::move(*told));
}

Surroundings VaultWorld::surroundings() const {
  return {.environment =
              [variables = variables](const char* name) {
                auto at = variables.find(name);
                return at == variables.end() ? std::string() : at->second;
              },
          .now = [ahead = ahead] { return std::chrono::system_clock::now() + *ahead; },
          .sleep = [waits = waits](std::chrono::milliseconds time) { waits->push_back(time); },
          .timeout_ms = timeout_ms,
          .tries = tries};
}

Result<std::unique_ptr<Session>> VaultWorld::open(std::string_view provider) const { return find_provider(provider)->open(surroundings()); }

Reference parsed(std::string_view text) {
  Result<Reference> out = parse_reference(text);
  EXPECT_TRUE(out) << text;
  return out ? *out : Reference{};
}

namespace {

TEST(VaultFixture, TheServersAreWhatTheyAreCalled) {
  for (const char* kind : {"stand-in", "real"}) {
    VaultProcess& server = VaultProcess::of(kind);
    if (!server.reason().empty()) continue;
    bool is_stand_in = !server["control_url"].empty();
    EXPECT_EQ(is_stand_in, !server.is_real());
    EXPECT_TRUE(server.call("GET", "/v1/sys/health", "").contains("\"sealed\""));
  }
}

}  // namespace
}  // namespace batten::secrets
