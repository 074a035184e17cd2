// SPDX-License-Identifier: Apache-2.0
//
// Long text is searched in blocks that overlap. A secret belongs to the block in which it begins, the last kOverlap bytes of a block to the
// next one: nothing is found twice, nothing is cut.
#include "leaks/file_search.h"

#include <algorithm>
#include <utility>

#include "archive/byte_source.h"
#include "archive/tar.h"
#include "archive/zip_stream.h"
#include "base/format.h"
#include "base/text.h"
#include "leaks/allow.h"
#include "leaks/decode.h"
#include "leaks/fingerprint.h"

namespace batten::leaks {
namespace {

constexpr std::size_t kBlock = 2u << 20, kOverlap = 96u << 10, kHead = 8u << 10;
constexpr std::size_t kMaxNotes = 20;  // of one file

enum class Form : std::uint8_t { kUnknown, kText, kBinary, kUtf16Little, kUtf16Big, kPacked };

bool is_tar(std::string_view head) { return head.size() >= 265 && head.substr(257, 5) == "ustar"; }
bool is_zip(std::string_view head) { return head.starts_with("PK\x03\x04"); }
bool is_packed(std::string_view head) {
  return archive::detect_compression(head) != archive::Compression::kNone || is_tar(head) || is_zip(head);
}

Form form_of(std::string_view head) {
  if (is_packed(head)) return Form::kPacked;
  switch (utf16_of(head)) {
    case Utf16::kLittle: return Form::kUtf16Little;
    case Utf16::kBig: return Form::kUtf16Big;
    case Utf16::kNo: break;
  }
  return head.substr(0, kHead).contains('\0') ? Form::kBinary : Form::kText;
}

model::LeakConfidence confidence_of(Opinion opinion) {
  switch (opinion) {
    case Opinion::kConfirmed: return model::LeakConfidence::kConfirmed;
    case Opinion::kLikely: return model::LeakConfidence::kLikely;
    default: return model::LeakConfidence::kPossible;
  }
}

// What is being read, and how it was come by.
struct Text {
  std::string name;                  // decides which kinds that ask for a name take part
  std::vector<std::string> decoded;  // from the file inwards
  Form form = Form::kUnknown;
  std::uint64_t offset = 0;  // of the next block in it
  std::uint32_t line = 1;    // of that block
  int depth = 0;
  // For what was decoded out of a text: where that stands. Its own lines mean nothing to anybody.
  const model::LeakPlace* standing = nullptr;
};

// Lines and columns of offsets in a block that come in order: no byte is looked at twice, however long a line is. An offset before the last
// one begins anew.
class LineCount {
 public:
  LineCount(std::string_view all, std::uint32_t first_line) : all_(all), first_line_(first_line), line_(first_line) {}

  void go_to(std::size_t offset) {
    if (offset < at_) line_ = first_line_, at_ = begin_ = 0;
    std::string_view passed = all_.substr(at_, offset - at_);
    line_ += static_cast<std::uint32_t>(std::ranges::count(passed, '\n'));
    if (std::size_t newline = passed.rfind('\n'); newline != std::string_view::npos) begin_ = at_ + newline + 1;
    at_ = offset;
  }
  std::uint32_t line() const { return line_; }
  std::uint32_t column() const { return static_cast<std::uint32_t>(at_ - begin_ + 1); }

 private:
  std::string_view all_;
  std::uint32_t first_line_, line_;
  std::size_t at_ = 0, begin_ = 0;  // begin_: of the line that at_ is in
};

model::LeakPlace place_of(std::size_t offset, const Text& in, LineCount& lines) {
  if (in.standing != nullptr) return *in.standing;
  lines.go_to(offset);
  model::LeakPlace out;
  out.line = lines.line();
  out.column = lines.column();
  out.offset = in.offset + offset;
  return out;
}

}  // namespace

struct FileSearch::Impl {
  Impl(const Patterns& patterns, std::string fingerprint_key, SearchLimits how)
      : search(patterns), key(std::move(fingerprint_key)), limits(how) {}

  Patterns::Search search;
  std::string key;
  SearchLimits limits;

  std::string path;
  Text text;
  std::string held;  // what came and was not searched yet
  std::vector<model::Leak> leaks;
  base::Notes notes;
  std::uint64_t unpacked = 0;
  bool left_out = false;

  void start(std::string_view name) {
    path = name;
    text = {.name = path, .decoded = {}, .form = Form::kUnknown, .offset = 0, .line = 1, .depth = limits.depth, .standing = nullptr};
    held.clear();
    leaks.clear();
    notes.clear();
    unpacked = 0;
    left_out = false;
  }

  void note(const Text& where, std::string message) {
    if (notes.size() >= kMaxNotes) return;
    std::string place = base::printable(path);
    for (const std::string& step : where.decoded) place += ": " + base::printable(step);
    notes.push_back({base::Note::Kind::kSkipped, std::move(place), std::move(message), ""});
  }

