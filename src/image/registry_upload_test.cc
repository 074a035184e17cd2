// SPDX-License-Identifier: Apache-2.0
//
// Uploads against a small registry in memory; pushing to a real one is tried in tests/db.
#include "image/registry_upload.h"

#include <gtest/gtest.h>

#include <map>

#include "base/format.h"
#include "base/hash.h"
#include "base/text.h"
#include "http/loopback_server.h"

namespace batten::image {
namespace {

// POST, PATCH, PUT as the distribution-spec has them, for one upload at a time.
class MemoryRegistry {
 public:
  MemoryRegistry() : server_([this](const std::string& request) { return answer(request); }) {}

  std::string url() const { return server_.url(); }
  std::string host() const { return server_.host(); }
  std::map<std::string, std::string> blobs;  // by digest
  std::map<std::string, std::string> manifests;
  std::vector<std::string> requests;                             // "PATCH 0-9"
  std::string location = "/v2/team/db/blobs/uploads/1?state=a";  // what uploads go on at
  bool wrong_digest = false;

 private:
  static std::string header(const std::string& request, std::string_view name) {
    std::string out;
    base::each_line(request.substr(0, request.find("\r\n\r\n")), [&](std::string_view line) {
      if (base::lower(line).starts_with(std::string(name) + ": ")) out = base::trim(line.substr(name.size() + 2));
    });
    return out;
  }

  std::string answer(const std::string& request) {
    const std::string line = request.substr(0, request.find('\r'));
    auto words = base::words(line);
    std::string method(words[0]), target(words[1]), body = request.substr(request.find("\r\n\r\n") + 4);
    std::string range = header(request, "content-range");
    requests.push_back(method + (range.empty() ? "" : " " + range));
    auto say = [&](int status, std::vector<std::string> headers = {}) { return http::LoopbackServer::answer(status, "", headers); };
    if (method == "HEAD") return say(blobs.contains(target.substr(target.rfind('/') + 1)) ? 200 : 404);
    if (method == "POST") {
      upload_.clear();
      return say(202, {"Location: " + location});
    }
    if (method == "PATCH") {
      if (range != format("{}-{}", upload_.size(), upload_.size() + body.size() - 1)) return say(416);
      upload_ += body;
      return say(202, {"Location: " + location});
    }
    if (target.contains("/manifests/")) {
      manifests[target.substr(target.rfind('/') + 1)] = body;
      std::string digest = wrong_digest ? std::string(64, '0') : base::sha256_hex(body);
      return say(201, {"Docker-Content-Digest: sha256:" + digest});
    }
    upload_ += body;
    std::string digest = "sha256:" + base::sha256_hex(upload_);
    if (!target.ends_with("&digest=" + http::percent_encode(digest))) return say(400);
    blobs[digest] = upload_;
    return say(201);
  }

  std::string upload_;
  http::LoopbackServer server_;  // last: it stops before the rest goes
};

class Upload : public testing::Test {
 protected:
  Upload() : client_(registry_.url(), {.registry = registry_.host(), .repository = "team/db", .tag = "1", .digest = {}}, {}) {}
  static model::Digest digest_of(std::string_view bytes) { return model::Digest::of_sha256_hex(base::sha256_hex(bytes)); }

  MemoryRegistry registry_;
  RegistryClient client_;
};

TEST_F(Upload, AtOnceAndOnlyWhatIsMissing) {
  RegistryUpload upload(client_);
  const std::string bytes = "some bytes";
  auto sent = upload.put_blob(digest_of(bytes), bytes);
  ASSERT_TRUE(sent) << sent.error().message;
  EXPECT_TRUE(*sent);
  EXPECT_EQ(registry_.blobs[digest_of(bytes).text()], bytes);
  EXPECT_EQ(registry_.requests, (std::vector<std::string>{"HEAD", "POST", "PUT"}));
  registry_.requests.clear();
  auto again = upload.put_blob(digest_of(bytes), bytes);
  ASSERT_TRUE(again);
  EXPECT_FALSE(*again);
  EXPECT_EQ(registry_.requests, (std::vector<std::string>{"HEAD"}));
}

TEST_F(Upload, InPieces) {
  RegistryUpload upload(client_, 10);
  for (std::size_t size : {11u, 20u, 25u, 30u}) {
    registry_.requests.clear();
    std::string bytes;
    for (std::size_t i = 0; i < size; ++i) bytes.push_back(static_cast<char>('a' + i + size));
    auto sent = upload.put_blob(digest_of(bytes), bytes);
    ASSERT_TRUE(sent) << sent.error().message;
    EXPECT_EQ(registry_.blobs[digest_of(bytes).text()], bytes);
    EXPECT_EQ(registry_.requests[2], "PATCH 0-9");
    EXPECT_EQ(registry_.requests.back(), "PUT");
    EXPECT_EQ(registry_.requests.size(), 3 + (size + 9) / 10);
  }
}

TEST_F(Upload, BytesThatDoNotFitTheirDigestAreNotThere) {
  RegistryUpload upload(client_);
  EXPECT_FALSE(upload.put_blob(digest_of("others"), "some bytes"));
  EXPECT_TRUE(registry_.blobs.empty());
}

TEST_F(Upload, GoesOnAtAnotherAddress) {
  registry_.location = registry_.url() + "/elsewhere?x=1";
  RegistryUpload upload(client_);
  EXPECT_TRUE(upload.put_blob(digest_of("bytes"), "bytes"));
  registry_.location = "ftp://elsewhere/x?y=1";
  EXPECT_FALSE(upload.put_blob(digest_of("more"), "more"));
  registry_.location = "";
  EXPECT_FALSE(upload.put_blob(digest_of("more"), "more"));
}

TEST_F(Upload, Manifests) {
  RegistryUpload upload(client_);
  ASSERT_TRUE(upload.put_manifest("1", "application/vnd.oci.image.manifest.v1+json", "{}"));
  EXPECT_EQ(registry_.manifests["1"], "{}");
  registry_.wrong_digest = true;
  EXPECT_EQ(upload.put_manifest("1", "application/vnd.oci.image.manifest.v1+json", "{}").error().code, Code::kCorrupt);
}

}  // namespace
}  // namespace batten::image
