// SPDX-License-Identifier: Apache-2.0
//
// A scripted registry on this machine: logins, refusals, wrong bytes, broken connections, indexes.
#include <gtest/gtest.h>

#include <chrono>
#include <map>

#include "base/file.h"
#include "base/format.h"
#include "base/hash.h"
#include "http/loopback_server.h"
#include "image/direct_parser.h"
#include "image/registry_client.h"
#include "image/source.h"
#include "image/temporary_directory.h"

namespace batten::image {
namespace {

using http::LoopbackServer;

// What the registry was asked for: "/v2/...".
std::string path_of(const std::string& request) {
  std::size_t from = request.find(' ') + 1;
  return request.substr(from, request.find(' ', from) - from);
}

bool has(const std::string& request, const std::string& line) { return request.contains("\r\n" + line + "\r\n"); }

std::string digest_of(const std::string& bytes) { return "sha256:" + base::sha256_hex(bytes); }
model::Digest digest(const std::string& bytes) { return *model::Digest::parse(digest_of(bytes)); }

class RegistryTest : public ::testing::Test {
 protected:
  static RegistryClient client_of(const LoopbackServer& server, RegistryOptions options = {}) {
    return {server.url(), *model::parse_reference(server.host() + "/team/app:1.0"), options};
  }
  void login(const LoopbackServer& server) {
    directory_.file("config.json", format(R"({{"auths":{{"{}":{{"auth":"dXNlcjpwYXNz"}}}}}})", server.host()));
  }

