// SPDX-License-Identifier: Apache-2.0
#include "packages/rpm_header.h"

#include <optional>

#include "base/format.h"
#include "base/reader.h"

namespace batten::packages {
namespace {

// rpm's own limits (lib/header: hdrchkTags, hdrchkData).
constexpr std::uint32_t kMaxEntries = 0xffff;
constexpr std::uint32_t kMaxDataBytes = 256u << 20;
constexpr std::size_t kEntryBytes = 16;

enum Tag : std::uint32_t {
  kName = 1000,
  kVersion = 1001,
  kRelease = 1002,
  kEpoch = 1003,
  kVendor = 1011,
  kLicense = 1014,
  kPackager = 1015,
  kArch = 1022,
  kOldFileNames = 1027,
  kSourceRpm = 1044,
  kDirIndexes = 1116,
  kBaseNames = 1117,
  kDirNames = 1118,
  kModularityLabel = 5096,
};

enum Type : std::uint32_t { kInt32 = 4, kString = 6, kStringArray = 8, kI18nString = 9 };

struct Entry {
  std::uint32_t type = 0, offset = 0, count = 0;
};

Error wrong(std::string_view what) { return Error{Code::kCorrupt, format("rpm header: {}", what)}; }

// Strings of an array one after the other.
class Strings {
 public:
  Strings(std::string_view data, const Entry& entry) : rest_(data.substr(entry.offset)), left_(entry.count) {}
  std::optional<std::string_view> next() {
    if (left_ == 0) return std::nullopt;
    --left_;
    std::size_t end = rest_.find('\0');
    if (end == std::string_view::npos) return std::nullopt;
    std::string_view out = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    return out;
  }

 private:
  std::string_view rest_;
  std::uint32_t left_;
};

class Parser {
 public:
  Result<void> open(std::string_view blob) {
    base::Reader reader(blob);
    std::uint32_t entries = reader.u32be();
    std::uint32_t data_bytes = reader.u32be();
    if (!reader.ok()) return wrong("ends too early");
    if (entries == 0 || entries > kMaxEntries) return wrong(format("{} index entries", entries));
    if (data_bytes > kMaxDataBytes || 8 + std::uint64_t{entries} * kEntryBytes + data_bytes > blob.size()) {
      return wrong(format("{} index entries and {} bytes of data do not fit its {} bytes", entries, data_bytes, blob.size()));
    }
    index_ = reader.bytes(entries * kEntryBytes);
    data_ = reader.bytes(data_bytes);
    return {};
  }

  // Entries added after the signed region repeat a tag in order to replace it: the last one counts.
  Result<void> pick() {
    base::Reader reader(index_);
    while (!reader.at_end()) {
      std::uint32_t tag = reader.u32be();
      Entry entry{.type = reader.u32be(), .offset = reader.u32be(), .count = reader.u32be()};
      Entry* place = place_of(tag);
      if (place == nullptr) continue;
      if (entry.offset >= data_.size() || entry.count == 0) {
        return wrong(format("tag {}: offset {} and count {} with {} bytes of data", tag, entry.offset, entry.count, data_.size()));
      }
      *place = entry;
    }
    return {};
  }

  Result<RpmHeader> header(std::size_t max_path_bytes) const {
    RpmHeader out;
    out.name = TRY(string(name_, "name"));
    out.version = TRY(string(version_, "version"));
    out.release = TRY(string(release_, "release"));
    if (out.name.empty() || out.version.empty() || out.release.empty()) return wrong("no name, version or release");
    out.arch = TRY(string(arch_, "architecture"));
    out.source_rpm = TRY(string(source_rpm_, "source package"));
    out.license = TRY(string(license_, "licence"));
    out.vendor = TRY(string(vendor_, "vendor"));
    out.packager = TRY(string(packager_, "packager"));
    out.modularity = TRY(string(modularity_, "modularity label"));
    if (epoch_) {
      if (epoch_->type != kInt32) return wrong("the epoch is no number");
      out.epoch = number(*epoch_, 0);
      if (epoch_->offset + std::size_t{4} > data_.size()) return wrong("the epoch ends too early");
    }
    out.files_error = files(max_path_bytes, out.files);
    return out;
  }

