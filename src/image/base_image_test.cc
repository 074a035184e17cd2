// SPDX-License-Identifier: Apache-2.0
#include "image/base_image.h"

#include <gtest/gtest.h>

#include <map>

#include "base/format.h"
#include "base/hash.h"
#include "http/client.h"
#include "http/loopback_server.h"
#include "image/direct_parser.h"
#include "image/temporary_directory.h"

namespace batten::image {
namespace {

using http::LoopbackServer;
using model::BaseEvidence;

model::Digest digest(const std::string& bytes) { return model::Digest::of_sha256_hex(base::sha256_hex(bytes)); }

std::string quoted(const std::vector<model::Digest>& list) {
  std::string out;
  for (const model::Digest& item : list) out += format("{}\"{}\"", out.empty() ? "" : ",", item.text());
  return out;
}

// Answers what it has, as a registry and as an engine would; nothing else is asked.
class BaseImageTest : public ::testing::Test {
 protected:
  void SetUp() override {
    config_.diff_ids = layers_;
    source_.kind = "registry";
    source_.name = server_.host() + "/team/app:1";
    source_.config_digest = digest("app");
    options_.docker_host = "tcp://" + server_.host();
    documents_["/images/json"] = "[]";
  }

  // team/NAME:1 in the registry; the digest of its manifest.
  model::Digest publish(const std::string& name, const std::vector<model::Digest>& layers) {
    std::string config = format(R"({{"architecture":"amd64","os":"linux","rootfs":{{"diff_ids":[{}]}}}})", quoted(layers));
    std::string blobs;
    for (const model::Digest& layer : layers) blobs += format(R"({}{{"digest":"{}","size":1}})", blobs.empty() ? "" : ",", layer.text());
    std::string manifest =
        format(R"({{"schemaVersion":2,"config":{{"digest":"{}","size":{}}},"layers":[{}]}})", digest(config).text(), config.size(), blobs);
    documents_["/v2/team/" + name + "/blobs/" + digest(config).text()] = config;
    documents_["/v2/team/" + name + "/manifests/1"] = manifest;
    documents_["/v2/team/" + name + "/manifests/" + digest(manifest).text()] = manifest;
    return digest(manifest);
  }

  void hold_in_engine(const std::string& name, const std::vector<model::Digest>& layers) {
    std::string tags = name.empty() ? "" : "\"" + name + "\"";
    std::string id = digest("id of " + name).text();
    std::string& list = documents_["/images/json"];
    list.insert(list.size() - 1, format(R"({}{{"Id":"{}","RepoTags":[{}]}})", list.size() > 2 ? "," : "", id, tags));
    documents_["/images/" + http::percent_encode(id) + "/json"] =
        format(R"({{"Id":"{}","RepoTags":[{}],"RootFS":{{"Type":"layers","Layers":[{}]}}}})", id, tags, quoted(layers));
  }

  Result<FoundBase> find(const std::string& given = {}, bool offline = false) {
    BaseQuery query{
        .source = source_, .config = config_, .annotations = annotations_, .layers = layers_, .given = given, .offline = offline};
    return find_base(query, options_, parser_);
  }

  // "debian:12 1 given", or why there is none.
  std::string found(const std::string& given = {}, bool offline = false) {
    auto base = find(given, offline);
    if (!base) return base.error().message;
    notes_ = base->notes;
    if (!base->base) return "none";
    return format("{} {} {}", base->base->name, base->base->layers, model::evidence_name(base->base->evidence));
  }