  TemporaryDirectory directory_;
  NoLogins only_here_{directory_.path()};
};

TEST_F(RegistryTest, AnonymousReading) {
  std::string seen;
  LoopbackServer server([&](const std::string& request) {
    seen = request;
    return LoopbackServer::answer(200, "{}", {"Docker-Content-Digest: " + digest_of("{}")});
  });
  auto manifest = client_of(server).manifest("1.0");
  ASSERT_TRUE(manifest) << manifest.error().message;
  EXPECT_EQ(manifest->bytes, "{}");
  EXPECT_EQ(manifest->digest.text(), digest_of("{}"));
  EXPECT_EQ(path_of(seen), "/v2/team/app/manifests/1.0");
  EXPECT_NE(seen.find("application/vnd.oci.image.index.v1+json"), std::string::npos);
  EXPECT_EQ(seen.find("Authorization"), std::string::npos);
}

TEST_F(RegistryTest, ATokenIsFetchedOnceWithTheLogin) {
  std::vector<std::string> asked;
  std::string url;
  LoopbackServer server([&](const std::string& request) {
    asked.push_back(path_of(request));
    if (asked.back().starts_with("/token"))
      return has(request, "Authorization: Basic dXNlcjpwYXNz") ? LoopbackServer::answer(200, R"({"token":"t0ken"})")
                                                               : LoopbackServer::answer(401, "");
    if (has(request, "Authorization: Bearer t0ken")) return LoopbackServer::answer(200, "bytes");
    return LoopbackServer::answer(401, "", {"WWW-Authenticate: Bearer realm=\"" + url + "/token\",service=\"the registry\""});
  });
  url = server.url();
  login(server);
  RegistryClient client = client_of(server);
  auto manifest = client.manifest("1.0");
  ASSERT_TRUE(manifest) << manifest.error().message;
  ASSERT_TRUE(client.blob(digest("bytes"), 100));
  EXPECT_EQ(asked,
            (std::vector<std::string>{"/v2/team/app/manifests/1.0", "/token?service=the%20registry&scope=repository%3Ateam%2Fapp%3Apull",
                                      "/v2/team/app/manifests/1.0", "/v2/team/app/blobs/" + digest_of("bytes")}));
}

TEST_F(RegistryTest, AnonymousTokensAndWrongLogins) {
  std::string url;
  LoopbackServer server([&](const std::string& request) {
    if (path_of(request).starts_with("/token"))
      return request.contains("Authorization") ? LoopbackServer::answer(401, R"({"details":"incorrect username or password"})")
                                               : LoopbackServer::answer(200, R"({"access_token":"anybody"})");
    if (has(request, "Authorization: Bearer anybody")) return LoopbackServer::answer(200, "{}");
    return LoopbackServer::answer(401, "", {"WWW-Authenticate: Bearer realm=\"" + url + "/token\""});
  });
  url = server.url();
  EXPECT_TRUE(client_of(server).manifest("1.0"));
  login(server);
  auto refused = client_of(server).manifest("1.0");
  EXPECT_EQ(refused.error().code, Code::kDenied);
  EXPECT_NE(refused.error().message.find("incorrect username or password"), std::string::npos) << refused.error().message;
  EXPECT_EQ(refused.error().message.find("dXNl"), std::string::npos);
}

TEST_F(RegistryTest, BasicLogin) {
  LoopbackServer server([](const std::string& request) {
    bool known = has(request, "Authorization: Basic dXNlcjpwYXNz");
    return known ? LoopbackServer::answer(200, "{}") : LoopbackServer::answer(401, "", {"WWW-Authenticate: Basic realm=\"here\""});
  });
  auto refused = client_of(server).manifest("1.0");
  EXPECT_EQ(refused.error().code, Code::kDenied);
  EXPECT_NE(refused.error().message.find("wants a login"), std::string::npos) << refused.error().message;
  login(server);
  EXPECT_TRUE(client_of(server).manifest("1.0"));
}

TEST_F(RegistryTest, ALoginThatIsNotEnoughIsTriedOnce) {
  LoopbackServer server([](const std::string&) { return LoopbackServer::answer(401, "", {"WWW-Authenticate: Basic realm=\"here\""}); });
  login(server);
  auto refused = client_of(server).manifest("1.0");
  EXPECT_EQ(refused.error().code, Code::kDenied);
  EXPECT_NE(refused.error().message.find("no right to read it"), std::string::npos);
  EXPECT_EQ(server.requests(), 2);
  LoopbackServer silent([](const std::string&) { return LoopbackServer::answer(401, ""); });
  EXPECT_NE(client_of(silent).manifest("1.0").error().message.find("does not say how"), std::string::npos);
}

TEST_F(RegistryTest, StatusesAreErrorsWithTheirReason) {
  for (auto [status, code, said] : {std::tuple{404, Code::kNotFound, "manifest unknown"},
                                    {403, Code::kDenied, "no right to read it"},
                                    {429, Code::kUnavailable, "BATTEN_REGISTRY_MIRRORS"},
                                    {500, Code::kUnavailable, "manifest unknown"}}) {
    LoopbackServer server([status = status](const std::string&) {
      return LoopbackServer::answer(status, R"({"errors":[{"code":"X","message":"manifest unknown"}]})", {"Retry-After: 0"});
    });
    Error error = client_of(server).manifest("1.0").error();
    EXPECT_EQ(error.code, code) << status;
    EXPECT_NE(error.message.find(said), std::string::npos) << error.message;
    EXPECT_NE(error.message.find("manifest 1.0"), std::string::npos) << error.message;
  }
}

TEST_F(RegistryTest, AHangingRegistryIsATimeout) {
  LoopbackServer server([](const std::string&) { return std::string(); });
  auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(client_of(server, {.idle_timeout_ms = 1000}).manifest("1.0").error().code, Code::kTimeout);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10));
}

TEST_F(RegistryTest, OtherBytesThanTheDigestSaysAreCorrupt) {
  LoopbackServer server([](const std::string&) { return LoopbackServer::answer(200, "{}", {"Docker-Content-Digest: " + digest_of("x")}); });
  RegistryClient client = client_of(server);
  EXPECT_EQ(client.manifest("1.0").error().code, Code::kCorrupt) << "the registry's own digest";
  EXPECT_EQ(client.manifest(digest_of("y")).error().code, Code::kCorrupt) << "the digest that was asked for";
  EXPECT_TRUE(client.manifest(digest_of("{}"))) << "what was asked for counts";
  EXPECT_EQ(client.blob(digest("y"), 100).error().code, Code::kCorrupt);
  EXPECT_TRUE(client.blob(digest("{}"), 100));
  EXPECT_EQ(client.blob(digest("{}"), 1).error().code, Code::kLimit);
}

Result<std::string> streamed(RegistryClient& client, const std::string& content) {
  std::string out;
  TRY(client.stream_blob(digest(content), [&](std::string_view bytes) -> Result<void> {
    out += bytes;
    return {};
  }));
  return out;
}

// The beginning of an answer that announces the whole.
std::string broken_off(const std::string& content, std::size_t after) {
  std::string whole = LoopbackServer::answer(200, content);
  return whole.substr(0, whole.size() - content.size() + after);
}

