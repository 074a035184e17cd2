// SPDX-License-Identifier: Apache-2.0
#include "image/oci_layout.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/format.h"
#include "base/hash.h"
#include "base/text.h"
#include "image/platform.h"

namespace batten::image {
namespace {

constexpr std::uint64_t kMaxDocumentBytes = 8u << 20;
constexpr std::string_view kRefName = "org.opencontainers.image.ref.name";
constexpr std::string_view kContainerdName = "io.containerd.image.name";

std::string blob_name(const model::Digest& digest) { return "blobs/sha256/" + std::string(digest.hex()); }

class DirectoryFiles final : public LayoutFiles {
 public:
  explicit DirectoryFiles(std::string path) : path_(std::move(path)) {}

  Result<std::string> document(const std::string& name) override { return base::read_file(path_ + "/" + name, kMaxDocumentBytes); }

  Result<LayerHandle> layer(const std::string& name) override {
    std::string path = path_ + "/" + name;
    struct stat info{};
    if (::stat(path.c_str(), &info) != 0) return base::errno_error(path, errno);
    if (!S_ISREG(info.st_mode)) return Error{Code::kCorrupt, path + ": not a regular file"};
    LayerHandle handle;
    handle.size_bytes = static_cast<std::uint64_t>(info.st_size);
    handle.open = [path, size = handle.size_bytes]() -> Result<LayerInput> {
      LayerInput input;
      input.fd = TRY(base::open_read(path));
      input.size_bytes = size;
      return input;
    };
    return handle;
  }

 private:
  std::string path_;
};

class ArchiveFiles final : public LayoutFiles {
 public:
  explicit ArchiveFiles(std::shared_ptr<ArchiveFile> archive) : archive_(std::move(archive)) {}
  Result<std::string> document(const std::string& name) override { return archive_->document(name); }
  Result<LayerHandle> layer(const std::string& name) override { return ArchiveFile::layer(archive_, name); }

 private:
  std::shared_ptr<ArchiveFile> archive_;
};

// A document whose bytes are what its digest says.
Result<std::string> verified(LayoutFiles& files, const model::Descriptor& descriptor, std::string_view what) {
  std::string bytes = TRY_IN(what, files.document(blob_name(descriptor.digest)));
  model::Digest real = model::Digest::of_sha256_hex(base::sha256_hex(bytes));
  if (real != descriptor.digest) {
    return Error{Code::kCorrupt, format("{} {}: its bytes have the digest {}", what, descriptor.digest.text(), real.text())};
  }
  return bytes;
}

class LayoutStore final : public AttachmentStore {
 public:
  LayoutStore(std::shared_ptr<LayoutFiles> files, std::string index, std::vector<model::Descriptor> listed)
      : files_(std::move(files)), index_(std::move(index)), listed_(std::move(listed)) {}

  // Those that index.json lists, and those of the tag.
  Result<std::vector<std::string>> referrers(const model::Digest& subject) override {
    std::vector<std::string> out{index_};
    if (auto tagged = manifest("sha256-" + std::string(subject.hex()))) out.push_back(*std::move(tagged));
    return out;
  }
  bool lists_all() const override { return true; }
  Result<std::string> manifest(const std::string& target) override;
  Result<std::string> blob(const model::Digest& digest, std::uint64_t) override {
    model::Descriptor wanted;
    wanted.digest = digest;
    return verified(*files_, wanted, "blob");
  }