 private:
  Entry* place_of(std::uint32_t tag) {
    switch (tag) {
      case kName: return &name_.emplace();
      case kVersion: return &version_.emplace();
      case kRelease: return &release_.emplace();
      case kEpoch: return &epoch_.emplace();
      case kVendor: return &vendor_.emplace();
      case kLicense: return &license_.emplace();
      case kPackager: return &packager_.emplace();
      case kArch: return &arch_.emplace();
      case kOldFileNames: return &old_file_names_.emplace();
      case kSourceRpm: return &source_rpm_.emplace();
      case kDirIndexes: return &dir_indexes_.emplace();
      case kBaseNames: return &base_names_.emplace();
      case kDirNames: return &dir_names_.emplace();
      case kModularityLabel: return &modularity_.emplace();
      default: return nullptr;
    }
  }

  // Empty when the tag is absent.
  Result<std::string_view> string(const std::optional<Entry>& entry, std::string_view what) const {
    if (!entry) return std::string_view();
    // Of an internationalised string the first is the one without a locale.
    if (entry->type != kString && entry->type != kI18nString && entry->type != kStringArray) {
      return wrong(format("the {} is of type {}", what, entry->type));
    }
    std::optional<std::string_view> text = Strings(data_, *entry).next();
    if (!text) return wrong(format("the {} has no end", what));
    return *text;
  }

  std::uint32_t number(const Entry& entry, std::size_t at) const {
    base::Reader reader(data_);
    reader.seek(entry.offset + at * 4);
    return reader.u32be();
  }

  // Fills files; what is wrong, or empty.
  std::string files(std::size_t max_path_bytes, std::vector<std::string>& out) const {
    std::size_t path_bytes = 0;
    auto add = [&](std::string_view directory, std::string_view name) {
      path_bytes += directory.size() + name.size();
      if (path_bytes > max_path_bytes) return false;
      std::string& file = out.emplace_back();
      file.reserve(directory.size() + name.size());
      file.append(directory).append(name);
      return true;
    };
    if (old_file_names_ && old_file_names_->type == kStringArray) {
      Strings names(data_, *old_file_names_);
      for (std::uint32_t i = 0; i < old_file_names_->count; ++i) {
        auto name = names.next();
        if (!name) return "the list of file names ends too early";
        if (!add("", *name)) return "too many file names";
      }
      return {};
    }
    if (!base_names_) return {};
    if (!dir_names_ || !dir_indexes_ || base_names_->type != kStringArray || dir_names_->type != kStringArray ||
        dir_indexes_->type != kInt32) {
      return "file names without their directories";
    }
    if (dir_indexes_->count != base_names_->count || dir_indexes_->offset + std::uint64_t{dir_indexes_->count} * 4 > data_.size()) {
      return "file names and directory numbers do not agree";
    }
    std::vector<std::string_view> directories;
    Strings dir_names(data_, *dir_names_);
    while (auto directory = dir_names.next()) directories.push_back(*directory);
    Strings names(data_, *base_names_);
    base::Reader indexes(data_);
    indexes.seek(dir_indexes_->offset);
    for (std::uint32_t i = 0; i < base_names_->count; ++i) {
      auto name = names.next();
      std::uint32_t directory = indexes.u32be();
      if (!name) return "the list of file names ends too early";
      if (directory >= directories.size()) return format("file {} is in directory number {} of {}", i, directory, directories.size());
      if (!add(directories[directory], *name)) return "too many file names";
    }
    return {};
  }

  std::string_view index_, data_;
  std::optional<Entry> name_, version_, release_, epoch_, arch_, source_rpm_, license_, vendor_, packager_, modularity_;
  std::optional<Entry> old_file_names_, base_names_, dir_names_, dir_indexes_;
};

}  // namespace

Result<RpmHeader> parse_rpm_header(std::string_view blob, std::size_t max_path_bytes) {
  Parser parser;
  if (auto opened = parser.open(blob); !opened) return std::move(opened).error();
  if (auto picked = parser.pick(); !picked) return std::move(picked).error();
  return parser.header(max_path_bytes);
}

}  // namespace batten::packages
