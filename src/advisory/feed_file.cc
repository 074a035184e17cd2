// SPDX-License-Identifier: Apache-2.0
#include "advisory/feed_file.h"

#include "base/format.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/writer.h"

namespace batten::advisory {
namespace {

std::uint64_t unsigned_of(json::View view) {
  std::int64_t value = view.integer().value_or(0);
  return value < 0 ? 0 : static_cast<std::uint64_t>(value);
}

}  // namespace

std::string encode_meta(const FeedMeta& meta) {
  const FeedStatus& status = meta.status;
  json::Writer out(0);
  out.begin_object().member("format", kFileFormat).member("name", status.name).member("revision", status.revision);
  out.member("data_date", status.data_date).member("fetched", status.fetched).member("origin", status.origin);
  out.member("etag", status.etag).member("last_modified", status.last_modified);
  out.member("advisories", status.advisories).member("vulnerabilities", status.vulnerabilities).member("refused", status.refused);
  out.member("source_bytes", status.source_bytes).member("digest", status.digest);
  out.key("refused_reasons").strings(status.refused_reasons);
  out.key("downloads").begin_array();
  for (const Download& download : meta.downloads) {
    out.begin_object().member("url", download.url).member("etag", download.etag).member("last_modified", download.last_modified);
    if (const KeptSource& kept = download.kept; !kept.base.empty()) {
      out.key("kept").begin_object().member("base", kept.base).member("newer", kept.newer).member("since", kept.since);
      out.member("whole", kept.whole).member("list_etag", kept.list_etag).end_object();
    }
    out.end_object();
  }
  out.end_array().end_object();
  return out.take();
}

Result<FeedMeta> decode_meta(std::string_view text) {
  json::Document document = TRY_IN("status", json::Document::parse(text));
  if (std::int64_t format_number = document["format"].integer().value_or(-1); format_number != kFileFormat) {
    return Error{Code::kUnsupported,
                 format("written in format {}, this program reads {}; run: batten db update", format_number, kFileFormat)};
  }
  FeedMeta out;
  FeedStatus& status = out.status;
  status.name = document["name"].string();
  status.present = true;
  status.revision = static_cast<int>(document["revision"].integer().value_or(0));
  status.data_date = document["data_date"].string();
  status.fetched = document["fetched"].string();
  status.origin = document["origin"].string();
  status.etag = document["etag"].string();
  status.last_modified = document["last_modified"].string();
  status.advisories = unsigned_of(document["advisories"]);
  status.vulnerabilities = unsigned_of(document["vulnerabilities"]);
  status.refused = unsigned_of(document["refused"]);
  status.source_bytes = unsigned_of(document["source_bytes"]);
  status.digest = document["digest"].string();
  status.refused_reasons = document["refused_reasons"].strings();
  document["downloads"].each([&](json::View item) {
    Download& download = out.downloads.emplace_back();
    download.url = item["url"].string();
    download.etag = item["etag"].string();
    download.last_modified = item["last_modified"].string();
    json::View kept = item["kept"];
    download.kept.base = kept["base"].string();
    download.kept.newer = kept["newer"].string();
    download.kept.since = kept["since"].string();
    download.kept.whole = kept["whole"].string();
    download.kept.list_etag = kept["list_etag"].string();
  });
  return out;
}

std::string feed_path(const std::string& directory, std::string_view feed) { return format("{}/{}.mdb", directory, feed); }

std::string row_key(std::string_view ecosystem, std::string_view package) {
  std::string key = "a";
  key += ecosystem;
  key.push_back('\0');
  key += package;
  return key;
}

struct ContentDigest::Impl {
  base::Sha256 hash;
};

ContentDigest::ContentDigest() : impl_(std::make_unique<Impl>()) {}
ContentDigest::~ContentDigest() = default;

void ContentDigest::add(std::string_view key, std::string_view value) {
  base::Writer sizes;
  sizes.u32le(static_cast<std::uint32_t>(key.size()));
  sizes.u64le(value.size());
  impl_->hash.update(sizes.view());
  impl_->hash.update(key);
  impl_->hash.update(value);
}

std::string ContentDigest::finish() { return impl_->hash.finish_hex(); }

}  // namespace batten::advisory
