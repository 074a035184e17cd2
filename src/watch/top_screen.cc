// SPDX-License-Identifier: Apache-2.0
#include "watch/top_screen.h"

#include <algorithm>
#include <utility>

#include "base/format.h"
#include "base/text.h"
#include "model/alert_json.h"

namespace batten::watch {
namespace {

constexpr unsigned kHead = 3, kFoot = 2;  // lines above and below a table

constexpr std::pair<std::string_view, std::string_view> kHelp[] = {
    {"1-5, Tab, left, right", "another view"},
    {"up, down, j, k", "another row"},
    {"PgUp, PgDn, g, G", "further; first, last"},
    {"Enter", "into a container; all about another row"},
    {"Esc, Backspace", "one step back"},
    {"/", "only rows with a text; Enter keeps it, Esc ends it"},
    {"s", "sort by something else"},
    {"p", "hold what is shown; counting goes on"},
    {"q, Ctrl-C", "end"},
    {"", ""},
    {"CPU%", "of one processor: 200 is two without a rest"},
    {"MEMORY", "without cache that the kernel gives back at once"},
    {"OPENS/S, OPENED", "opened files, as events tell them"},
    {"WRITTEN", "those that were opened to write"},
    {"ALERTS", "c: critical and above, w: errors and warnings, n: below"},
};

// Writes a line from left to right.
class Line {
 public:
  Line(unsigned columns, Letters letters) : columns_(columns), letters_(letters) {}

  Line& put(std::string_view text, Ink ink = Ink::kPlain) { return put_in(at_, columns_ - std::min(at_, columns_), text, ink, false); }
  // In so many columns from column on.
  Line& put_in(unsigned column, unsigned width, std::string_view text, Ink ink, bool to_the_right) {
    if (column >= columns_) return *this;
    width = std::min(width, columns_ - column);
    CellText cells = cell_text(text, width, letters_);
    if (cells.width == 0) return *this;
    const unsigned begin = to_the_right ? column + width - cells.width : column;
    at_ = begin + cells.width;
    line_.push_back({.column = begin, .text = std::move(cells), .ink = ink});
    return *this;
  }
  Line& skip(unsigned columns) {
    at_ += columns;
    return *this;
  }
  // Where it ends at the right edge, if it does not touch what is there.
  Line& put_right(std::string_view text, Ink ink = Ink::kPlain) {
    const CellText cells = cell_text(text, columns_, letters_);
    if (at_ + cells.width + 2 > columns_) return *this;
    return put_in(columns_ - cells.width - 1, cells.width, text, ink, false);
  }
  // ground: of the whole line.
  ScreenLine take(Ink ground = Ink::kPlain) {
    if (ground != Ink::kPlain) line_.insert(line_.begin(), {.column = 0, .text = {std::string(columns_, ' '), columns_}, .ink = ground});
    return std::move(line_);
  }

 private:
  unsigned columns_;
  Letters letters_;
  unsigned at_ = 0;
  ScreenLine line_;
};

Ink ink_of(TopMark mark) {
  switch (mark) {
    case TopMark::kQuiet: return Ink::kQuiet;
    case TopMark::kWarning: return Ink::kWarning;
    case TopMark::kCritical: return Ink::kCritical;
    case TopMark::kNone: break;
  }
  return Ink::kPlain;
}

// The widths of a table's columns; 0: it is left away. A column before each is blank.
std::vector<unsigned> widths_of(const std::vector<TopColumn>& columns, unsigned room) {
  std::vector<unsigned> out;
  for (const TopColumn& one : columns) out.push_back(one.least);
  auto needed = [&] {
    unsigned sum = 0;
    for (const unsigned width : out) sum += width == 0 ? 0 : width + 1;
    return sum;
  };
  while (needed() > room) {
    std::size_t going = columns.size();
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (out[i] != 0 && columns[i].rank > (going == columns.size() ? 0 : columns[going].rank)) going = i;
    }
    if (going == columns.size()) break;
    out[going] = 0;
  }
  const unsigned taken = needed();
  if (taken >= room) return out;
  unsigned shares = 0;
  for (std::size_t i = 0; i < columns.size(); ++i) shares += out[i] == 0 ? 0 : columns[i].share;
  if (shares == 0) return out;
  const unsigned left = room - taken;
  unsigned given = 0, last = 0;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (out[i] == 0 || columns[i].share == 0) continue;
    const unsigned more = left * columns[i].share / shares;
    out[i] += more;
    given += more;
    last = static_cast<unsigned>(i);
  }
  out[last] += left - given;
  return out;
}

