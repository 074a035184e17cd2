// SPDX-License-Identifier: Apache-2.0
#include "image/attachments.h"

#include <gtest/gtest.h>

#include <map>

#include "base/format.h"
#include "base/hash.h"
#include "http/loopback_server.h"
#include "image/direct_parser.h"
#include "image/engine_attachments.h"
#include "image/oci_layout.h"
#include "image/registry_client.h"
#include "image/temporary_directory.h"

namespace batten::image {
namespace {

using http::LoopbackServer;

constexpr const char* kOpenVex = "application/vnd.openvex+json";

model::Digest digest(const std::string& bytes) { return model::Digest::of_sha256_hex(base::sha256_hex(bytes)); }

std::string descriptor(const std::string& bytes, const std::string& more = {}) {
  return format(R"({{"digest":"{}","size":{}{}}})", digest(bytes).text(), bytes.size(), more);
}

std::string index_of(const std::string& items) { return R"({"schemaVersion":2,"manifests":[)" + items + "]}"; }

// A registry with or without the referrers API, by path.
class Attachments : public ::testing::Test {
 protected:
  // Stores an artifact of one layer; its entry in an index.
  std::string attach(const model::Digest& subject, const std::string& type, const std::string& content, const std::string& layer_type,
                     const std::string& annotations = "{}") {
    std::string manifest = format(
        R"({{"schemaVersion":2,"artifactType":"{}","config":{},"layers":[{}],"subject":{{"digest":"{}","size":1}}}})", type,
        descriptor("{}"), descriptor(content, format(R"(,"mediaType":"{}","annotations":{})", layer_type, annotations)), subject.text());
    serve("blobs/" + digest(content).text(), content);
    serve("manifests/" + digest(manifest).text(), manifest);
    return descriptor(manifest, format(R"(,"artifactType":"{}")", type));
  }
  void serve(const std::string& path, const std::string& bytes) { documents_["/v2/team/app/" + path] = bytes; }

  Attached get(std::vector<model::Digest> subjects) {
    model::Reference reference = *model::parse_reference(server_.host() + "/team/app:1");
    return registry_attachments(server_.url(), reference, RegistryOptions(), std::move(subjects))(parser_);
  }
  std::vector<std::string> texts(const Attached& attached) {
    std::vector<std::string> out;
    for (const AttachedDocument& document : attached.documents) out.push_back(document.bytes);
    return out;
  }

