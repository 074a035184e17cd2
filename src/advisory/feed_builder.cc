// SPDX-License-Identifier: Apache-2.0
#include "advisory/feed_builder.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <numeric>
#include <set>

#include "advisory/lmdb.h"
#include "advisory/row_codec.h"
#include "base/fd.h"
#include "base/format.h"
#include "base/text.h"
#include "base/time.h"

namespace batten::advisory {
namespace {

constexpr std::size_t kMaxReasons = 10;
constexpr std::size_t kMaxIdBytes = 256;

struct Row {
  std::uint32_t package, id, body, file;
};

// The record is named after the vulnerability ("DEBIAN-CVE-2024-1"), it is no erratum about several.
bool is_own_record(const model::Advisory& row) { return row.record_id.ends_with(row.vulnerability_id); }

bool same_scope(const model::Advisory& a, const model::Advisory& b) {
  return a.by_source == b.by_source && a.scheme == b.scheme && a.arches == b.arches && a.cpes == b.cpes && a.modularity == b.modularity;
}

std::uint32_t millionths(double value) { return static_cast<std::uint32_t>(std::lround(std::clamp(value, 0.0, 1.0) * 1e6)); }

}  // namespace

struct FeedBuilder::Impl {
  StringInterner strings, packages, ids, bodies;
  std::vector<Row> rows, rows_if_absent;
  std::uint32_t file = 0;
  std::map<std::string, std::string, std::less<>> vulnerabilities;  // encoded
  std::map<std::string, std::string> epss, kev;                     // key in the file -> value
  std::int64_t newest = 0;
  std::uint64_t refused = 0;
  std::vector<std::string> reasons;

