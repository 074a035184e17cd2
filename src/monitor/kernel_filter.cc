// SPDX-License-Identifier: Apache-2.0
#include "monitor/kernel_filter.h"

#include <algorithm>
#include <cstring>
#include <string_view>
#include <vector>

#include "monitor/system_calls.h"

namespace batten::monitor {
namespace {

using model::EventClause;
using model::EventFilter;
using model::EventTypeInfo;
using model::PathTest;

constexpr std::size_t kPartBytes = 8;

batten_u64 first_word(std::string_view bytes) {
  batten_u64 out = 0;
  std::memcpy(&out, bytes.data(), std::min<std::size_t>(bytes.size(), 8));
  return out;
}

// As the kernel programs hash a component of a path.
batten_u64 hash_component(std::string_view component) {
  batten_u64 hash = BATTEN_HASH_FACTOR;
  for (std::size_t at = 0; at == 0 || (at < component.size() && at < 32); at += 8)
    hash = batten_hash_add(hash, first_word(component.substr(at)));
  return batten_hash_add(hash, component.size());
}

// One event type's part of the filter.
class TypeFilter {
 public:
  TypeFilter(batten_filter& whole, batten_type_filter& to, const EventTypeInfo& info, batten_u32 group)
      : whole_(whole), to_(to), info_(info) {
    to_.group = group;
  }

  void add(const EventClause& clause, unsigned index) {
    bit_ = batten_u64{1} << index;
    add_outcome(clause);
    add_flags(clause);
    if (clause.where != EventClause::Where::kAnywhere) to_.ask_where = 1;
    if (clause.where != EventClause::Where::kContainer) to_.where[0] |= bit_;
    if (clause.where != EventClause::Where::kHost) to_.where[1] |= bit_;
    add_paths(clause);
    add_words(clause.comms, true, to_.ask_comm, to_.no_comm, [this](const std::string& comm) {
      const std::string_view cut = std::string_view(comm).substr(0, BATTEN_COMM_SIZE - 1);
      const batten_u64 hash = batten_hash_add(begin(BATTEN_WORD_COMM), first_word(cut));
      return put(batten_hash_add(hash, first_word(cut.size() > 8 ? cut.substr(8) : "")));
    });
    const bool has_socket = info_.roles.socket >= 0;
    const bool has_number = std::ranges::any_of(info_.params, [](const model::Param& one) { return one.kind == model::ParamKind::kName; });
    add_words(clause.ports, has_socket, to_.ask_port, to_.no_port, [this](auto port) { return put_number(BATTEN_WORD_PORT, port); });
    add_words(clause.families, has_socket, to_.ask_family, to_.no_family, [this](auto one) { return put_number(BATTEN_WORD_FAMILY, one); });
    add_words(clause.numbers, has_number, to_.ask_number, to_.no_number,
              [this](auto one) { return put_number(BATTEN_WORD_NUMBER, static_cast<batten_u64>(one)); });
  }

 private:
  batten_u64 begin(batten_word word) const { return batten_hash_begin(word, to_.group); }
  bool put_number(batten_word word, batten_u64 number) { return put(batten_hash_add(begin(word), number)); }

  // False: no room, so that the clause can't be asked that.
  bool put(batten_u64 hash) {
    const batten_u32 place = batten_hash_place(hash);
    for (batten_u32 i = 0; i < BATTEN_FILTER_REACH; ++i) {
      batten_filter_entry& entry = whole_.entries[(place + i) & (BATTEN_FILTER_ENTRIES - 1)];
      if (entry.hash != hash && entry.hash != 0) continue;
      entry = {.hash = hash, .clauses = entry.clauses | bit_};
      return true;
    }
    return false;
  }

  void add_outcome(const EventClause& clause) {
    if (clause.outcome != EventClause::Outcome::kFailure) to_.outcome[0] |= bit_;
    if (clause.outcome != EventClause::Outcome::kSuccess) to_.outcome[1] |= bit_;
  }

  void add_flags(const EventClause& clause) {
    using Access = EventClause::Access;
    const bool has_flags = info_.roles.flags >= 0;
    const Access access = has_flags ? clause.access : Access::kAny;
    if (access == Access::kExecute) {
      to_.executes |= bit_;
    } else {
      to_.access[3] |= bit_;
      if (access != Access::kWrite) to_.access[0] |= bit_;
      if (access != Access::kRead) to_.access[1] |= bit_;
      to_.access[2] |= bit_;
    }
    if (access != Access::kAny) to_.ask_access = 1;
    if (!has_flags || clause.any_flags == 0 || !add_flag_set(clause.any_flags)) to_.no_flags |= bit_;
  }

  bool add_flag_set(batten_u64 bits) {
    for (batten_filter_flags& one : to_.flags) {
      if (one.bits != bits && one.bits != 0) continue;
      one = {.bits = bits, .clauses = one.clauses | bit_};
      to_.ask_access = 1;
      return true;
    }
    return false;
  }

  // words: none says that the clause does not ask.
  template <typename Words, typename Put>
  void add_words(const Words& words, bool possible, batten_u8& ask, batten_u64& not_asked, Put put_word) {
    const bool asked = possible && !words.empty() && std::ranges::all_of(words, put_word);
    if (asked) ask = 1;
    if (!asked) not_asked |= bit_;
  }

  void add_paths(const EventClause& clause) {
    const bool possible = info_.roles.path >= 0 || info_.roles.real >= 0;
    const bool asked =
        possible && !clause.paths.empty() && std::ranges::all_of(clause.paths, [this](const PathTest& test) { return add_path(test); });
    if (asked) to_.ask_path = 1;
    if (!asked) to_.no_path |= bit_;
  }

