// SPDX-License-Identifier: Apache-2.0
#include "advisory/row_codec.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <iterator>

#include "base/format.h"
#include "base/text.h"

namespace batten::advisory {
namespace {

using model::Advisory;

constexpr std::size_t kMaxDescriptionBytes = 4096;
constexpr std::size_t kMaxReferences = 20;
constexpr std::size_t kMaxDecodedStrings = 4'000'000;
constexpr std::size_t kMaxImportNames = 250'000;  // in one row
constexpr std::uint64_t kFirstYear = 1990;

// Appends text so that exactly it comes back: a short number in id form.
bool cve_number(std::string_view id, std::uint64_t& number) {
  if (!id.starts_with("CVE-") || id.size() < 13 || id[8] != '-') return false;
  std::string_view digits = id.substr(9);
  if (digits.size() > 9 || (digits.size() > 4 && digits[0] == '0')) return false;
  auto year = base::parse_unsigned(id.substr(4, 4));
  auto serial = base::parse_unsigned(digits);
  if (!year || !serial || *year < kFirstYear || *year > kFirstYear + 255) return false;
  number = *serial << 8 | (*year - kFirstYear);
  return true;
}

std::string lines(const std::vector<std::string>& list) { return base::join(list, "\n"); }

std::vector<std::string> unlines(std::string_view text) {
  std::vector<std::string> out;
  if (text.empty()) return out;
  for (std::string_view part : base::split(text, '\n')) out.emplace_back(part);
  return out;
}

// A body read once; it is copied for each vulnerability of the group.
struct Body {
  Advisory row;
  std::string_view record;
  bool record_is_prefix = false;
  std::size_t cost = 0;  // strings that one copy allocates at most
};

class BodyReader {
 public:
  BodyReader(base::Reader& reader, const StringTable& strings) : reader_(reader), strings_(strings) {}

  Body read() {
    Body out;
    std::uint8_t flags = reader_.u8();
    std::uint8_t severity = flags >> 4 & 7;
    if ((flags & 7) > static_cast<int>(model::State::kEndOfLife) || severity > static_cast<int>(model::Severity::kCritical)) reader_.fail();
    if (!reader_.ok()) return out;
    out.row.state = static_cast<model::State>(flags & 7);
    out.row.by_source = (flags & 8) != 0;
    out.row.severity = static_cast<model::Severity>(severity);
    out.row.scheme = text();
    out.row.severity_text = text();
    out.row.note = text();
    std::uint64_t record = reader_.varint();
    out.record_is_prefix = (record & 1) != 0;
    out.record = text_of(record >> 1);
    std::size_t ranges = reader_.count(3);
    out.row.ranges.reserve(ranges);
    for (std::size_t i = 0; i < ranges && reader_.ok(); ++i) {
      model::VersionRange range;
      range.introduced = text();
      range.fixed = text();
      range.last_affected = text();
      out.row.ranges.push_back(std::move(range));
    }
    if ((flags & 0x80) != 0) read_extra(out.row);
    for (const model::Import& import : out.row.imports) out.cost += 4 + import.symbols.size() + import.goos.size() + import.goarch.size();
    out.cost += 8 + 3 * out.row.ranges.size() + out.row.versions.size() + out.row.arches.size() + out.row.cpes.size();
    return out;
  }

 private:
  void read_extra(Advisory& row) {
    std::size_t versions = reader_.count(1);
    for (std::size_t i = 0; i < versions && reader_.ok(); ++i) row.versions.emplace_back(text());
    row.arches = unlines(text());
    row.cpes = unlines(text());
    row.modularity = text();
    std::size_t imports = reader_.count(4);
    std::size_t names = 0;
    for (std::size_t i = 0; i < imports && reader_.ok(); ++i) {
      model::Import& import = row.imports.emplace_back();
      import.path = text();
      import.symbols = unlines(text());
      import.goos = unlines(text());
      import.goarch = unlines(text());
      names += 4 + import.symbols.size() + import.goos.size() + import.goarch.size();
      if (names > kMaxImportNames) reader_.fail();
    }
  }

  std::string_view text() { return text_of(reader_.varint()); }
  std::string_view text_of(std::uint64_t number) {
    std::string_view out;
    if (reader_.ok() && !strings_.get(number, out)) reader_.fail();
    return out;
  }

  base::Reader& reader_;
  const StringTable& strings_;
};

void write_list(const std::vector<std::string>& list, std::size_t most, base::Writer& writer) {
  std::size_t count = std::min(list.size(), most);
  writer.varint(count);
  for (std::size_t i = 0; i < count; ++i) writer.sized(list[i]);
}

std::vector<std::string> read_list(base::Reader& reader) {
  std::vector<std::string> out;
  std::size_t count = reader.count(1);
  for (std::size_t i = 0; i < count && reader.ok(); ++i) out.emplace_back(reader.sized());
  return out;
}

std::string_view cut_utf8(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text;
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0) == 0x80) --most;
  return text.substr(0, most);
}

}  // namespace

void encode_id(std::string_view id, base::Writer& writer) {
  std::uint64_t number = 0;
  if (cve_number(id, number)) {
    writer.varint(number + 1);
  } else {
    writer.varint(0);
    writer.sized(id);
  }
}

std::string decode_id(base::Reader& reader) {
  std::uint64_t number = reader.varint();
  if (number == 0) return std::string(reader.sized());
  --number;
  // By hand: matching asks for tens of thousands.
  char text[40] = "CVE-";
  char* end = std::to_chars(text + 4, std::end(text), kFirstYear + (number & 255)).ptr;
  *end++ = '-';
  std::uint64_t serial = number >> 8;
  for (std::uint64_t least = 1000; least > 1 && serial < least; least /= 10) *end++ = '0';
  return {text, std::to_chars(end, std::end(text), serial).ptr};
}