TEST_F(RegistryTest, ABrokenConnectionIsResumed) {
  std::string content;
  for (int i = 0; i < 50'000; ++i) content += std::to_string(i);
  int tries = 0;
  LoopbackServer server([&](const std::string&) {
    ++tries;
    return tries < 4 ? broken_off(content, static_cast<std::size_t>(tries) * 50'000) : LoopbackServer::answer(200, content);
  });
  RegistryClient client = client_of(server);
  auto got = streamed(client, content);
  ASSERT_TRUE(got) << got.error().message;
  EXPECT_TRUE(*got == content);
  EXPECT_EQ(tries, 4);
}

TEST_F(RegistryTest, AConnectionThatAlwaysBreaksIsGivenUp) {
  std::string content(100'000, 'x');
  LoopbackServer same([&](const std::string&) { return broken_off(content, 1000); });
  RegistryClient client = client_of(same);
  EXPECT_EQ(streamed(client, content).error().code, Code::kUnavailable);
  EXPECT_EQ(same.requests(), 2) << "the second try brought nothing new";
  std::size_t tries = 0;
  LoopbackServer slow([&](const std::string&) { return broken_off(content, ++tries * 1000); });
  RegistryClient other = client_of(slow);
  EXPECT_EQ(streamed(other, content).error().code, Code::kUnavailable);
  EXPECT_EQ(slow.requests(), 4);
}

TEST_F(RegistryTest, AReaderThatRefusesEndsTheBlob) {
  LoopbackServer server([](const std::string&) { return LoopbackServer::answer(200, std::string(1000, 'x')); });
  RegistryClient client = client_of(server);
  auto done = client.stream_blob(digest("x"), [](std::string_view) -> Result<void> { return Error{Code::kUnavailable, "pipe closed"}; });
  EXPECT_NE(done.error().message.find("pipe closed"), std::string::npos);
  EXPECT_EQ(server.requests(), 1);
}

TEST_F(RegistryTest, AServerOfTlsIsAskedByTls) {
  LoopbackServer server(
      [](const std::string&) { return LoopbackServer::answer(400, "Client sent an HTTP request to an HTTPS server.\n"); });
  auto manifest = client_of(server, {.idle_timeout_ms = 300}).manifest("1");
  ASSERT_FALSE(manifest);
  // This one can't speak it after all.
  EXPECT_TRUE(manifest.error().message.contains("https://" + server.host())) << manifest.error().message;
  LoopbackServer refuses([](const std::string&) { return LoopbackServer::answer(400, "a bad request"); });
  auto refused = client_of(refuses).manifest("1");
  ASSERT_FALSE(refused);
  EXPECT_TRUE(refused.error().message.contains("http://" + refuses.host())) << refused.error().message;
}

TEST_F(RegistryTest, Endpoints) {
  using List = std::vector<std::string>;
  EXPECT_EQ(*registry_endpoints("r.example", {}), (List{"https://r.example"}));
  EXPECT_EQ(*registry_endpoints("r.example", {.allow_plain_http = true}), (List{"http://r.example", "https://r.example"}));
  EXPECT_EQ(*registry_endpoints("localhost:5000", {}), (List{"http://localhost:5000", "https://localhost:5000"}));
  EnvironmentVariable mirrors("BATTEN_REGISTRY_MIRRORS", "r.example=https://m.example/, r.example=http://plain.example,o.example=x");
  EXPECT_EQ(*registry_endpoints("r.example", {}), (List{"https://m.example", "https://r.example"}));
  EnvironmentVariable odd("BATTEN_REGISTRY_MIRRORS", "r.example=user:secret@m.example");
  auto refused = registry_endpoints("r.example", {});
  EXPECT_EQ(refused.error().code, Code::kInvalidArgument);
  EXPECT_EQ(refused.error().message.find("secret"), std::string::npos) << refused.error().message;
}

// An index of images, each of one layer; documents by path.
class IndexTest : public RegistryTest {
 protected:
  std::string descriptor(const std::string& type, const std::string& bytes, const std::string& more = "") {
    return format(R"({{"mediaType":"application/vnd.oci.image.{}","digest":"{}","size":{}{}}})", type, digest_of(bytes), bytes.size(),
                  more);
  }
  // The descriptor of the manifest.
  std::string image(const std::string& arch, std::size_t diff_ids = 1) {
    std::string ids;
    for (std::size_t i = 0; i < diff_ids; ++i) ids += (i > 0 ? "," : "") + format("\"{}\"", digest_of("tar of " + arch));
    std::string config = format(R"({{"architecture":"{}","os":"linux","rootfs":{{"type":"layers","diff_ids":[{}]}}}})", arch, ids);
    std::string manifest =
        format(R"({{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":{},"layers":[{}]}})",
               descriptor("config.v1+json", config), descriptor("layer.v1.tar", "tar of " + arch));
    documents_["/v2/team/app/blobs/" + digest_of(config)] = config;
    documents_["/v2/team/app/blobs/" + digest_of("tar of " + arch)] = "tar of " + arch;
    documents_["/v2/team/app/manifests/" + digest_of(manifest)] = manifest;
    return descriptor("manifest.v1+json", manifest, format(R"(,"platform":{{"os":"linux","architecture":"{}"}})", arch));
  }
  std::string index(const std::string& items) {
    std::string text = format(R"({{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[{}]}})", items);
    documents_["/v2/team/app/manifests/" + digest_of(text)] = text;
    documents_["/v2/team/app/manifests/1.0"] = text;
    return descriptor("index.v1+json", text);
  }
  Result<OpenedImage> open(const std::string& arch) {
    SourceOptions options;
    options.platform.arch = arch;
    for (const Source* source : all_sources()) {
      if (source->name == "registry") return source->open(server_.host() + "/team/app:1.0", options, parser_);
    }
    return Error{Code::kInternal, "no source"};
  }

  DirectParser parser_;
  std::map<std::string, std::string> documents_;
  LoopbackServer server_{[this](const std::string& request) {
    auto found = documents_.find(path_of(request));
    return found == documents_.end() ? LoopbackServer::answer(404, "") : LoopbackServer::answer(200, found->second);
  }};
};