ScreenLine head_line(const TopModel& model, const TopControl& control, ScreenSize size, Letters letters) {
  const TopRound& round = model.round();
  Line line(size.columns, letters);
  line.put(" batten top", Ink::kBar);
  std::string text = format("  CPU {} %", top_number(round.cpu_percent));
  if (round.processors > 0) text += format(" of {}", round.processors);
  if (round.memory_total_bytes > 0)
    text += format("  memory {} of {}", base::human_size(round.memory_bytes), base::human_size(round.memory_total_bytes));
  line.put(text, Ink::kBar);
  if (model.alert_count() > 0) line.put(format("  {} alerts", model.alert_count()), Ink::kBar);
  if (model.dropped() > 0) line.put(format("  {} events lost", model.dropped()), Ink::kBar);
  const std::string time = model::alert_time(round.time_ns);
  line.put_right(control.paused() ? "PAUSED" : time.size() > 19 && round.time_ns != 0 ? time.substr(11, 8) + " UTC" : "", Ink::kBar);
  return line.take(Ink::kBar);
}

ScreenLine tabs_line(const TopModel& model, const TopControl& control, ScreenSize size, Letters letters) {
  Line line(size.columns, letters);
  for (std::size_t i = 0; i < kTopViews; ++i) {
    const auto view = static_cast<TopView>(i);
    const bool here = view == control.question().view;
    line.put(size.columns >= 70 || here ? format(" {} {} ", i + 1, top_view_name(view)) : format(" {} ", i + 1),
             here ? Ink::kTab : Ink::kPlain);
  }
  if (control.question().container) line.put(format("  of {}", model.container_name(*control.question().container)), Ink::kGood);
  return line.take();
}

ScreenLine message_line(const TopModel& model, const TopControl& control, ScreenSize size, Letters letters) {
  Line line(size.columns, letters);
  if (control.typing()) {
    line.put(" / ", Ink::kBold).put(control.question().filter + "_", Ink::kBold);
  } else if (!control.question().filter.empty()) {
    line.put(" only with: ", Ink::kQuiet).put(control.question().filter, Ink::kBold).put("  (Esc: all)", Ink::kQuiet);
  } else if (!model.missing().empty()) {
    line.put(" ").put(model.missing(), Ink::kWarning);
  } else if (!model.said().empty()) {
    line.put(" ").put(model.said(), Ink::kQuiet);
  }
  return line.take();
}

ScreenLine keys_line(const TopTable& table, const TopControl& control, ScreenSize size, Letters letters) {
  Line line(size.columns, letters);
  auto key = [&](std::string_view name, std::string_view what) {
    line.put(" ").put(name, Ink::kBold).put(" ").put(what, Ink::kQuiet).put(" ");
  };
  if (control.page() == TopControl::Page::kTable) {
    key("Enter", "open");
    key("/", "filter");
    key("s", format("sort: {}", top_sorts(control.question().view)[control.question().sort]));
    key("p", control.paused() ? "go on" : "pause");
    key("?", "help");
    key("q", "quit");
    if (!table.rows.empty()) line.put_right(format("{} of {}", control.chosen() + 1, table.rows.size()), Ink::kQuiet);
  } else {
    key("Esc", "back");
    key("j k", "scroll");
    key("q", "quit");
  }
  return line.take();
}

// Where there is nothing, why.
std::string_view empty_text(const TopModel& model, const TopControl& control) {
  if (!control.question().filter.empty()) return "nothing has that text in it";
  switch (control.question().view) {
    case TopView::kFiles:
      return model.missing().empty() ? "no file of a container was opened yet" : "opened files are told by events, which can't be seen";
    case TopView::kAlerts: return model.missing().empty() ? "no alert yet" : "alerts are raised by events, which can't be seen";
    case TopView::kConnections: return model.round().has_connections ? "no connections" : "counting";
    default: return model.round().time_ns == 0 ? "counting" : "nothing there";
  }
}