  using List = std::vector<std::string>;
  TemporaryDirectory directory_;
  NoLogins only_here_{directory_.path()};
  DirectParser parser_;
  model::Digest image_ = digest("image"), index_ = digest("index");
  std::map<std::string, std::string> documents_;
  std::map<std::string, std::string> links_;  // by path
  LoopbackServer server_{[this](const std::string& request) {
    std::size_t from = request.find(' ') + 1;
    std::string path = request.substr(from, request.find(' ', from) - from);
    auto at = documents_.find(path);
    if (at == documents_.end()) return LoopbackServer::answer(404, "404 page not found");
    auto link = links_.find(path);
    return LoopbackServer::answer(200, at->second, link == links_.end() ? List() : List{"Link: " + link->second});
  }};
};

TEST_F(Attachments, ReferrersOfManifestAndIndexAreRead) {
  serve("referrers/" + image_.text(), index_of(attach(image_, kOpenVex, "vex 1", kOpenVex)));
  serve("referrers/" + index_.text(), index_of(attach(index_, "text/vnd.openvex", "vex 2", "text/vnd.openvex") + "," +
                                               attach(index_, "application/vnd.oasis.csaf+json", "csaf", "application/octet-stream")));
  Attached attached = get({image_, index_});
  EXPECT_EQ(texts(attached), (List{"vex 1", "vex 2", "csaf"}));
  EXPECT_TRUE(attached.notes.empty());
  EXPECT_TRUE(attached.documents[0].attached_by.starts_with("sha256:"));
  EXPECT_EQ(attached.documents[0].media_type, kOpenVex);
  EXPECT_EQ(texts(get({image_, model::Digest()})), List{"vex 1"});
}

TEST_F(Attachments, OtherArtifactsAreLeftAside) {
  std::string signature = attach(image_, "application/vnd.dev.cosign.simplesigning.v1+json", "signature", "application/json");
  std::string provenance = attach(image_, "application/vnd.in-toto+json", "provenance", "application/vnd.in-toto+json",
                                  R"({"in-toto.io/predicate-type":"https://slsa.dev/provenance/v1"})");
  std::string vex = attach(image_, "application/vnd.in-toto+json", "attested", "application/vnd.in-toto+json",
                           R"({"in-toto.io/predicate-type":"https://openvex.dev/ns/v0.2.0"})");
  std::string bundle =
      attach(image_, "application/vnd.dev.sigstore.bundle.v0.3+json", "bundle", "application/vnd.dev.sigstore.bundle.v0.3+json");
  serve("referrers/" + image_.text(), index_of(signature + "," + provenance + "," + vex + "," + bundle));
  Attached attached = get({image_});
  EXPECT_EQ(texts(attached), (List{"attested", "bundle"})) << "what the bundle holds is told by its content only";
  EXPECT_TRUE(attached.notes.empty());
}

TEST_F(Attachments, ARegistryMayListTheTypeOfTheConfigurationInstead) {
  std::string told = R"(,"artifactType":"application/vnd.openvex+json")", listed = R"(,"artifactType":"application/vnd.oci.empty.v1+json")";
  std::string vex = attach(image_, kOpenVex, "vex", "application/json");
  vex.replace(vex.find(told), told.size(), listed);
  std::string signature = attach(image_, "application/vnd.dev.cosign.simplesigning.v1+json", "signature", "application/json");
  std::size_t type = signature.find(R"(,"artifactType")");
  signature.replace(type, signature.size() - type, "}");
  serve("referrers/" + image_.text(), index_of(vex + "," + signature));
  Attached attached = get({image_});
  EXPECT_EQ(texts(attached), List{"vex"});
  EXPECT_TRUE(attached.notes.empty());
}

TEST_F(Attachments, WithoutTheApiTagsAreAsked) {
  std::string hex(image_.hex());
  serve("manifests/sha256-" + hex, index_of(attach(image_, kOpenVex, "by tag", kOpenVex)));
  std::string dsse = "application/vnd.dsse.envelope.v1+json";
  std::string vex =
      descriptor("openvex envelope", format(R"(,"mediaType":"{}","annotations":{{"predicateType":"https://openvex.dev/ns"}})", dsse));
  std::string slsa =
      descriptor("slsa envelope", format(R"(,"mediaType":"{}","annotations":{{"predicateType":"https://slsa.dev/provenance/v1"}})", dsse));
  serve("manifests/sha256-" + hex + ".att", format(R"({{"schemaVersion":2,"config":{},"layers":[{},{}]}})", descriptor("{}"), vex, slsa));
  serve("blobs/" + digest("openvex envelope").text(), "openvex envelope");
  Attached attached = get({image_});
  EXPECT_EQ(texts(attached), (List{"by tag", "openvex envelope"}));
  EXPECT_EQ(attached.documents[1].attached_by, "sha256-" + hex + ".att");
  EXPECT_TRUE(attached.notes.empty());
}

TEST_F(Attachments, NothingAttachedIsNoTrouble) {
  Attached attached = get({image_, index_});
  EXPECT_TRUE(attached.documents.empty());
  EXPECT_TRUE(attached.notes.empty());
}

TEST_F(Attachments, PagesAreFollowedWithinTheRepository) {
  std::string first = "referrers/" + image_.text();
  serve(first, index_of(attach(image_, kOpenVex, "page 1", kOpenVex)));
  serve(first + "?last=x", index_of(attach(image_, kOpenVex, "page 2", kOpenVex)));
  links_["/v2/team/app/" + first] = "</v2/team/app/" + first + "?last=x>; rel=\"next\"";
  links_["/v2/team/app/" + first + "?last=x"] = "</v2/other/referrers/x>; rel=\"next\"";
  EXPECT_EQ(texts(get({image_})), (List{"page 1", "page 2"}));
  links_["/v2/team/app/" + first + "?last=x"] = "</v2/team/app/" + first + "?last=x>; rel=\"next\"";
  Attached endless = get({image_});
  ASSERT_EQ(endless.notes.size(), 1u);
  EXPECT_NE(endless.notes[0].message.find("more than 10 pages"), std::string::npos) << endless.notes[0].message;
}

TEST_F(Attachments, WhatIsWrongIsANoteAndTheRestIsRead) {
  std::string good = attach(image_, kOpenVex, "good", kOpenVex);
  std::string stranger = attach(digest("another image"), kOpenVex, "of another", kOpenVex);
  std::string missing = descriptor("no such manifest", format(R"(,"artifactType":"{}")", kOpenVex));
  std::string torn = attach(image_, kOpenVex, "torn", kOpenVex);
  serve("blobs/" + digest("torn").text(), "something else");
  serve("referrers/" + image_.text(), index_of(stranger + "," + missing + "," + torn + "," + good));
  Attached attached = get({image_});
  EXPECT_EQ(texts(attached), List{"good"});
  ASSERT_EQ(attached.notes.size(), 3u);
  EXPECT_EQ(attached.notes[0].message, "its manifest names another subject");
  EXPECT_EQ(attached.notes[0].kind, base::Note::Kind::kSkipped);
  EXPECT_NE(attached.notes[2].message.find("another digest"), std::string::npos) << attached.notes[2].message;
  serve("referrers/" + image_.text(), "<html>");
  EXPECT_EQ(get({image_}).notes.size(), 1u);
}

TEST_F(Attachments, TooManyAndTooLargeAreSaid) {
  std::string items;
  for (int i = 0; i < 52; ++i) items += (i > 0 ? "," : "") + attach(image_, kOpenVex, format("document {}", i), kOpenVex);
  serve("referrers/" + image_.text(), index_of(items));
  Attached attached = get({image_});
  EXPECT_EQ(attached.documents.size(), 50u);
  ASSERT_EQ(attached.notes.size(), 1u);
  EXPECT_EQ(attached.notes[0].message, "only the first 50 documents are read");

  std::string manifest =
      format(R"({{"schemaVersion":2,"config":{},"layers":[{{"mediaType":"{}","digest":"{}","size":99999999}}],"subject":{}}})",
             descriptor("{}"), kOpenVex, digest("large").text(), format(R"({{"digest":"{}","size":1}})", image_.text()));
  serve("manifests/" + digest(manifest).text(), manifest);
  serve("referrers/" + image_.text(), index_of(descriptor(manifest, format(R"(,"artifactType":"{}")", kOpenVex))));
  attached = get({image_});
  EXPECT_TRUE(attached.documents.empty());
  ASSERT_EQ(attached.notes.size(), 1u);
  EXPECT_NE(attached.notes[0].message.find("16 MiB allowed"), std::string::npos) << attached.notes[0].message;
}

// An image of the engine is looked for where it was pulled from.
TEST_F(Attachments, AnImageOfTheEngineIsAskedForWhereItCameFrom) {
  std::string config = "{}";
  std::string manifest = format(R"({{"schemaVersion":2,"config":{},"layers":[]}})", descriptor(config));
  std::string index = index_of(descriptor(manifest, R"(,"platform":{"os":"linux","architecture":"amd64"})"));
  serve("manifests/" + digest(manifest).text(), manifest);
  serve("manifests/" + digest(index).text(), index);
  serve("referrers/" + digest(index).text(), index_of(attach(digest(index), kOpenVex, "vex", kOpenVex)));
  std::string pulled = server_.host() + "/team/app@" + digest(index).text(), gone = server_.host() + "/team/gone@" + digest(index).text();
  model::Platform platform;
  platform.arch = "amd64";
  Attached attached = engine_attachments({gone, pulled}, digest(config), platform, {})(parser_);
  EXPECT_EQ(texts(attached), List{"vex"});
  EXPECT_EQ(attached.manifest, digest(manifest));
  EXPECT_EQ(attached.index, digest(index));
  attached = engine_attachments({pulled}, digest("another"), platform, {})(parser_);
  EXPECT_TRUE(attached.documents.empty());
  ASSERT_EQ(attached.notes.size(), 1u);
  EXPECT_NE(attached.notes[0].message.find("it is another image there"), std::string::npos) << attached.notes[0].message;
  EXPECT_EQ(engine_attachments({}, digest(config), platform, {})(parser_).notes.size(), 1u);
}

// The same things in a directory: the image is the only one, and what is attached to it is found by its subject.
TEST_F(Attachments, ALayoutHoldsThemToo) {
  auto store = [&](const std::string& bytes) {
    directory_.file("blobs/sha256/" + std::string(digest(bytes).hex()), bytes);
    return bytes;
  };
  std::string config = store(R"({"architecture":"amd64","os":"linux","rootfs":{"diff_ids":[]}})");
  std::string image = store(format(R"({{"schemaVersion":2,"config":{},"layers":[],"annotations":{{"a":"b"}}}})", descriptor(config)));
  std::string own = attach(digest(image), kOpenVex, "own", kOpenVex), other = attach(image_, kOpenVex, "of another", kOpenVex);
  for (const auto& [path, bytes] : documents_) store(bytes);
  directory_.file("index.json", index_of(descriptor(image) + "," + other + "," + own));
  auto opened = open_oci_layout(directory_layout(directory_.path()), "", {}, parser_);
  ASSERT_TRUE(opened) << opened.error().message;
  EXPECT_EQ(opened->annotations.at("a"), "b");
  ASSERT_TRUE(opened->attached_vex);
  Attached attached = opened->attached_vex(parser_);
  EXPECT_EQ(texts(attached), List{"own"});
  EXPECT_TRUE(attached.notes.empty()) << attached.notes[0].message;

  std::string tag = "sha256-" + std::string(digest(image).hex());
  std::string tagged = store(index_of(own));
  directory_.file("index.json",
                  index_of(descriptor(image) + "," +
                           descriptor(tagged, format(R"(,"annotations":{{"org.opencontainers.image.ref.name":"{}"}})", tag))));
  opened = open_oci_layout(directory_layout(directory_.path()), "", {}, parser_);
  ASSERT_TRUE(opened) << opened.error().message;
  EXPECT_EQ(texts(opened->attached_vex(parser_)), List{"own"}) << "by the tag";
}

}  // namespace
}  // namespace batten::image
