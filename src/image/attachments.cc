// SPDX-License-Identifier: Apache-2.0
#include "image/attachments.h"

#include <algorithm>
#include <set>
#include <string_view>

#include "base/format.h"
#include "base/text.h"
#include "image/registry_client.h"

namespace batten::image {
namespace {

using base::Note;
using model::Digest;

constexpr std::size_t kMostReferrers = 1000, kMostDocuments = 50;
constexpr std::uint64_t kMostBytes = 16u << 20, kMostBytesTogether = 64u << 20;
// What attestation formats call the predicate: in-toto's own annotation, cosign's first format, Sigstore's bundles.
constexpr const char* kPredicateAnnotations[] = {"in-toto.io/predicate-type", "predicateType", "dev.sigstore.bundle.predicateType"};

bool is_vex(std::string_view type) {
  std::string lower = base::lower(type);
  return lower.contains("vex") || lower.contains("csaf") || lower.contains("cyclonedx");
}

bool is_attestation(std::string_view type) {
  return type.contains("in-toto") || type.contains("dsse.envelope") || type.contains("sigstore.bundle");
}

enum class Worth : unsigned char { kNo, kMaybe, kYes };

// Could there be VEX in it? A predicate that is told decides.
Worth worth_of(std::string_view type, const std::map<std::string, std::string>& annotations) {
  if (is_vex(type)) return Worth::kYes;
  for (const char* name : kPredicateAnnotations) {
    if (auto at = annotations.find(name); at != annotations.end()) return is_vex(at->second) ? Worth::kYes : Worth::kNo;
  }
  return is_attestation(type) ? Worth::kMaybe : Worth::kNo;
}

// What some registries list instead of the artifact's type: that of its configuration.
bool says_nothing(std::string_view type) {
  return type.empty() || type == "application/vnd.oci.empty.v1+json" || type == "application/vnd.oci.image.config.v1+json";
}

class Collector {
 public:
  Collector(AttachmentStore& store, const std::vector<Digest>& subjects, Parser& parser)
      : store_(store), subjects_(subjects), parser_(parser) {}

  Attached collect() {
    for (const Digest& subject : subjects_) {
      if (!subject.empty()) attached_to(subject);
    }
    return std::move(out_);
  }

 private:
  void attached_to(const Digest& subject) {
    Result<std::vector<std::string>> lists = store_.referrers(subject);
    if (!lists) {
      skip("referrers of " + subject.short_text(), lists.error().message);
    } else {
      for (const std::string& list : *lists) referrers(subject, list);
    }
    attestations("sha256-" + std::string(subject.hex()) + ".att");
  }

  void skip(std::string where, std::string why) { out_.notes.push_back({Note::Kind::kSkipped, std::move(where), std::move(why), ""}); }

  void referrers(const Digest& subject, const std::string& list) {
    std::string where = "referrers of " + subject.short_text();
    Result<model::Manifest> index = parser_.manifest(list);
    if (!index || !index->is_index) return skip(where, index ? "not an index" : index.error().message);
    for (const model::Descriptor& item : index->manifests) {
      if (!says_nothing(item.artifact_type) && worth_of(item.artifact_type, item.annotations) == Worth::kNo) continue;
      if (!seen_.insert(item.digest.text()).second) continue;
      if (++referrers_ > kMostReferrers) return too_many(where, format("only the first {} referrers are read", kMostReferrers));
      artifact(item);
    }
  }

