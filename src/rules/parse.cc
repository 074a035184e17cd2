// SPDX-License-Identifier: Apache-2.0
#include "rules/parse.h"

#include <algorithm>
#include <map>

#include "base/format.h"
#include "base/text.h"
#include "base/yaml.h"
#include "rules/definition_maker.h"
#include "rules/item_reader.h"
#include "rules/selection.h"

namespace batten::rules {
namespace {

constexpr yaml::Limits kLimits = {.max_bytes = 64u << 20, .max_depth = 50, .max_nodes = 3'000'000};

// The number behind word in "not YAML: line 3, column 7: ..".
std::uint32_t number_behind(std::string_view message, std::string_view word) {
  std::size_t at = message.find(word);
  if (at == std::string_view::npos) return 0;
  std::string_view rest = message.substr(at + word.size());
  std::optional<std::uint64_t> number = base::parse_unsigned(rest.substr(0, rest.find_first_not_of("0123456789")));
  return number ? static_cast<std::uint32_t>(*number) : 0;
}

model::Place place_in_message(std::string_view message, std::string_view text) {
  model::Place out{.line = number_behind(message, "line "), .column = number_behind(message, ", column "), .offset = 0, .length = 0};
  std::size_t at = 0;
  for (std::uint32_t line = 1; line < out.line && at < text.size(); ++line) at = std::min(text.find('\n', at), text.size() - 1) + 1;
  out.offset = static_cast<std::uint32_t>(std::min(at + std::max(out.column, 1u) - 1, text.size()));
  return out;
}

class Loader {
 public:
  Loader(std::span<const RuleFile> files, const LoadOptions& options)
      : files_(files), options_(options), reports_(files, spots_), book_(reports_, broken_) {}

  Parsed load() {
    // The items of all files, applied to one another in their order.
    for (std::size_t i = 0; i < files_.size(); ++i) read(i);
    // Each rule by itself, with its lists, macros and exceptions put in.
    DefinitionMaker maker(book_, files_, spots_, reports_);
    Parsed out;
    for (const BookRule& entry : book_.rules()) {
      std::optional<Definition> made = maker.make(entry);
      if (!made || made->priority > options_.least) continue;
      made->enabled = is_selected(*made, options_.selections);
      out.definitions.push_back(*std::move(made));
    }
    maker.report_unused();
    out.diagnostics = in_order(reports_.take());
    return out;
  }

 private:
  void read(std::size_t number) {
    std::string_view text = files_[number].text;
    Spot first = 0;
    if (!spots_.add(text, first))
      return reports_.add_to_file(DiagnosticCode::kErrFileRead, number, {}, "the files are longer than 1 GiB in all");
    Result<yaml::Document> document = yaml::Document::parse(text, kLimits);
    if (!document) {
      const std::string& message = document.error().message;
      reports_.add_to_file(DiagnosticCode::kErrYamlParse, number, place_in_message(message, text), message);
      return;
    }
    for (const yaml::Remark& remark : document->remarks()) {
      reports_.add(DiagnosticCode::kUnknownKey, first + remark.place.offset, {}, remark.message + "; only the first one counts");
    }
    ItemReader reader(text, first, reports_, broken_);
    std::vector<Item> items;
    for (yaml::View root : document->roots()) reader.read(root, items);
    for (Item& item : items) book_.add(std::move(item));
  }

  Diagnostics in_order(Diagnostics all) const {
    std::map<std::string_view, std::size_t> order;
    for (std::size_t i = 0; i < files_.size(); ++i) order.emplace(files_[i].name, i);
    auto key = [&](const Diagnostic& one) {
      auto found = order.find(one.file);
      return std::pair(found == order.end() ? files_.size() : found->second, one.place.offset);
    };
    std::ranges::stable_sort(all, {}, key);
    return all;
  }

  std::span<const RuleFile> files_;
  const LoadOptions& options_;
  Spots spots_;
  Reports reports_;
  BrokenNames broken_;
  Book book_;
};

}  // namespace

bool Parsed::has_errors() const {
  return std::ranges::any_of(diagnostics, [](const Diagnostic& one) { return is_error(one.code); });
}

Parsed parse(std::span<const RuleFile> files, const LoadOptions& options) { return Loader(files, options).load(); }

}  // namespace batten::rules