  void add(const Found& found, std::string_view all, const Text& in, LineCount& lines) {
    if (leaks.size() >= limits.max_leaks) {
      if (!std::exchange(left_out, true)) note(in, format("more than {} secrets: the others are left out", limits.max_leaks));
      return;
    }
    std::string_view secret = all.substr(found.offset, found.length);
    model::Leak& leak = leaks.emplace_back();
    leak.kind = found.kind->id;
    leak.title = found.kind->title;
    leak.severity = found.kind->severity;
    leak.confidence = confidence_of(found.opinion);
    leak.place = place_of(found.offset, in, lines);
    leak.place.path = path;
    leak.place.decoded = in.decoded;
    leak.masked = masked(secret);
    leak.length = static_cast<std::uint32_t>(secret.size());
    leak.fingerprint = fingerprint(key, secret);
    leak.repair = found.kind->repair;
    if (found.kind->ends_at != nullptr) leak.ends_at = found.kind->ends_at(secret);
    leak.suppressed_by = allowed_by(all, found.offset, found.length, found.kind->id);
  }

  // Searches a block; what begins at until or later is left to the next one.
  void block(std::string_view bytes, std::size_t until, Text& in) {
    std::string converted;
    std::string_view all = bytes;
    bool utf16 = in.form == Form::kUtf16Little || in.form == Form::kUtf16Big;
    if (utf16) {
      converted = from_utf16(bytes, in.form == Form::kUtf16Little ? Utf16::kLittle : Utf16::kBig);
      all = converted;
      // Where the next block begins, in characters.
      if (until < bytes.size())
        until = from_utf16(bytes.substr(0, until), in.form == Form::kUtf16Little ? Utf16::kLittle : Utf16::kBig).size();
    }
    std::vector<Found> found = search.run(all, in.name, in.form == Form::kBinary);
    if (search.cut_short()) note(in, "too much in it looks like a secret: the rest of that kind was not judged");
    LineCount lines(all, in.line);
    for (const Found& one : found) {
      if (one.offset < until) add(one, all, in, lines);
    }
    if (in.form != Form::kBinary && in.depth > 0) decode(all, until, found, in);
  }

  void decode(std::string_view all, std::size_t until, const std::vector<Found>& found, const Text& in) {
    LineCount lines(all, in.line);
    std::size_t next = 0;
    bool whole = each_decoded(all, limits.max_decoded_bytes, [&](const Decoded& decoded) {
      if (decoded.offset >= until) return;
      // What is a secret as it stands needs no look inside. Escapes come after the other runs, so the search for it may start anew.
      if (next > 0 && found[next - 1].offset > decoded.offset) next = 0;
      while (next < found.size() && found[next].offset + found[next].length <= decoded.offset) ++next;
      if (next < found.size() && found[next].offset <= decoded.offset) return;
      const model::LeakPlace place = place_of(decoded.offset, in, lines);
      Text inner{
          .name = {}, .decoded = in.decoded, .form = Form::kUnknown, .offset = 0, .line = 1, .depth = in.depth - 1, .standing = &place};
      inner.decoded.emplace_back(decoded.coding);
      std::size_t before = leaks.size();
      whole_text(decoded.bytes, inner);
      for (std::size_t i = before; i < leaks.size(); ++i) {
        if (leaks[i].suppressed_by.empty()) leaks[i].suppressed_by = allowed_by(all, decoded.offset, decoded.length, leaks[i].kind);
      }
    });
    if (!whole)
      note(in, format("more than {} of encoded text in one place: not all of it was decoded", base::human_size(limits.max_decoded_bytes)));
  }

  // Text that is all in memory.
  void whole_text(std::string_view all, Text& in) {
    if (in.form == Form::kUnknown) in.form = form_of(all.substr(0, kHead));
    if (in.form == Form::kPacked) {
      auto source = archive::memory_source(all);
      unpack(*source, in);
      return;
    }
    while (all.size() > kBlock + kOverlap) {
      block(all.substr(0, kBlock + kOverlap), kBlock, in);
      passed(all.substr(0, kBlock), in);
      all.remove_prefix(kBlock);
    }
    block(all, all.size(), in);
  }

  // In UTF-16 too a line's end is one byte '\n', with a zero beside it.
  static void passed(std::string_view bytes, Text& in) {
    in.offset += bytes.size();
    in.line += static_cast<std::uint32_t>(std::count(bytes.begin(), bytes.end(), '\n'));
  }

  // As much of what is held as makes whole blocks.
  void held_blocks(std::string& buffer, Text& in) {
    std::size_t done = 0;
    while (buffer.size() - done >= kBlock + kOverlap) {
      std::string_view all = std::string_view(buffer).substr(done, kBlock + kOverlap);
      block(all, kBlock, in);
      passed(all.substr(0, kBlock), in);
      done += kBlock;
    }
    buffer.erase(0, done);
  }

  void unpack(archive::ByteSource& source, Text& in) {
    Result<void> read = stream(source, in);
    if (!read) note(in, read.error().message);
  }

