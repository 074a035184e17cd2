// SPDX-License-Identifier: Apache-2.0
#include "leaks/patterns.h"

#include <unistd.h>

#include <algorithm>
#include <mutex>
#include <optional>
#include <utility>

#include "base/file.h"
#include "base/format.h"
#include "base/glob.h"
#include "base/hash.h"
#include "leaks/entropy.h"
#include "leaks/placeholder.h"
#include "leaks/regex.h"
#include "leaks/trigger.h"
#include "leaks/vectorscan.h"

namespace batten::leaks {
namespace {

// How far before the end of a candidate its match may begin, and how far behind it may end.
constexpr std::size_t kReachBack = 1024, kReachForward = 4096, kReachForwardOfTrigger = 64 << 10, kDocument = 64 << 10;
constexpr std::size_t kReachBackAtTrigger = 128, kReachForwardAtTrigger = 640;
constexpr std::size_t kNear = 1024;
// Matches of one kind in one text that are judged.
constexpr std::size_t kMaxPerKind = 100'000;

struct Kind {
  explicit Kind(const LeakKind* one) : kind(one) {}
  const LeakKind* kind;
  const Regex& regex() const {
    std::call_once(*once_, [this] {
      Result<Regex> compiled = Regex::compile(kind->pattern);
      if (!compiled) std::abort();  // a wrong pattern of ours: the table test names it
      regex_.emplace(std::move(*compiled));
    });
    return *regex_;
  }

 private:
  std::unique_ptr<std::once_flag> once_ = std::make_unique<std::once_flag>();
  mutable std::optional<Regex> regex_;
};

std::string_view line_around(std::string_view text, std::size_t from, std::size_t to) {
  std::size_t begin = from - std::min(from, kNear), end = std::min(text.size(), to + kNear);
  std::size_t newline = text.substr(begin, from - begin).rfind('\n');
  if (newline != text.npos) begin += newline + 1;
  newline = text.substr(from, end - from).find('\n');
  if (newline != text.npos) end = from + newline;
  return text.substr(begin, end - begin);
}

// Most globs end in a plain name: asked first, it saves the walk through the others for nearly every file.
bool named_by(const LeakKind& kind, std::string_view path) {
  const std::string_view name = path.substr(path.rfind('/') + 1);
  return std::ranges::any_of(kind.paths, [&](std::string_view glob) {
    const std::string_view last = glob.substr(glob.rfind('/') + 1);
    if (last.find_first_of("*?[{") == last.npos && last != name) return false;
    return base::glob_match(glob, path) || (!glob.contains('/') && base::glob_match(glob, name));
  });
}

// Of two that overlap, the one that says more: a token of some issuer in a .netrc is that token, a password there is one of .netrc. The id
// decides at last, so that the order in which Vectorscan reports them never does.
bool says_more(const Found& a, const Found& b) {
  auto sort = [](const LeakKind& kind) { return !kind.generic ? 2 : kind.at_trigger ? 0 : 1; };
  auto rank = [&](const Found& one) { return std::tuple(sort(*one.kind), one.opinion, one.length, one.match_length); };
  return std::pair(rank(a), b.kind->id) > std::pair(rank(b), a.kind->id);
}

std::vector<Found> without_overlaps(std::vector<Found> all) {
  std::ranges::stable_sort(all,
                           [](const Found& a, const Found& b) { return std::pair(a.offset, a.length) < std::pair(b.offset, b.length); });
  std::vector<Found> out;
  for (const Found& one : all) {
    if (out.empty() || out.back().offset + out.back().length <= one.offset)
      out.push_back(one);
    else if (says_more(one, out.back()))
      out.back() = one;
  }
  return out;
}

}  // namespace

struct Patterns::Impl {
  std::vector<Kind> kinds;    // those that Vectorscan looks for: its ids are places in here
  std::vector<Kind> by_path;  // those that only files of some name may hold
  std::unique_ptr<Vectorscan> vectorscan;
  std::string revision;
};

Patterns::Patterns() : impl_(std::make_unique<Impl>()) {}
Patterns::~Patterns() = default;
const std::string& Patterns::revision() const { return impl_->revision; }
std::size_t Patterns::kinds() const { return impl_->kinds.size() + impl_->by_path.size(); }

namespace {

std::string trigger_text(const LeakKind& kind) { return kind.trigger.empty() ? trigger_of(kind.pattern) : std::string(kind.trigger); }

std::vector<Vectorscan::Pattern> triggers(const std::vector<Kind>& kinds) {
  std::vector<Vectorscan::Pattern> out;
  for (std::uint32_t id = 0; id < kinds.size(); ++id) {
    const LeakKind& kind = *kinds[id].kind;
    out.push_back({trigger_text(kind), id});
  }
  return out;
}

std::string revision_of(std::span<const Detector* const> detectors) {
  base::Sha256 hash;
  for (const Detector* detector : detectors) {
    hash.update(format("{} {}\n", detector->name, detector->revision));
    for (const LeakKind& kind : detector->kinds) hash.update(format("{}\n{}\n{}\n", kind.id, kind.pattern, trigger_text(kind)));
  }
  return hash.finish_hex();
}

// What other versions have compiled serves nobody who runs this one.
void remove_others(const std::string& path) {
  std::string directory = path.substr(0, path.rfind('/'));
  Result<std::vector<std::string>> names = base::list_directory(directory);
  if (!names) return;
  for (const std::string& name : *names) {
    if (name.ends_with(".hs")) ::unlink((directory + "/" + name).c_str());
  }
}

Result<Vectorscan> compiled_or_cached(const std::vector<Kind>& kinds, const std::string& revision) {
  std::string path = base::cache_directory() + "/leaks/" + revision.substr(0, 32) + ".hs";
  if (Result<std::string> kept = base::read_file(path, 256u << 20)) {
    if (Result<Vectorscan> read = Vectorscan::from_bytes(*kept)) return read;
  }
  Vectorscan made = TRY(Vectorscan::compile(triggers(kinds)));
  if (Result<std::string> bytes = made.to_bytes()) {
    remove_others(path);
    (void)base::write_file_atomic(path, *bytes);  // without it the next start is slower
  }
  return made;
}

}  // namespace

void Patterns::prepare() const {
  for (const std::vector<Kind>* kinds : {&impl_->kinds, &impl_->by_path}) {
    for (const Kind& kind : *kinds) (void)kind.regex();
  }
}

namespace {

void add_kinds(std::span<const Detector* const> detectors, std::vector<Kind>& everywhere, std::vector<Kind>& by_path) {
  for (const Detector* detector : detectors) {
    for (const LeakKind& kind : detector->kinds) (kind.paths.empty() ? everywhere : by_path).emplace_back(&kind);
  }
}

}  // namespace

Result<std::unique_ptr<Patterns>> Patterns::compile(std::span<const Detector* const> detectors) {
  std::unique_ptr<Patterns> out(new Patterns);
  for (const Detector* detector : detectors) {
    for (const LeakKind& kind : detector->kinds) TRY_IN(std::string(kind.id), Regex::compile(kind.pattern));
  }
  add_kinds(detectors, out->impl_->kinds, out->impl_->by_path);
  out->impl_->revision = revision_of(detectors);
  out->impl_->vectorscan = std::make_unique<Vectorscan>(TRY(Vectorscan::compile(triggers(out->impl_->kinds))));
  return out;
}

const Patterns& Patterns::all() {
  static const Patterns* const patterns = [] {
    auto* out = new Patterns;
    add_kinds(all_detectors(), out->impl_->kinds, out->impl_->by_path);
    out->impl_->revision = revision_of(all_detectors());
    Result<Vectorscan> compiled = compiled_or_cached(out->impl_->kinds, out->impl_->revision);
    if (!compiled) std::abort();  // a wrong pattern of ours: the table test names it
    out->impl_->vectorscan = std::make_unique<Vectorscan>(std::move(*compiled));
    return out;
  }();
  return *patterns;
}

struct Patterns::Search::Impl {
  const Patterns::Impl& patterns;
  Vectorscan::Scratch scratch;
  std::vector<std::size_t> done;    // per kind: nothing that begins before this is looked at again
  std::vector<std::size_t> counts;  // per kind
  std::vector<std::uint32_t> touched;
  std::vector<Found> found;
  bool cut_short = false;
  // The document that was asked last, and the answer.
  const LeakKind* asked = nullptr;
  std::string_view document;
  bool counts_in_document = false;