  TemporaryDirectory directory_;
  NoLogins only_here_{directory_.path()};
  DirectParser parser_;
  SourceOptions options_;
  std::vector<model::Digest> layers_ = {digest("1"), digest("2"), digest("3")};
  model::SourceInfo source_;
  model::ImageConfig config_;
  std::map<std::string, std::string> annotations_;
  base::Notes notes_;
  std::map<std::string, std::string> documents_;
  std::vector<std::string> asked_;
  LoopbackServer server_{[this](const std::string& request) {
    std::size_t from = request.find(' ') + 1;
    std::string path = request.substr(from, request.find(' ', from) - from);
    asked_.push_back(path);
    auto at = documents_.find(path);
    return at == documents_.end() ? LoopbackServer::answer(404, "{}") : LoopbackServer::answer(200, at->second);
  }};
};

TEST_F(BaseImageTest, WhatTheUserGivesMustBeBelow) {
  std::string base = "registry:" + server_.host() + "/team/base:1";
  model::Digest manifest = publish("base", {digest("1"), digest("2")});
  EXPECT_EQ(found(base), base + " 2 given");
  EXPECT_EQ(find(base)->base->digest, manifest);
  publish("base", {digest("1"), digest("other")});
  auto wrong = find(base);
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().code, Code::kInvalidArgument);
  EXPECT_NE(wrong.error().message.find("the image is not built from that: layer 2 is sha256:"), std::string::npos) << wrong.error().message;
  publish("base", {digest("1"), digest("2"), digest("3"), digest("4")});
  EXPECT_NE(found(base).find("it has 4 layers, the image only 3"), std::string::npos);
  publish("base", layers_);
  EXPECT_EQ(found(base), base + " 3 given") << "an image of settings only";
  documents_.clear();
  EXPECT_EQ(find(base).error().code, Code::kNotFound);
}

TEST_F(BaseImageTest, WhatTheManifestNamesIsAskedForByDigest) {
  model::Digest manifest = publish("base", {digest("1")});
  annotations_["org.opencontainers.image.base.name"] = server_.host() + "/team/base:1";
  annotations_["org.opencontainers.image.base.digest"] = manifest.text();
  EXPECT_EQ(found(), server_.host() + "/team/base:1 1 annotation");
  EXPECT_EQ(asked_.front(), "/v2/team/base/manifests/" + manifest.text());
  asked_.clear();
  EXPECT_EQ(found({}, true), "none") << "offline";
  EXPECT_EQ(asked_, std::vector<std::string>{"/images/json"}) << "the engine of this machine may be asked";
  ASSERT_EQ(notes_.size(), 1u);
  EXPECT_NE(notes_[0].message.find("could not be compared: offline"), std::string::npos) << notes_[0].message;
}

TEST_F(BaseImageTest, AnImageSendsUsNowhere) {
  source_.name = "r.example/team/app:1";
  annotations_["org.opencontainers.image.base.name"] = server_.host() + "/team/base:1";
  publish("base", {digest("1")});
  EXPECT_EQ(found(), "none");
  EXPECT_EQ(asked_, std::vector<std::string>{"/images/json"});
  ASSERT_EQ(notes_.size(), 1u);
  EXPECT_EQ(notes_[0].kind, base::Note::Kind::kInfo);
  EXPECT_NE(notes_[0].message.find("neither the image's own registry nor a well-known one"), std::string::npos) << notes_[0].message;
}

TEST_F(BaseImageTest, WhatDoesNotFitIsNotBelieved) {
  publish("base", {digest("other")});
  annotations_["org.opencontainers.image.base.name"] = server_.host() + "/team/base:1";
  EXPECT_EQ(found(), "none");
  ASSERT_EQ(notes_.size(), 1u);
  EXPECT_NE(notes_[0].message.find("not the lowest ones here"), std::string::npos) << notes_[0].message;
  annotations_["org.opencontainers.image.base.name"] = "Not A Reference \x1b[2J";
  EXPECT_EQ(found(), "none");
  EXPECT_EQ(notes_[0].message.find('\x1b'), std::string::npos);
}

TEST_F(BaseImageTest, OfALabelAndTheEngineTheNearerBaseCounts) {
  publish("base", {digest("1")});
  config_.labels["org.opencontainers.image.base.name"] = server_.host() + "/team/base:1";
  EXPECT_EQ(found(), server_.host() + "/team/base:1 1 label");
  hold_in_engine("python:3", {digest("1"), digest("2")});
  EXPECT_EQ(found(), "python:3 2 engine") << "the label was inherited";
}

TEST_F(BaseImageTest, TheEnginesLongestNamedImageCounts) {
  hold_in_engine("debian:12", {digest("1")});
  hold_in_engine("", {digest("1"), digest("2")});
  hold_in_engine("app:same", layers_);
  hold_in_engine("alpine:3", {digest("a")});
  EXPECT_EQ(found(), "debian:12 1 engine");
  hold_in_engine("python:3", {digest("1"), digest("2")});
  EXPECT_EQ(found(), "python:3 2 engine");
  // A container: its own layer has no digest, and its image is not its base.
  source_.kind = "container";
  layers_.emplace_back();
  EXPECT_EQ(found(), "python:3 2 engine");
}

TEST_F(BaseImageTest, TheHistoryIsTheLastResort) {
  config_.history = {{.created_by = "ADD rootfs /", .comment = {}, .created = {}, .empty_layer = false},
                     {.created_by = "CMD [\"bash\"]", .comment = {}, .created = {}, .empty_layer = true},
                     {.created_by = "RUN a", .comment = {}, .created = {}, .empty_layer = false},
                     {.created_by = "RUN b", .comment = {}, .created = {}, .empty_layer = false}};
  EXPECT_EQ(found(), " 1 history");
  annotations_["org.opencontainers.image.base.name"] = "r.example/base:1";
  EXPECT_EQ(found(), "r.example/base:1 1 history") << "the name as the manifest says it";
  hold_in_engine("debian:12", {digest("1"), digest("2")});
  EXPECT_EQ(found(), "debian:12 2 engine");
}

TEST_F(BaseImageTest, OneLayerHasNoBase) {
  layers_.resize(1);
  config_.diff_ids.resize(1);
  hold_in_engine("debian:12", {digest("1")});
  EXPECT_EQ(found(), "none");
  EXPECT_TRUE(asked_.empty());
}

}  // namespace
}  // namespace batten::image