std::string encode_body(const Advisory& row, StringInterner& strings) {
  base::Writer writer;
  bool extra = !row.versions.empty() || !row.arches.empty() || !row.cpes.empty() || !row.modularity.empty() || !row.imports.empty();
  writer.u8(static_cast<std::uint8_t>(static_cast<unsigned>(row.state) | (row.by_source ? 8u : 0u) |
                                      static_cast<unsigned>(row.severity) << 4 | (extra ? 0x80u : 0u)));
  writer.varint(strings.number(row.scheme));
  writer.varint(strings.number(row.severity_text));
  writer.varint(strings.number(row.note));
  std::string_view record = row.record_id;
  if (!row.vulnerability_id.empty() && record.ends_with(row.vulnerability_id)) {
    record.remove_suffix(row.vulnerability_id.size());
    writer.varint(std::uint64_t{strings.number(record)} << 1 | 1);
  } else {
    writer.varint(std::uint64_t{strings.number(record)} << 1);
  }
  writer.varint(row.ranges.size());
  for (const model::VersionRange& range : row.ranges) {
    writer.varint(strings.number(range.introduced));
    writer.varint(strings.number(range.fixed));
    writer.varint(strings.number(range.last_affected));
  }
  if (extra) {
    writer.varint(row.versions.size());
    for (const std::string& version : row.versions) writer.varint(strings.number(version));
    writer.varint(strings.number(lines(row.arches)));
    writer.varint(strings.number(lines(row.cpes)));
    writer.varint(strings.number(row.modularity));
    writer.varint(row.imports.size());
    for (const model::Import& import : row.imports) {
      writer.varint(strings.number(import.path));
      for (const auto* list : {&import.symbols, &import.goos, &import.goarch}) writer.varint(strings.number(lines(*list)));
    }
  }
  return writer.take();
}

void encode_group(const std::vector<std::string_view>& ids, std::string_view body, base::Writer& writer) {
  writer.varint(ids.size());
  for (std::string_view id : ids) encode_id(id, writer);
  writer.bytes(body);
}

Result<std::vector<Advisory>> decode_rows(std::string_view value, const StringTable& strings, std::string_view ecosystem,
                                          std::string_view package) {
  base::Reader reader(value);
  std::vector<Advisory> out;
  std::size_t decoded = 0;
  while (reader.ok() && !reader.at_end()) {
    std::size_t count = reader.count(1);
    if (count == 0) reader.fail();
    std::vector<std::string> ids;
    ids.reserve(count);
    for (std::size_t i = 0; i < count && reader.ok(); ++i) ids.push_back(decode_id(reader));
    Body body = BodyReader(reader, strings).read();
    if (!reader.ok()) break;
    decoded += body.cost * count;
    if (decoded > kMaxDecodedStrings) return Error{Code::kCorrupt, "rows: more than four million strings"};
    if (out.capacity() < out.size() + count) out.reserve(std::max(2 * out.capacity(), out.size() + count));
    for (std::string& id : ids) {
      Advisory& row = &id == &ids.back() ? out.emplace_back(std::move(body.row)) : out.emplace_back(body.row);
      row.record_id = body.record;
      if (body.record_is_prefix) row.record_id += id;
      row.vulnerability_id = std::move(id);
      row.ecosystem = ecosystem;
      row.package = package;
    }
  }
  TRY(reader.finish("rows"));
  return out;
}

std::string encode_vulnerability(const model::Vulnerability& vulnerability) {
  base::Writer writer;
  writer.sized(vulnerability.title);
  writer.sized(cut_utf8(vulnerability.description, kMaxDescriptionBytes));
  writer.sized(vulnerability.published);
  writer.sized(vulnerability.modified);
  writer.u8(vulnerability.withdrawn ? 1 : 0);
  writer.varint(vulnerability.aliases.size());
  for (const std::string& alias : vulnerability.aliases) encode_id(alias, writer);
  writer.varint(vulnerability.cvss.size());
  for (const model::Cvss& cvss : vulnerability.cvss) {
    writer.sized(cvss.version);
    writer.sized(cvss.vector);
    // Scores have one digit after the point.
    writer.u8(static_cast<std::uint8_t>(std::clamp(std::lround(cvss.score * 10), 0L, 100L)));
    writer.sized(cvss.source);
  }
  write_list(vulnerability.references, kMaxReferences, writer);
  write_list(vulnerability.cwes, kMaxReferences, writer);
  return writer.take();
}

Result<model::Vulnerability> decode_vulnerability(std::string_view value, std::string_view id) {
  base::Reader reader(value);
  model::Vulnerability out;
  out.id = id;
  out.title = reader.sized();
  out.description = reader.sized();
  out.published = reader.sized();
  out.modified = reader.sized();
  out.withdrawn = reader.u8() != 0;
  std::size_t aliases = reader.count(1);
  for (std::size_t i = 0; i < aliases && reader.ok(); ++i) out.aliases.push_back(decode_id(reader));
  std::size_t scores = reader.count(4);
  for (std::size_t i = 0; i < scores && reader.ok(); ++i) {
    model::Cvss cvss;
    cvss.version = reader.sized();
    cvss.vector = reader.sized();
    cvss.score = reader.u8() / 10.0;
    cvss.source = reader.sized();
    out.cvss.push_back(std::move(cvss));
  }
  out.references = read_list(reader);
  out.cwes = read_list(reader);
  TRY_IN(id, reader.finish("vulnerability"));
  return out;
}

}  // namespace batten::advisory
