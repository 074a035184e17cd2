// SPDX-License-Identifier: Apache-2.0
#include "advisory/side_files.h"

#include "base/file.h"
#include "base/format.h"
#include "base/json.h"
#include "base/text.h"
#include "base/time.h"

namespace batten::advisory {
namespace {

std::string checked_path(const std::string& directory, std::string_view feed) { return format("{}/{}.checked", directory, feed); }
std::string pulled_path(const std::string& directory) { return directory + "/pulled.json"; }

}  // namespace

std::string checked_time(const std::string& directory, std::string_view feed, std::string_view digest) {
  auto text = base::read_file(checked_path(directory, feed), 4096);
  if (!text) return "";
  auto words = base::words(base::trim(*text));
  if (words.size() != 2 || words[0] != digest || !base::parse_time(words[1])) return "";
  return std::string(words[1]);
}

void set_checked_time(const std::string& directory, std::string_view feed, std::string_view digest, std::string_view time) {
  (void)base::write_file_atomic(checked_path(directory, feed), format("{} {}\n", digest, time));
}

std::optional<Pulled> read_pulled(const std::string& directory) {
  auto text = base::read_file(pulled_path(directory), 1u << 20);
  if (!text) return std::nullopt;
  auto document = json::Document::parse(*text);
  if (!document) return std::nullopt;
  Pulled out;
  out.reference = (*document)["reference"].string();
  out.digest = (*document)["digest"].string();
  out.signed_by = (*document)["signed_by"].string();
  (*document)["feeds"].each_member([&](std::string_view name, json::View digest) { out.feeds[std::string(name)] = digest.string(); });
  return out;
}

Result<void> write_pulled(const std::string& directory, const Pulled& pulled) {
  json::Writer out;
  out.begin_object().member("reference", pulled.reference).member("digest", pulled.digest).member_if("signed_by", pulled.signed_by);
  out.key("feeds").begin_object();
  for (const auto& [name, digest] : pulled.feeds) out.member(name, digest);
  out.end_object().end_object();
  return base::write_file_atomic(pulled_path(directory), out.take() + "\n", true);
}

}  // namespace batten::advisory
