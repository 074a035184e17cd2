// SPDX-License-Identifier: Apache-2.0
#include "packages/java_fingerprints.h"

#include <algorithm>
#include <set>

#include "base/reader.h"
#include "base/text.h"

// The file's bytes as a constant of the program.
asm(".section .rodata\n"
    ".balign 16\n"
    ".globl batten_java_fingerprints\n"
    "batten_java_fingerprints:\n"
    ".incbin \"" BATTEN_JAVA_FINGERPRINTS
    "\"\n"
    ".globl batten_java_fingerprints_end\n"
    "batten_java_fingerprints_end:\n"
    ".previous\n");

extern "C" const char batten_java_fingerprints[], batten_java_fingerprints_end[];

namespace batten::packages {
namespace {

// Enough to be no accident: so many classes, and such a part of those that the version has in the table. Of a library of few classes
// nearly all. A build that keeps only the classes it needs keeps a part.
constexpr std::size_t kMinClasses = 6, kMinPercent = 5, kFewClasses = 12, kMinPercentOfFew = 60;

bool is_enough(std::size_t found, std::size_t of) {
  if (of < kFewClasses) return found >= 3 && found * 100 >= of * kMinPercentOfFew;
  return found >= kMinClasses && found * 100 >= of * kMinPercent;
}

// The first of the sorted records of that size whose number is not below.
std::size_t lower_bound(std::string_view records, std::size_t size, std::uint32_t wanted) {
  std::size_t low = 0, high = records.size() / size;
  while (low < high) {
    std::size_t middle = low + (high - low) / 2;
    if (base::Reader(records.substr(middle * size, 4)).u32le() < wanted) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

using Entries = std::vector<FingerprintTable::Entry>;

struct Fit {
  std::size_t found = 0, lowest = 0, highest = 0;
};

// The versions to which most of the entries belong; complete ones before others.
Fit best_fit(const Entries& entries, const FingerprintTable::Artifact& artifact) {
  std::vector<std::int64_t> begins(artifact.versions.size() + 1);
  for (const auto& entry : entries) {
    ++begins[entry.first];
    --begins[entry.last + 1u];
  }
  Fit out;
  bool complete = false;
  std::int64_t now = 0;
  for (std::size_t version = 0; version < artifact.versions.size(); ++version) {
    now += begins[version];
    auto found = static_cast<std::size_t>(now);
    bool all = found >= artifact.classes[version];
    if (found > out.found || (found == out.found && all && !complete)) {
      out = {found, version, version};
      complete = all;
    } else if (found == out.found && all == complete) {
      out.highest = version;
    }
  }
  return out;
}

}  // namespace

Result<FingerprintTable> FingerprintTable::open(std::string_view bytes) {
  base::Reader reader(bytes);
  if (reader.bytes(4) != "BJF1") return Error{Code::kCorrupt, "no table of Java classes"};
  std::size_t artifacts = reader.u32le(), entries = reader.u32le(), names = reader.u32le(), text_bytes = reader.u32le();
  struct Head {
    std::size_t text, versions;
  };
  std::vector<Head> heads;
  for (std::size_t i = 0; i < artifacts && reader.ok(); ++i) {
    std::size_t text = reader.u32le();
    heads.push_back({text, reader.u32le()});
  }
  FingerprintTable out;
  for (const Head& head : heads) {
    Artifact& artifact = out.artifacts_.emplace_back();
    for (std::size_t i = 0; i < head.versions && reader.ok(); ++i) artifact.classes.push_back(reader.u16le());
  }
  if (entries > reader.remaining() / kEntryBytes) reader.fail();
  out.entries_ = reader.bytes(entries * kEntryBytes);
  if (names > reader.remaining() / kNameBytes) reader.fail();
  out.names_ = reader.bytes(names * kNameBytes);
  std::string_view texts = reader.bytes(text_bytes);
  TRY(reader.finish("table of Java classes"));
  for (std::size_t i = 0; i < heads.size(); ++i) {
    Artifact& artifact = out.artifacts_[i];
    std::vector<std::string_view> lines = base::split(texts.substr(std::min(heads[i].text, texts.size())), '\n');
    if (lines.size() <= heads[i].versions) return Error{Code::kCorrupt, "table of Java classes: names are missing"};
    artifact.name = lines[0];
    artifact.versions.assign(lines.begin() + 1, lines.begin() + 1 + static_cast<std::ptrdiff_t>(heads[i].versions));
  }
  for (std::size_t i = 0; i < entries; ++i) {
    Entry entry = out.entry(i);
    bool fits = entry.artifact < artifacts && entry.first <= entry.last && entry.last < out.artifacts_[entry.artifact].versions.size();
    if (!fits || (i > 0 && entry.hash < out.entry(i - 1).hash)) return Error{Code::kCorrupt, "table of Java classes: a wrong entry"};
  }
  return out;
}

const FingerprintTable& FingerprintTable::built_in() {
  static const FingerprintTable table =
      open({batten_java_fingerprints, static_cast<std::size_t>(batten_java_fingerprints_end - batten_java_fingerprints)})
          .value_or(FingerprintTable());
  return table;
}

FingerprintTable::Entry FingerprintTable::entry(std::size_t index) const {
  base::Reader reader(entries_.substr(index * kEntryBytes, kEntryBytes));
  Entry out;
  out.hash = reader.u32le();
  out.artifact = reader.u16le();
  out.first = reader.u16le();
  out.last = reader.u16le();
  return out;
}

FingerprintTable::Range FingerprintTable::find(std::uint64_t fingerprint) const {
  auto wanted = static_cast<std::uint32_t>(fingerprint >> 32);
  std::size_t first = lower_bound(entries_, kEntryBytes, wanted), last = first;
  while (last < entry_count() && entry(last).hash == wanted) ++last;
  return {first, last};
}

std::vector<std::uint16_t> FingerprintTable::artifacts_with(std::uint32_t name) const {
  std::vector<std::uint16_t> out;
  for (std::size_t i = lower_bound(names_, kNameBytes, name); i < names_.size() / kNameBytes; ++i) {
    base::Reader reader(names_.substr(i * kNameBytes, kNameBytes));
    if (reader.u32le() != name) break;
    out.push_back(reader.u16le());
  }
  return out;
}

void RecognisedClasses::add(const ClassFingerprint& fingerprint) {
  FingerprintTable::Range range = table_.find(fingerprint.content);
  for (std::size_t i = range.first; i < range.last && found_.size() < kMaxFound; ++i) found_.push_back(static_cast<std::uint32_t>(i));
  if (range.first < range.last || unknown_.size() >= kMaxFound) return;
  for (std::uint64_t artifact : table_.artifacts_with(fingerprint.name)) unknown_.push_back(artifact << 32 | fingerprint.name);
}

std::vector<Recognised> RecognisedClasses::libraries() const {
  std::vector<Recognised> out;
  if (found_.size() < 3) return out;
  std::set<std::uint32_t> distinct(found_.begin(), found_.end());
  std::set<std::uint64_t> unknown(unknown_.begin(), unknown_.end());
  std::vector<Entries> of(table_.artifacts().size());
  for (std::uint32_t index : distinct) {
    FingerprintTable::Entry entry = table_.entry(index);
    of[entry.artifact].push_back(entry);
  }
  while (true) {
    Fit best;
    std::size_t which = 0;
    for (std::size_t i = 0; i < of.size(); ++i) {
      if (of[i].empty()) continue;
      Fit fit = best_fit(of[i], table_.artifacts()[i]);
      if (fit.found <= best.found || !is_enough(fit.found, table_.artifacts()[i].classes[fit.lowest])) continue;
      best = fit;
      which = i;
    }
    if (best.found == 0) return out;
    const FingerprintTable::Artifact& artifact = table_.artifacts()[which];
    auto of_artifact = [&](std::uint64_t one) { return one >> 32 == which; };
    auto others = static_cast<std::size_t>(std::ranges::count_if(unknown, of_artifact));
    // Mostly other code by the same names: another library, or a release that is far from all known ones.
    if (others <= best.found) {
      out.push_back({artifact.name, artifact.versions[best.lowest], artifact.versions[best.highest], best.found,
                     artifact.classes[best.lowest], others});
    }
    std::set<std::uint32_t> taken;
    for (const FingerprintTable::Entry& entry : of[which]) taken.insert(entry.hash);
    for (Entries& entries : of) {
      std::size_t before = entries.size();
      std::erase_if(entries, [&](const FingerprintTable::Entry& entry) { return taken.contains(entry.hash); });
      // The same code published under another name.
      if ((before - entries.size()) * 3 >= before) entries.clear();
    }
  }
}

}  // namespace batten::packages