TEST_F(IndexTest, ThePlatformThatIsWantedIsChosen) {
  index(image("amd64") + "," + image("arm64"));
  for (const char* arch : {"arm64", "amd64"}) {
    auto opened = open(arch);
    ASSERT_TRUE(opened) << opened.error().message;
    EXPECT_EQ(opened->config.platform.arch, arch);
    EXPECT_EQ(opened->source.kind, "registry");
    EXPECT_EQ(opened->source.index_digest.text(), digest_of(documents_["/v2/team/app/manifests/1.0"]));
    EXPECT_NE(opened->source.manifest_digest, opened->source.index_digest);
    EXPECT_EQ(opened->source.name, server_.host() + "/team/app:1.0");
    ASSERT_EQ(opened->layers.size(), 1u);
    EXPECT_EQ(opened->layers[0].diff_id, digest(std::string("tar of ") + arch));
    auto input = opened->layers[0].open();
    ASSERT_TRUE(input);
    ASSERT_TRUE(input->feed());
    EXPECT_EQ(*base::read_all(input->fd.get(), 100), std::string("tar of ") + arch);
  }
}

TEST_F(IndexTest, APlatformThatIsNotThereIsSaidWithThoseThatAre) {
  index(image("amd64") + "," + image("s390x"));
  auto opened = open("riscv64");
  EXPECT_EQ(opened.error().code, Code::kNotFound);
  EXPECT_NE(opened.error().message.find("linux/amd64, linux/s390x"), std::string::npos) << opened.error().message;
}

TEST_F(IndexTest, AnIndexInIndexesHasAnEnd) {
  std::string item = image("amd64");
  auto nest = [&](int levels) {
    std::string inner = item;
    for (int i = 0; i < levels; ++i) {
      inner = index(inner);
      inner.insert(inner.size() - 1, R"(,"platform":{"os":"linux","architecture":"amd64"})");
    }
  };
  nest(4);
  EXPECT_TRUE(open("amd64"));
  nest(5);
  EXPECT_EQ(open("amd64").error().code, Code::kLimit);
}

TEST_F(IndexTest, AManifestThatIsMissingOrDoesNotFitItsConfiguration) {
  index(image("amd64", 2));
  EXPECT_EQ(open("amd64").error().code, Code::kCorrupt);
  std::string item = image("amd64");
  documents_.clear();
  index(item);
  EXPECT_EQ(open("amd64").error().code, Code::kNotFound);
  documents_["/v2/team/app/manifests/1.0"] = "{";
  EXPECT_EQ(open("amd64").error().code, Code::kCorrupt);
}

}  // namespace
}  // namespace batten::image