  void artifact(const model::Descriptor& item) {
    std::string where = "referrer " + item.digest.short_text();
    Result<std::string> bytes = store_.manifest(item.digest.text());
    Result<model::Manifest> manifest = bytes ? parser_.manifest(*bytes) : Result<model::Manifest>(bytes.error());
    if (!manifest) return skip(where, manifest.error().message);
    if (manifest->subject.empty() || std::ranges::find(subjects_, manifest->subject) == subjects_.end()) {
      if (!store_.lists_all()) skip(where, "its manifest names another subject");
      return;
    }
    bool vex = is_vex(manifest->artifact_type.empty() ? item.artifact_type : manifest->artifact_type);
    for (const model::Descriptor& layer : manifest->layers) {
      Worth worth = worth_of(layer.media_type, layer.annotations);
      // A layer that says nothing of itself is what the artifact says.
      if (worth == Worth::kNo && vex && !says_nothing(layer.media_type)) worth = Worth::kMaybe;
      if (worth != Worth::kNo) document(where, item.digest.text(), layer);
    }
  }

  void attestations(const std::string& tag) {
    Result<std::string> bytes = store_.manifest(tag);
    if (!bytes && bytes.error().code == Code::kNotFound) return;
    Result<model::Manifest> manifest = bytes ? parser_.manifest(*bytes) : Result<model::Manifest>(bytes.error());
    std::string where = "tag " + tag.substr(0, 19) + "….att";
    if (!manifest) return skip(where, manifest.error().message);
    for (const model::Descriptor& layer : manifest->layers) {
      if (worth_of(layer.media_type, layer.annotations) != Worth::kNo) document(where, tag, layer);
    }
  }

  void document(const std::string& where, const std::string& attached_by, const model::Descriptor& layer) {
    if (full_) return;
    if (!seen_.insert(attached_by + " " + layer.digest.text()).second) return;
    if (out_.documents.size() == kMostDocuments) return too_many(where, format("only the first {} documents are read", kMostDocuments));
    if (layer.size_bytes > kMostBytes)
      return skip(where, format("a document of {}, {} allowed", base::human_size(layer.size_bytes), base::human_size(kMostBytes)));
    Result<std::string> bytes = store_.blob(layer.digest, kMostBytes);
    if (!bytes) return skip(where, bytes.error().message);
    bytes_ += bytes->size();
    if (bytes_ > kMostBytesTogether) return too_many(where, format("only {} of documents are read", base::human_size(kMostBytesTogether)));
    out_.documents.push_back({layer.media_type, attached_by, *std::move(bytes)});
  }

  void too_many(const std::string& where, std::string why) {
    if (!full_) skip(where, std::move(why));
    full_ = true;
  }

  AttachmentStore& store_;
  const std::vector<Digest>& subjects_;
  Parser& parser_;
  Attached out_;
  std::set<std::string> seen_;
  std::size_t referrers_ = 0;
  std::uint64_t bytes_ = 0;
  bool full_ = false;
};

class RegistryStore final : public AttachmentStore {
 public:
  explicit RegistryStore(RegistryClient client) : client_(std::move(client)) {}

  Result<std::vector<std::string>> referrers(const Digest& subject) override {
    Result<std::vector<std::string>> pages = client_.referrers(subject);
    if (pages || (pages.error().code != Code::kNotFound && pages.error().code != Code::kUnsupported)) return pages;
    Result<RegistryManifest> index = client_.manifest("sha256-" + std::string(subject.hex()));
    if (index) return std::vector<std::string>{std::move(index->bytes)};
    if (index.error().code == Code::kNotFound) return std::vector<std::string>();
    return index.error();
  }
  Result<std::string> manifest(const std::string& target) override { return TRY(client_.manifest(target)).bytes; }
  Result<std::string> blob(const Digest& digest, std::uint64_t max_bytes) override { return client_.blob(digest, max_bytes); }

 private:
  RegistryClient client_;
};

}  // namespace

Attached attached_vex(AttachmentStore& store, const std::vector<Digest>& subjects, Parser& parser) {
  return Collector(store, subjects, parser).collect();
}

AttachedVex registry_attachments(std::string base_url, model::Reference reference, const RegistryOptions& options,
                                 std::vector<Digest> subjects) {
  return [=](Parser& parser) {
    RegistryStore store(RegistryClient(base_url, reference, options));
    return attached_vex(store, subjects, parser);
  };
}

}  // namespace batten::image