  // False: can't be put as a question.
  bool add_path(const PathTest& test) {
    const std::string_view text = test.text;
    const std::size_t slash = text.rfind('/');
    switch (test.kind) {
      case PathTest::Kind::kName: return !text.empty() && slash == std::string_view::npos && put_component(BATTEN_WORD_NAME, text);
      case PathTest::Kind::kExact: return add_exact(text);
      case PathTest::Kind::kPrefix: return add_prefix(text);
      case PathTest::Kind::kContains: return add_contained(text);
      case PathTest::Kind::kSuffix:
        if (slash == std::string_view::npos) return add_ending(text);
        // Of a path's own end a slash is not known.
        return slash + 1 < text.size() && put_component(BATTEN_WORD_NAME, text.substr(slash + 1));
    }
    return false;
  }

  bool put_component(batten_word word, std::string_view component) { return put(batten_hash_add(begin(word), hash_component(component))); }

  // Only as a path looks that was joined and cleaned.
  static std::vector<std::string_view> components(std::string_view text) {
    std::vector<std::string_view> out;
    if (!text.starts_with('/')) return out;
    for (std::size_t at = 1; at <= text.size();) {
      const std::size_t end = std::min(text.find('/', at), text.size());
      out.push_back(text.substr(at, end - at));
      at = end + 1;
    }
    return out;
  }

  static bool is_odd(std::string_view component) { return component.empty() || component == "." || component == ".."; }

  bool add_exact(std::string_view text) {
    const std::vector<std::string_view> parts = components(text);
    if (parts.empty() || std::ranges::any_of(parts, is_odd)) return false;
    if (!put(batten_hash_add(batten_hash_add(begin(BATTEN_WORD_EXACT), hash_component(parts.front())), hash_component(parts.back()))))
      return false;
    to_.ask_prefix = 1;
    to_.prefix_clauses |= bit_;
    return true;
  }

  bool add_prefix(std::string_view text) {
    std::vector<std::string_view> parts = components(text);
    if (parts.empty()) return false;
    const std::string_view part = parts.back().substr(0, kPartBytes);
    parts.pop_back();
    if (std::ranges::any_of(parts, is_odd) || !put_prefix(parts, part)) return false;
    to_.ask_prefix = 1;
    to_.prefix_clauses |= bit_;
    return true;
  }

  // parts: whole components; part: the begin of the next, may be empty.
  bool put_prefix(const std::vector<std::string_view>& parts, std::string_view part) {
    if (parts.empty()) {
      if (part.empty()) return false;
      to_.top_lengths |= 1u << part.size();
      return put(batten_hash_add(batten_hash_add(begin(BATTEN_WORD_TOP_PART), part.size()), first_word(part)));
    }
    const batten_u64 top = hash_component(parts[0]);
    if (parts.size() > 1) {
      to_.ask_second = 1;
      return put(batten_hash_add(batten_hash_add(begin(BATTEN_WORD_SECOND), top), hash_component(parts[1])));
    }
    if (part.empty()) return put(batten_hash_add(begin(BATTEN_WORD_TOP), top));
    to_.second_lengths |= 1u << part.size();
    return put(batten_hash_add(batten_hash_add(batten_hash_add(begin(BATTEN_WORD_SECOND_PART), part.size()), top), first_word(part)));
  }

  // "/.ssh/": a whole component.
  bool add_contained(std::string_view text) {
    const std::size_t begin_at = text.find('/');
    const std::size_t end = begin_at == std::string_view::npos ? begin_at : text.find('/', begin_at + 1);
    if (end == std::string_view::npos) return false;
    const std::string_view component = text.substr(begin_at + 1, end - begin_at - 1);
    if (is_odd(component)) return false;
    to_.ask_component = 1;
    to_.component_clauses |= bit_;
    return put_component(BATTEN_WORD_COMPONENT, component);
  }

  bool add_ending(std::string_view text) {
    if (text.empty()) return false;
    const std::string_view end = text.substr(text.size() - std::min(text.size(), kPartBytes));
    to_.ask_ending = 1;
    to_.ending_lengths |= 1u << end.size();
    return put(batten_hash_add(batten_hash_add(begin(BATTEN_WORD_ENDING), end.size()), first_word(end)));
  }

  batten_filter& whole_;
  batten_type_filter& to_;
  const EventTypeInfo& info_;
  batten_u64 bit_ = 0;
};

}  // namespace

void compile_filter(const model::Prefilter& filter, batten_filter& out) {
  out = {};
  for (unsigned type = 0; type < BATTEN_EVENT_TYPES; ++type) {
    const EventFilter& from = filter.types[type];
    batten_type_filter& to = out.types[type];
    to.wanted = from.wanted;
    to.urgent = from.urgent;
    to.state = is_state(static_cast<model::EventType>(type));
    to.all = from.any.empty() || from.any.size() > BATTEN_CLAUSES;
    if (to.all) continue;
    // Types of equal clauses, as the calls that open a file, share their words.
    unsigned group = 0;
    while (filter.types[group].any != from.any || out.types[group].all) ++group;
    TypeFilter made(out, to, *model::event_type_info(static_cast<std::uint16_t>(type)), group + 1);
    for (unsigned i = 0; i < from.any.size(); ++i) made.add(from.any[i], i);
  }
}

}  // namespace batten::monitor