  explicit Impl(const Patterns::Impl& all) : patterns(all), scratch(*all.vectorscan), done(all.kinds.size()), counts(all.kinds.size()) {}

  void judge(const LeakKind& kind, const Regex::Match& match, std::string_view text, std::string_view path) {
    std::string_view secret = match.group1.data() != nullptr ? match.group1 : match.whole;
    if (secret.empty() || (kind.min_entropy > 0 && entropy(secret) < kind.min_entropy)) return;
    const auto offset = static_cast<std::size_t>(secret.data() - text.data());
    const auto begin = static_cast<std::size_t>(match.whole.data() - text.data());
    std::size_t near = begin - std::min(begin, kNear);
    Opinion opinion = kind.found;
    if (kind.confirm != nullptr) {
      opinion = kind.confirm({.secret = secret,
                              .match = match.whole,
                              .group2 = match.group2,
                              .line = line_around(text, offset, offset + secret.size()),
                              .near = text.substr(near, begin - near + match.whole.size() + kNear),
                              .path = path,
                              .text = text});
    }
    if (opinion == Opinion::kNo || (opinion != Opinion::kConfirmed && is_placeholder(secret))) return;
    found.push_back({&kind, opinion, offset, secret.size(), match.whole.size()});
  }

  // The part of a file of many documents that at is in.
  static std::string_view document_around(std::string_view text, std::size_t at) {
    const std::size_t first = at - std::min(at, kDocument);
    const std::string_view shown = text.substr(first, at - first + kDocument);
    auto divides = [&](std::size_t newline) {
      const std::string_view line = shown.substr(newline + 1, 3);
      return line == "---" || line.starts_with("- ");
    };
    std::size_t begin = shown.substr(0, at - first).rfind("\n-"), end = shown.find("\n-", at - first);
    while (begin != shown.npos && !divides(begin)) begin = begin == 0 ? shown.npos : shown.rfind("\n-", begin - 1);
    while (end != shown.npos && !divides(end)) end = shown.find("\n-", end + 1);
    return shown.substr(0, end).substr(begin == shown.npos ? 0 : begin);
  }