void draw_table(Screen& out, const TopModel& model, const TopTable& table, TopControl& control, ScreenSize size, Letters letters) {
  const std::size_t rows = top_rows(size);
  control.settle(table, rows);
  const std::vector<unsigned> widths = widths_of(table.columns, size.columns);
  Line titles(size.columns, letters);
  unsigned column = 1;
  for (std::size_t i = 0; i < widths.size(); ++i) {
    if (widths[i] == 0) continue;
    titles.put_in(column, widths[i], table.columns[i].title, Ink::kBold, table.columns[i].to_the_right);
    column += widths[i] + 1;
  }
  out.push_back(titles.take());
  if (table.rows.empty()) out.push_back(Line(size.columns, letters).skip(1).put(empty_text(model, control), Ink::kQuiet).take());
  for (std::size_t at = control.first(); at < std::min(table.rows.size(), control.first() + rows); ++at) {
    const TopRow& row = table.rows[at];
    const bool chosen = at == control.chosen();
    Line line(size.columns, letters);
    column = 1;
    for (std::size_t i = 0; i < widths.size() && i < row.cells.size(); ++i) {
      if (widths[i] == 0) continue;
      line.put_in(column, widths[i], row.cells[i], chosen ? Ink::kChosen : ink_of(row.mark), table.columns[i].to_the_right);
      column += widths[i] + 1;
    }
    out.push_back(line.take(chosen ? Ink::kChosen : Ink::kPlain));
  }
}

// Names at the left, values beside them on as many lines as they need.
void draw_pairs(Screen& out, const std::vector<std::pair<std::string, std::string>>& pairs, unsigned names, TopControl& control,
                ScreenSize size, Letters letters) {
  std::vector<ScreenLine> lines;
  const unsigned values = size.columns > names + 4 ? size.columns - names - 3 : 1;
  for (const auto& [name, value] : pairs) {
    std::string_view rest = value;
    bool first = true;
    do {
      // No letter takes more columns than bytes; none is cut within.
      std::size_t bytes = std::min<std::size_t>(rest.size(), values);
      while (bytes < rest.size() && bytes > 1 && (static_cast<unsigned char>(rest[bytes]) & 0xC0) == 0x80) --bytes;
      if (bytes < rest.size()) {
        const std::size_t blank = rest.substr(0, bytes).rfind(' ');
        if (blank != std::string_view::npos && blank > bytes / 2) bytes = blank + 1;
      }
      Line line(size.columns, letters);
      if (first) line.put_in(1, names, name, Ink::kBold, false);
      line.put_in(names + 2, values, rest.substr(0, bytes), Ink::kPlain, false);
      lines.push_back(line.take());
      rest.remove_prefix(bytes);
      first = false;
    } while (!rest.empty() && lines.size() < 2'000);
  }
  const std::size_t rows = top_rows(size);
  control.settle_details(lines.size(), rows);
  for (std::size_t at = control.first(); at < std::min(lines.size(), control.first() + rows); ++at) out.push_back(std::move(lines[at]));
}

void draw_details(Screen& out, const TopModel& model, TopControl& control, ScreenSize size, Letters letters) {
  std::vector<std::pair<std::string, std::string>> pairs = top_details(model, control.question().view, control.key());
  out.push_back(Line(size.columns, letters).skip(1).put(pairs.empty() ? "it is not there any more" : "All about it", Ink::kBold).take());
  unsigned names = 12;
  for (const auto& [name, value] : pairs) names = std::max(names, static_cast<unsigned>(std::min<std::size_t>(name.size(), 24)));
  draw_pairs(out, pairs, std::min(names, size.columns / 3), control, size, letters);
}

void draw_help(Screen& out, TopControl& control, ScreenSize size, Letters letters) {
  out.push_back(Line(size.columns, letters).skip(1).put("Keys", Ink::kBold).take());
  std::vector<std::pair<std::string, std::string>> pairs;
  for (const auto& [name, value] : kHelp) pairs.emplace_back(name, value);
  draw_pairs(out, pairs, std::min(22u, size.columns / 2), control, size, letters);
}

}  // namespace

std::size_t top_rows(ScreenSize size) { return size.rows > kHead + kFoot ? size.rows - kHead - kFoot : 1; }

std::string_view top_branch(Letters letters) { return letters == Letters::kUtf8 ? "\xE2\x94\x94 " : "`-"; }

Screen draw_top(const TopModel& model, const TopTable& table, TopControl& control, ScreenSize size, Letters letters) {
  Screen out;
  out.push_back(head_line(model, control, size, letters));
  out.push_back(tabs_line(model, control, size, letters));
  switch (control.page()) {
    case TopControl::Page::kTable: draw_table(out, model, table, control, size, letters); break;
    case TopControl::Page::kDetails: draw_details(out, model, control, size, letters); break;
    case TopControl::Page::kHelp: draw_help(out, control, size, letters); break;
  }
  if (size.rows > kFoot) {
    out.resize(size.rows - kFoot);
    out.push_back(message_line(model, control, size, letters));
    out.push_back(keys_line(table, control, size, letters));
  }
  out.resize(size.rows);
  return out;
}

}  // namespace batten::watch