  bool add(std::vector<Row>& to, const model::Advisory& row);
  std::vector<model::Advisory> decode(const Row& row, const StringTable& table) const;
  void merge(std::vector<Row>& of_one_id, const StringTable& table);
  std::vector<Row> merged_rows();
  void add_aliases(const std::map<std::uint32_t, std::set<std::string>>& aliases);
  std::string package_value(std::vector<Row>::const_iterator begin, std::vector<Row>::const_iterator end) const;
  Result<void> write_pairs(const std::string& path, FeedMeta& meta);
};

FeedBuilder::FeedBuilder() : impl_(std::make_unique<Impl>()) {}
FeedBuilder::~FeedBuilder() = default;

bool FeedBuilder::Impl::add(std::vector<Row>& to, const model::Advisory& row) {
  std::string key = row_key(row.ecosystem, row.package);
  if (key.size() > kMaxKeyBytes || row.package.empty() || row.ecosystem.empty() || row.vulnerability_id.empty() ||
      row.vulnerability_id.size() > kMaxIdBytes) {
    return false;
  }
  to.push_back({packages.number(key), ids.number(row.vulnerability_id), bodies.number(encode_body(row, strings)), file});
  return true;
}

void FeedBuilder::advisory(model::Advisory row) {
  if (!impl_->add(impl_->rows, row)) refuse(row.record_id, "no name, or one that is too long");
}

void FeedBuilder::advisory_if_absent(model::Advisory row) {
  if (!impl_->add(impl_->rows_if_absent, row)) refuse(row.record_id, "no name, or one that is too long");
}

void FeedBuilder::vulnerability(model::Vulnerability entry) {
  if (entry.id.empty() || entry.id.size() > kMaxIdBytes) return refuse(entry.id, "no id, or one that is too long");
  std::string& encoded = impl_->vulnerabilities[entry.id];
  if (!encoded.empty()) {
    auto known = decode_vulnerability(encoded, entry.id);
    if (known) {
      merge_vulnerability(*known, entry);
      entry = std::move(*known);
    }
  }
  encoded = encode_vulnerability(entry);
}

void FeedBuilder::epss(std::string_view cve, double score, double percentile) {
  base::Writer key, value;
  key.u8('e');
  encode_id(cve, key);
  value.u32le(millionths(score));
  value.u32le(millionths(percentile));
  impl_->epss[key.take()] = value.take();
}

void FeedBuilder::kev(std::string_view cve, model::KnownExploited entry) {
  base::Writer value;
  value.sized(entry.date_added);
  value.sized(entry.due_date);
  value.sized(entry.required_action);
  value.u8(entry.ransomware ? 1 : 0);
  impl_->kev["k" + std::string(cve.substr(0, kMaxIdBytes))] = value.take();
}

void FeedBuilder::data_date(std::string_view rfc3339) {
  if (auto seconds = base::parse_time(rfc3339)) impl_->newest = std::max(impl_->newest, *seconds);
}

void FeedBuilder::refuse(std::string_view record, std::string_view why) {
  ++impl_->refused;
  if (impl_->reasons.size() < kMaxReasons) {
    impl_->reasons.push_back(base::printable(record.substr(0, 200)) + ": " + base::printable(why.substr(0, 400)));
  }
}

void FeedBuilder::next_file() { ++impl_->file; }

bool FeedBuilder::empty() const {
  return impl_->rows.empty() && impl_->rows_if_absent.empty() && impl_->vulnerabilities.empty() && impl_->epss.empty() &&
         impl_->kev.empty();
}

std::string FeedBuilder::newest() const { return impl_->newest > 0 ? base::format_time(impl_->newest) : std::string(); }

std::vector<model::Advisory> FeedBuilder::Impl::decode(const Row& row, const StringTable& table) const {
  base::Writer group;
  encode_group({ids.text(row.id)}, bodies.text(row.body), group);
  auto decoded = decode_rows(group.view(), table, "", "");
  return decoded ? *std::move(decoded) : std::vector<model::Advisory>();
}

// The vulnerability's own records become one per scope, in the order of the files; errata stay as they are.
void FeedBuilder::Impl::merge(std::vector<Row>& of_one_id, const StringTable& table) {
  std::vector<Row> out;
  std::vector<std::pair<model::Advisory, std::uint32_t>> own;  // with the file it is from
  for (const Row& row : of_one_id) {
    for (model::Advisory& advisory : decode(row, table)) {
      if (!is_own_record(advisory)) {
        auto same = [&](const Row& known) { return known.body == row.body; };
        if (std::none_of(out.begin(), out.end(), same)) out.push_back(row);
        continue;
      }
      auto known = std::find_if(own.begin(), own.end(), [&](const auto& entry) { return same_scope(entry.first, advisory); });
      if (known == own.end()) {
        own.emplace_back(std::move(advisory), row.file);
      } else {
        known->first = merge_rows(known->first, advisory, known->second == row.file);
        known->second = row.file;
      }
    }
  }
  for (const auto& [advisory, from] : own) {
    out.push_back({of_one_id[0].package, of_one_id[0].id, bodies.number(encode_body(advisory, strings)), from});
  }
  of_one_id = std::move(out);
}

// All rows in the order of their keys, merged, with those of rows_if_absent that are wanted.
std::vector<Row> FeedBuilder::Impl::merged_rows() {
  std::string table_bytes = strings.bytes();
  auto table = StringTable::open(table_bytes);
  std::vector<std::uint32_t> order(packages.size()), rank(packages.size());
  std::iota(order.begin(), order.end(), 0u);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return packages.text(a) < packages.text(b); });
  for (std::uint32_t i = 0; i < order.size(); ++i) rank[order[i]] = i;
  auto before = [&](const Row& a, const Row& b) { return a.package != b.package ? rank[a.package] < rank[b.package] : a.id < b.id; };
  auto same = [](const Row& a, const Row& b) { return a.package == b.package && a.id == b.id; };
  auto in_order = [&](const Row& a, const Row& b) {
    if (!same(a, b)) return before(a, b);
    return std::pair(a.file, a.body) < std::pair(b.file, b.body);
  };
  std::sort(rows.begin(), rows.end(), in_order);
  std::sort(rows_if_absent.begin(), rows_if_absent.end(), in_order);

  std::vector<Row> out;
  std::map<std::uint32_t, std::set<std::string>> aliases;
  auto main = rows.cbegin();
  auto extra = rows_if_absent.cbegin();
  while (main != rows.cend() || extra != rows_if_absent.cend()) {
    bool from_main = main != rows.cend() && (extra == rows_if_absent.cend() || !before(*extra, *main));
    Row first = from_main ? *main : *extra;
    std::vector<Row> of_one_id;
    for (; main != rows.cend() && same(*main, first); ++main) of_one_id.push_back(*main);
    for (; extra != rows_if_absent.cend() && same(*extra, first); ++extra) {
      if (!from_main) {
        of_one_id.push_back(*extra);
      } else if (table) {
        for (const model::Advisory& erratum : decode(*extra, *table)) aliases[first.id].insert(erratum.record_id);
      }
    }
    if (of_one_id.size() > 1 && table) merge(of_one_id, *table);
    out.insert(out.end(), of_one_id.begin(), of_one_id.end());
  }
  add_aliases(aliases);
  return out;
}

