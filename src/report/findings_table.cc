// SPDX-License-Identifier: Apache-2.0
#include "report/findings_table.h"

#include <algorithm>
#include <array>

#include "base/format.h"
#include "report/columns.h"

namespace batten::report {
namespace {

enum Column : std::size_t { kSeverity, kId, kPackage, kInstalled, kFixed, kState, kKev, kEpss, kLayer, kTitle, kColumns };

constexpr std::array<const char*, kColumns> kHeads = {"SEVERITY", "ID",  "PACKAGE", "INSTALLED", "FIXED",
                                                      "STATE",    "KEV", "EPSS",    "LAYER",     "TITLE"};
constexpr std::size_t kGap = 2, kMostOfName = 30, kMostOfVersion = 40, kMostOfId = 30;
// Below these a shortened text says too little.
constexpr std::size_t kLeastOfName = 12, kLeastOfVersion = 16, kLeastOfTitle = 16;

using Cells = std::array<std::string, kColumns>;

std::string title_of(const model::Finding& finding) {
  std::string_view text = finding.title.empty() ? std::string_view(finding.description) : finding.title;
  return one_line(beginning(text, 400));
}

Cells cells_of(const model::Report& report, const FindingRow& row) {
  const model::Finding& finding = *row.finding;
  return {std::string(model::severity_name(finding.severity)),
          on_terminal(finding.id),
          package_text(row, kMostOfName),
          on_terminal(row.installed),
          finding.fixed_version.empty() ? "-" : on_terminal(finding.fixed_version),
          std::string(model::state_name(finding.state)),
          finding.kev ? "KEV" : "",
          finding.epss ? format("{:.0f}%", finding.epss->score * 100) : "-",
          report.base_image ? layer_owners(report, row) : layer_numbers(row),
          on_terminal(title_of(finding))};
}

class Layout {
 public:
  Layout(const std::vector<Cells>& rows, std::size_t width) {
    for (const Cells& cells : rows) {
      for (std::size_t column = 0; column < kColumns; ++column) widths_[column] = std::max(widths_[column], columns(cells[column]));
    }
    bool one_layer = std::all_of(rows.begin(), rows.end(), [&](const Cells& cells) { return cells[kLayer] == rows.front()[kLayer]; });
    bool no_epss = std::all_of(rows.begin(), rows.end(), [](const Cells& cells) { return cells[kEpss] == "-"; });
    if (no_epss) widths_[kEpss] = 0;
    if (one_layer) widths_[kLayer] = 0;
    for (std::size_t column = 0; column < kColumns; ++column) {
      if (widths_[column] > 0) widths_[column] = std::max(widths_[column], columns(kHeads[column]));
    }
    std::size_t title = widths_[kTitle];
    widths_[kId] = std::min(widths_[kId], kMostOfId);
    widths_[kPackage] = std::min(widths_[kPackage], kMostOfName);
    widths_[kInstalled] = std::min(widths_[kInstalled], kMostOfVersion);
    widths_[kFixed] = std::min(widths_[kFixed], kMostOfVersion);
    widths_[kTitle] = std::min(title, kLeastOfTitle);
    for (Column optional : {kTitle, kLayer, kEpss, kState}) {
      if (total() > width) widths_[optional] = 0;
    }
    for (auto [column, least] : {std::pair(kPackage, kLeastOfName), {kInstalled, kLeastOfVersion}, {kFixed, kLeastOfVersion}}) {
      while (total() > width && widths_[column] > least) --widths_[column];
    }
    fits_ = total() <= width;
    if (fits_ && widths_[kTitle] > 0) widths_[kTitle] = std::min(title, width - (total() - widths_[kTitle]));
  }

  bool fits() const { return fits_; }
  std::size_t operator[](Column column) const { return widths_[column]; }

 private:
  std::size_t total() const {
    std::size_t out = 0;
    for (std::size_t width : widths_) out += width > 0 ? width + kGap : 0;
    return out - kGap;
  }

  std::array<std::size_t, kColumns> widths_{};
  bool fits_ = false;
};

Colour colour_of(std::size_t column, const FindingRow& row) {
  if (column == kSeverity) return Style::of(row.finding->severity);
  if (column == kKev) return Colour::kBoldRed;
  return column == kFixed && row.action == Action::kUpdate ? Colour::kGreen : Colour::kPlain;
}

// Cells side by side, painted by paint(column, text); no blanks at the end.
template <typename Paint>
std::string side_by_side(const Layout& layout, const Cells& cells, Paint paint) {
  std::string out, blanks;
  for (std::size_t column = 0; column < kColumns; ++column) {
    std::size_t width = layout[static_cast<Column>(column)];
    if (width == 0) continue;
    std::string text = fit(cells[column], width);
    std::size_t missing = width - columns(text);
    if (column == kEpss) blanks.append(missing, ' '), missing = 0;
    if (!text.empty()) {
      out += blanks + paint(column, text);
      blanks.clear();
    }
    blanks.append(missing + kGap, ' ');
  }
  return out + "\n";
}

// Two lines for a finding: what it is and where; what can be done.
std::string two_lines(const FindingRow& row, const Cells& cells, const Style& style, std::size_t width) {
  constexpr std::size_t kIndent = 10;
  std::string out = style.paint(Style::of(row.finding->severity), pad(cells[kSeverity], kIndent));
  std::size_t id = std::min(columns(cells[kId]), width - kIndent - kGap - 8);
  std::size_t left = width - kIndent - id - kGap;
  std::size_t name = left > columns(cells[kInstalled]) + 1 + kLeastOfName ? left - columns(cells[kInstalled]) - 1 : kLeastOfName;
  out += fit(cells[kId], id) + std::string(kGap, ' ') + fit(package_text(row, name) + " " + cells[kInstalled], left) + "\n";
  std::string second = cells[kState];
  if (!row.finding->fixed_version.empty()) second += " in " + cells[kFixed];
  if (row.finding->kev) second += ", KEV";
  if (row.finding->epss) second += ", EPSS " + cells[kEpss];
  return out + std::string(kIndent, ' ') + fit(second, width - kIndent) + "\n";
}

}  // namespace

std::string findings_table(const model::Report& report, const std::vector<FindingRow>& rows, const Style& style, std::size_t width) {
  if (rows.empty()) return "";
  std::vector<Cells> cells;
  cells.reserve(rows.size());
  for (const FindingRow& row : rows) cells.push_back(cells_of(report, row));
  Layout layout(cells, width);

  std::string out;
  Cells heads;
  std::copy(kHeads.begin(), kHeads.end(), heads.begin());
  if (report.base_image) heads[kLayer] = "FROM";
  auto bold = [&](std::size_t, const std::string& text) { return style.paint(Colour::kBold, text); };
  out +=
      layout.fits() ? side_by_side(layout, heads, bold) : style.paint(Colour::kBold, pad("SEVERITY", 10) + "ID  PACKAGE INSTALLED") + "\n";
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i == 0 || rows[i].action != rows[i - 1].action)
      out += style.paint(Colour::kDim, fit(format("-- {}", action_title(rows[i].action)), width)) + "\n";
    auto paint = [&](std::size_t column, const std::string& text) { return style.paint(colour_of(column, rows[i]), text); };
    cells[i][kPackage] = package_text(rows[i], layout[kPackage]);
    out += layout.fits() ? side_by_side(layout, cells[i], paint) : two_lines(rows[i], cells[i], style, width);
  }
  return out;
}

}  // namespace batten::report