 private:
  std::shared_ptr<LayoutFiles> files_;
  std::string index_;
  std::vector<model::Descriptor> listed_;
};

std::string ref_name(const model::Descriptor& descriptor) {
  for (std::string_view key : {kRefName, kContainerdName}) {
    auto at = descriptor.annotations.find(std::string(key));
    if (at != descriptor.annotations.end()) return at->second;
  }
  return "";
}

Result<std::string> LayoutStore::manifest(const std::string& target) {
  model::Descriptor wanted;
  if (auto digest = model::Digest::parse(target)) {
    wanted.digest = *digest;
    return verified(*files_, wanted, "manifest");
  }
  for (const model::Descriptor& item : listed_) {
    if (ref_name(item) == target) return verified(*files_, item, "manifest");
  }
  return Error{Code::kNotFound, "no " + target + " in the layout"};
}

// An image or index of images, and nothing that is attached to one.
bool is_image(const model::Descriptor& item) { return item.artifact_type.empty() && !ref_name(item).starts_with("sha256-"); }

Result<model::Descriptor> choose_from_index(model::Manifest index, std::string_view wanted, const model::Platform& platform) {
  if (wanted.empty()) std::erase_if(index.manifests, [](const model::Descriptor& item) { return !is_image(item); });
  std::vector<std::string> names;
  std::vector<const model::Descriptor*> named;
  for (const model::Descriptor& item : index.manifests) {
    std::string name = ref_name(item);
    if (!wanted.empty() && (name == wanted || name.ends_with(":" + std::string(wanted)) || item.digest.text() == wanted))
      named.push_back(&item);
    names.push_back(name.empty() ? item.digest.text() : name);
  }
  if (!wanted.empty()) {
    if (named.empty()) return Error{Code::kNotFound, format("no image '{}' in the layout; there is: {}", wanted, base::join(names, ", "))};
    return *named.front();
  }
  if (index.manifests.empty()) return Error{Code::kNotFound, "index.json names no image"};
  if (index.manifests.size() == 1) return index.manifests.front();
  bool platforms = true;
  for (const model::Descriptor& item : index.manifests) platforms = platforms && !item.platform.arch.empty();
  if (platforms) return choose_platform(index, platform);
  return Error{Code::kInvalidArgument,
               format("{} images in the layout; say which, as in PATH:TAG: {}", names.size(), base::join(names, ", "))};
}

}  // namespace

std::shared_ptr<LayoutFiles> directory_layout(const std::string& path) { return std::make_shared<DirectoryFiles>(path); }
std::shared_ptr<LayoutFiles> archive_layout(std::shared_ptr<ArchiveFile> archive) {
  return std::make_shared<ArchiveFiles>(std::move(archive));
}

PathAndTag split_path_and_tag(std::string_view reference) {
  std::string whole(reference);
  if (::access(whole.c_str(), F_OK) == 0) return {whole, ""};
  if (std::size_t at = whole.find("@sha256:"); at != std::string::npos) return {whole.substr(0, at), whole.substr(at + 1)};
  std::size_t colon = whole.rfind(':');
  if (colon == std::string::npos || whole.find('/', colon) != std::string::npos) return {whole, ""};
  return {whole.substr(0, colon), whole.substr(colon + 1)};
}

Result<OpenedImage> open_oci_layout(std::shared_ptr<LayoutFiles> files, std::string_view wanted, const SourceOptions& options,
                                    Parser& parser) {
  std::string list = TRY(files->document("index.json"));
  model::Manifest index = TRY_IN("index.json", parser.manifest(list));
  if (!index.is_index) return Error{Code::kCorrupt, "index.json: not an image index"};
  model::Descriptor chosen = TRY(choose_from_index(index, wanted, options.platform));
  model::Manifest manifest = TRY_IN("manifest", parser.manifest(TRY(verified(*files, chosen, "manifest"))));
  OpenedImage out;
  if (manifest.is_index) out.source.index_digest = chosen.digest;
  for (int depth = 0; manifest.is_index; ++depth) {
    if (depth == 4) return Error{Code::kLimit, "index: nested deeper than 4"};
    chosen = TRY(choose_platform(manifest, options.platform));
    manifest = TRY_IN("manifest", parser.manifest(TRY(verified(*files, chosen, "manifest"))));
  }
  out.source.kind = "oci";
  out.source.manifest_digest = chosen.digest;
  out.source.config_digest = manifest.config.digest;
  out.annotations = manifest.annotations;
  if (std::string name = ref_name(chosen); !name.empty()) out.source.repo_tags = {name};
  out.config = TRY(parser.config(TRY(verified(*files, manifest.config, "configuration"))));
  if (out.config.diff_ids.size() != manifest.layers.size()) {
    return Error{Code::kCorrupt,
                 format("the manifest has {} layers, the configuration {}", manifest.layers.size(), out.config.diff_ids.size())};
  }
  for (std::size_t i = 0; i < manifest.layers.size(); ++i) {
    LayerHandle handle = TRY_IN(format("layer {}", i + 1), files->layer(blob_name(manifest.layers[i].digest)));
    handle.diff_id = out.config.diff_ids[i];
    handle.blob_digest = manifest.layers[i].digest;
    out.layers.push_back(std::move(handle));
  }
  out.attached_vex = [files, list, listed = index.manifests,
                      subjects = std::vector{out.source.manifest_digest, out.source.index_digest}](Parser& attachments_parser) {
    LayoutStore store(files, list, listed);
    return attached_vex(store, subjects, attachments_parser);
  };
  out.keep_alive = files;
  return out;
}

}  // namespace batten::image