void FeedBuilder::Impl::add_aliases(const std::map<std::uint32_t, std::set<std::string>>& aliases) {
  for (const auto& [id, records] : aliases) {
    std::string& encoded = vulnerabilities[std::string(ids.text(id))];
    model::Vulnerability entry;
    if (auto known = decode_vulnerability(encoded, ids.text(id)); known) entry = *std::move(known);
    entry.id = ids.text(id);
    model::Vulnerability errata;
    errata.aliases.assign(records.begin(), records.end());
    merge_vulnerability(entry, errata);
    encoded = encode_vulnerability(entry);
  }
}

std::string FeedBuilder::Impl::package_value(std::vector<Row>::const_iterator begin, std::vector<Row>::const_iterator end) const {
  std::vector<std::uint32_t> order;
  std::map<std::uint32_t, std::vector<std::string_view>> groups;
  for (auto row = begin; row != end; ++row) {
    auto& group = groups[row->body];
    if (group.empty()) order.push_back(row->body);
    group.push_back(ids.text(row->id));
  }
  base::Writer value;
  for (std::uint32_t body : order) encode_group(groups[body], bodies.text(body), value);
  return value.take();
}

Result<void> FeedBuilder::Impl::write_pairs(const std::string& path, FeedMeta& meta) {
  std::vector<Row> all = merged_rows();
  std::uint64_t expected = 65536;
  std::vector<std::pair<std::string_view, std::string>> packages_out;
  std::set<std::string> ecosystems;
  for (auto row = all.cbegin(); row != all.cend();) {
    auto end = std::find_if(row, all.cend(), [&](const Row& other) { return other.package != row->package; });
    std::string_view key = packages.text(row->package);
    packages_out.emplace_back(key, package_value(row, end));
    expected += packages_out.back().second.size() + key.size() + 64;
    ecosystems.insert("o" + std::string(key.substr(1, key.find('\0') - 1)));
    row = end;
  }
  std::string table = strings.bytes();
  expected += table.size() + ecosystems.size() * 100 + (epss.size() + kev.size()) * 256;
  for (const auto& [id, value] : vulnerabilities) expected += id.size() + value.size() + 64;

  LmdbBuilder out = TRY(LmdbBuilder::create(path, expected));
  ContentDigest digest;
  auto put = [&](std::string_view key, std::string_view value) -> Result<void> {
    digest.add(key, value);
    return out.append(key, value);
  };
  for (const auto& [key, value] : packages_out) TRY(put(key, value));
  for (const auto& [key, value] : epss) TRY(put(key, value));
  for (const auto& [key, value] : kev) TRY(put(key, value));
  for (const std::string& key : ecosystems) TRY(put(key, ""));
  TRY(put("s", table));
  for (const auto& [id, value] : vulnerabilities) TRY(put("v" + id, value));

  FeedStatus& status = meta.status;
  status.advisories = all.size();
  status.vulnerabilities = vulnerabilities.size() + epss.size() + kev.size();
  status.refused = refused;
  status.refused_reasons = reasons;
  status.data_date = newest > 0 ? base::format_time(newest) : std::string();
  status.digest = digest.finish();
  TRY(out.append("z", encode_meta(meta)));
  return out.finish();
}

Result<void> FeedBuilder::write(const std::string& path, FeedMeta& meta) {
  std::string temporary = format("{}.tmp.{}", path, ::getpid());
  ::unlink(temporary.c_str());
  TRY(impl_->write_pairs(temporary, meta));
  if (::rename(temporary.c_str(), path.c_str()) != 0) {
    Error error = base::errno_error(path, errno);
    ::unlink(temporary.c_str());
    return error;
  }
  // The name is on the disk too when this returns.
  std::size_t slash = path.rfind('/');
  base::Fd directory(::open(slash == std::string::npos ? "." : path.substr(0, slash).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (directory.valid()) ::fsync(directory.get());
  auto file = LmdbFile::open(path);
  if (file) meta.status.file_bytes = file->size_bytes();
  meta.status.present = true;
  return {};
}

}  // namespace batten::advisory