  Result<void> stream(archive::ByteSource& source, Text& in) {
    archive::PeekedSource peeked(source);
    std::string_view head = TRY(peeked.head(kHead));
    archive::Compression compression = archive::detect_compression(head);
    bool packed = compression != archive::Compression::kNone || is_tar(head) || is_zip(head);
    if (packed && in.depth <= 0) return Error{Code::kLimit, format("packed more than {} times: not unpacked", limits.depth)};
    if (compression != archive::Compression::kNone) {
      auto inflated = archive::inflated_source(peeked, compression, {.max_bytes = limits.max_unpacked_bytes});
      Text inner = within(in, std::string(archive::compression_name(compression)), in.name);
      return stream(*inflated, inner);
    }
    if (is_tar(head)) return tar(peeked, in);
    if (is_zip(head)) return zip(peeked, in);
    in.form = form_of(head);
    std::string buffer;
    while (true) {
      std::string_view part = TRY(peeked.next());
      if (part.empty()) break;
      TRY(spend(part.size()));
      buffer += part;
      held_blocks(buffer, in);
    }
    block(buffer, buffer.size(), in);
    return {};
  }

  Result<void> spend(std::size_t bytes) {
    unpacked += bytes;
    if (unpacked > limits.max_unpacked_bytes)
      return Error{Code::kLimit, format("unpacks to more than {}: the rest was not read", base::human_size(limits.max_unpacked_bytes))};
    return {};
  }

  static Text within(const Text& in, std::string step, std::string name) {
    Text inner{.name = std::move(name),
               .decoded = in.decoded,
               .form = Form::kUnknown,
               .offset = 0,
               .line = 1,
               .depth = in.depth - 1,
               .standing = in.standing};
    inner.decoded.push_back(std::move(step));
    return inner;
  }

  Result<void> tar(archive::ByteSource& source, const Text& in) {
    archive::TarReader reader(source);
    while (std::optional<archive::TarEntry> entry = TRY(reader.next())) {
      if (entry->type != archive::EntryType::kFile || entry->size_bytes == 0) continue;
      archive::EntrySource content(reader);
      Text inner = within(in, "tar member " + entry->name.substr(0, 300), entry->name);
      Result<void> read = stream(content, inner);
      if (read) continue;
      if (unpacked > limits.max_unpacked_bytes) return read;
      note(inner, read.error().message);
    }
    return {};
  }

  Result<void> zip(archive::ByteSource& source, const Text& in) {
    archive::ZipBudget budget;
    budget.max_inflated_bytes = limits.max_unpacked_bytes;
    archive::ZipStream reader(source, budget, false);
    while (const archive::ZipStreamMember* member = TRY(reader.next())) {
      if (member->is_directory()) continue;
      Text inner = within(in, "zip member " + member->name.substr(0, 300), member->name);
      if (!member->readable()) {
        note(inner, member->encrypted ? "encrypted: not read" : format("compressed by method {}: not read", member->method));
        continue;
      }
      Result<void> read = stream(reader.content(), inner);
      if (read) continue;
      if (unpacked > limits.max_unpacked_bytes || budget.spent) return read;
      note(inner, read.error().message);
    }
    return {};
  }

  std::vector<model::Leak> taken(base::Notes& out) {
    out.insert(out.end(), std::make_move_iterator(notes.begin()), std::make_move_iterator(notes.end()));
    std::ranges::stable_sort(leaks, [](const model::Leak& a, const model::Leak& b) {
      return std::pair(a.place.line, a.place.column) < std::pair(b.place.line, b.place.column);
    });
    return std::move(leaks);
  }
};

FileSearch::FileSearch(const Patterns& patterns, std::string fingerprint_key, SearchLimits limits)
    : impl_(std::make_unique<Impl>(patterns, std::move(fingerprint_key), limits)) {}
FileSearch::~FileSearch() = default;
FileSearch::FileSearch(FileSearch&&) noexcept = default;

void FileSearch::begin(std::string_view path) { impl_->start(path); }

void FileSearch::feed(std::string_view bytes) {
  Impl& my = *impl_;
  my.held += bytes;
  if (my.text.form == Form::kUnknown && my.held.size() >= kHead) my.text.form = form_of(my.held);
  if (my.text.form == Form::kPacked && my.held.size() > my.limits.max_packed_bytes) {
    my.note(my.text, format("packed and larger than {}: searched without unpacking", base::human_size(my.limits.max_packed_bytes)));
    my.text.form = Form::kBinary;
  }
  if (my.text.form != Form::kUnknown && my.text.form != Form::kPacked) my.held_blocks(my.held, my.text);
}

std::vector<model::Leak> FileSearch::end(base::Notes& notes) {
  Impl& my = *impl_;
  my.whole_text(my.held, my.text);
  if (my.held.capacity() > 4 * kBlock) my.held = std::string();
  return my.taken(notes);
}

std::vector<model::Leak> FileSearch::search(std::string_view path, std::string_view content, base::Notes& notes) {
  impl_->start(path);
  impl_->whole_text(content, impl_->text);
  return impl_->taken(notes);
}

}  // namespace batten::leaks
