// SPDX-License-Identifier: Apache-2.0
//
// Documents that somebody attached to an image where it is kept: referrers (distribution-spec 1.1 "Listing Referrers", with the tag
// "sha256-HEX" where a registry has no such API), and the tag "sha256-HEX.att" of cosign's first attestation format. They come as they are:
// no signature is checked.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/note.h"
#include "base/result.h"
#include "image/parser.h"
#include "model/digest.h"
#include "model/image.h"
#include "model/reference.h"

namespace batten::image {

struct AttachedDocument {
  std::string media_type;   // as the layer or artifact says
  std::string attached_by;  // digest of the manifest that holds it, or the tag
  std::string bytes;

  bool operator==(const AttachedDocument&) const = default;
};

struct Attached {
  std::vector<AttachedDocument> documents;
  base::Notes notes;              // what could not be read
  model::Digest manifest, index;  // of the image, where its source did not know them; else empty
};

// A place of manifests and blobs.
class AttachmentStore {
 public:
  virtual ~AttachmentStore() = default;
  // JSON of indexes whose entries say that they refer to the manifest; empty: none do.
  virtual Result<std::vector<std::string>> referrers(const model::Digest& subject) = 0;
  // Do its lists hold also what refers to other manifests?
  virtual bool lists_all() const { return false; }
  // By digest (checked) or tag; not_found.
  virtual Result<std::string> manifest(const std::string& target) = 0;
  // Checked.
  virtual Result<std::string> blob(const model::Digest& digest, std::uint64_t max_bytes) = 0;
};

// All documents attached to any of the subjects that may hold VEX statements, by what artifact types, media types and predicate types say:
// OpenVEX, CSAF, CycloneDX, and attestations whose predicate is such or is not told. At most 50 documents, of 16 MiB each and 64 MiB
// together, from at most 1000 referrers; what is left out, and what can't be read, is a note.
Attached attached_vex(AttachmentStore& store, const std::vector<model::Digest>& subjects, Parser& parser);

// How to get them later; empty digests are left out.
using AttachedVex = std::function<Attached(Parser&)>;

struct RegistryOptions;
// In the repository of the reference, asked at that address.
AttachedVex registry_attachments(std::string base_url, model::Reference reference, const RegistryOptions& options,
                                 std::vector<model::Digest> subjects);

}  // namespace batten::image