  bool in_its_document(const LeakKind& kind, std::string_view text, std::size_t at) {
    if (kind.of_document == nullptr) return true;
    const char* const place = text.data() + at;
    if (asked != &kind || place < document.data() || place >= document.data() + document.size()) {
      asked = &kind;
      document = document_around(text, at);
      counts_in_document = kind.of_document(document);
    }
    return counts_in_document;
  }

  struct Window {
    std::size_t from, begins_before, until;
  };
  static Window window(const LeakKind& kind, std::size_t end) {
    if (kind.at_beginning) return {0, 1, end + kReachForwardOfTrigger};
    if (kind.at_trigger) return {end - std::min(end, kReachBackAtTrigger), end, end + kReachForwardAtTrigger};
    if (!kind.trigger.empty()) return {end - std::min(end, kReachBack), end + kind.reach, end + kReachForwardOfTrigger};
    return {end - std::min(end, kReachBack), end, end + kReachForward};
  }

  // A candidate of a kind ends at end: all matches that begin before it and after what was looked at.
  void candidate(std::uint32_t id, std::size_t end, std::string_view text, std::string_view path) {
    const Kind& kind = patterns.kinds[id];
    if ((kind.kind->at_beginning && end > kReachBack) || !in_its_document(*kind.kind, text, end - 1)) {
      if (done[id] == 0) touched.push_back(id);
      done[id] = std::max(done[id], end);
      return;
    }
    Window reach = window(*kind.kind, end);
    if (kind.kind->of_document != nullptr) {
      const auto document_end = static_cast<std::size_t>(document.data() + document.size() - text.data());
      reach.begins_before = std::min(reach.begins_before, document_end);
      reach.until = std::min(reach.until, document_end);
    }
    if (reach.begins_before <= done[id]) return;
    if (done[id] == 0) touched.push_back(id);
    std::size_t from = std::max(done[id], reach.from);
    std::string_view until = text.substr(0, reach.until);
    while (from < until.size()) {
      if (counts[id] >= kMaxPerKind) {
        cut_short = true;
        break;
      }
      std::optional<Regex::Match> match = kind.regex().find(until, from, reach.begins_before);
      if (!match) {
        // Nor does one begin there for the next candidate: it looks on from where this one ends.
        from = std::max(from, reach.begins_before);
        break;
      }
      const auto begin = static_cast<std::size_t>(match->whole.data() - text.data());
      const std::size_t before = found.size();
      judge(*kind.kind, *match, text, path);
      // What is refused at a trigger costs little, is most of it, and may hold the next name: "password = env.DB_PASSWORD || 'x'".
      const bool refused_at_trigger = kind.kind->at_trigger && found.size() == before;
      counts[id] += refused_at_trigger ? 0 : 1;
      from = refused_at_trigger ? begin + 1 : std::max(begin + match->whole.size(), begin + 1);
    }
    done[id] = std::max(from, end);
  }
};

Patterns::Search::Search(const Patterns& patterns) : impl_(std::make_unique<Impl>(*patterns.impl_)) {}
Patterns::Search::~Search() = default;
Patterns::Search::Search(Search&&) noexcept = default;

bool Patterns::Search::cut_short() const { return impl_->cut_short; }

std::vector<Found> Patterns::Search::run(std::string_view text, std::string_view path, bool binary) {
  Impl& my = *impl_;
  for (std::uint32_t id : my.touched) my.done[id] = my.counts[id] = 0;
  my.touched.clear();
  my.found.clear();
  my.asked = nullptr;
  my.cut_short = false;
  my.patterns.vectorscan->search(text, my.scratch, [&](std::uint32_t id, std::size_t end) {
    if (!binary || !my.patterns.kinds[id].kind->text_only) my.candidate(id, end, text, path);
  });
  for (const Kind& kind : my.patterns.by_path) {
    if (!named_by(*kind.kind, path)) continue;
    std::size_t from = 0, count = 0;
    while (from <= text.size()) {
      if (++count > kMaxPerKind) {
        my.cut_short = true;
        break;
      }
      std::optional<Regex::Match> match = kind.regex().find(text, from);
      if (!match) break;
      my.judge(*kind.kind, *match, text, path);
      const auto begin = static_cast<std::size_t>(match->whole.data() - text.data());
      from = std::max(begin + match->whole.size(), begin + 1);
    }
  }
  return without_overlaps(std::move(my.found));
}

}  // namespace batten::leaks
