// SPDX-License-Identifier: Apache-2.0
//
// Exceptions of a rule as they are written.
#include <algorithm>
#include <array>

#include "base/format.h"
#include "base/text.h"
#include "rules/item_reader.h"

namespace batten::rules {

bool ItemReader::exceptions(yaml::View view, bool append, std::optional<std::vector<Exception>>& out) {
  yaml::View all = view["exceptions"];
  out.emplace();
  if (all.is_null()) return true;
  if (!all.is_sequence()) return fail(all, "'exceptions' has to be a sequence"), false;
  bool good = true;
  all.each([&](yaml::View one) {
    Exception next;
    if (!exception(one, append, next)) {
      good = false;
      return;
    }
    if (std::ranges::find(*out, next.name, &Exception::name) != out->end()) {
      report(DiagnosticCode::kExceptionNameNotUnique, one["name"],
             format("another exception of this rule is called '{}' too; values that are appended by name go to the first",
                    base::printable(next.name)));
    }
    out->push_back(std::move(next));
  });
  return good;
}

bool ItemReader::exception(yaml::View view, bool append, Exception& out) {
  if (!view.is_mapping()) return fail(view, "an exception is a mapping with 'name', 'fields', 'comps' and 'values'"), false;
  unknown_keys(view, std::array<std::string_view, 4>{"name", "fields", "comps", "values"});
  std::optional<PlacedText> name = text(view, "name");
  if (!name) return false;
  out.name = name->text();
  out.spot = spot(view["name"]);
  bool good = exception_words(view, "fields", out.has_fields, out.single, out.fields);
  good = exception_words(view, "comps", out.has_comps, out.comps_single, out.comps) && good;
  if (good && !out.has_fields && !append) {
    fail(view, format("the exception '{}' has no 'fields'", base::printable(out.name)));
    good = false;
  }
  yaml::View values = view["values"];
  out.has_values = static_cast<bool>(values) && !values.is_null();
  if (out.has_values && !values.is_sequence()) return fail(values, "'values' of an exception has to be a sequence"), false;
  values.each([&](yaml::View one) {
    ExceptionTuple tuple;
    good = exception_tuple(one, tuple) && good;
    out.values.push_back(std::move(tuple));
  });
  if (append && !out.has_values) {
    report(DiagnosticCode::kAppendNoValues, view["name"],
           format("the exception '{}' is given no values to append", base::printable(out.name)));
  }
  return good;
}

bool ItemReader::exception_words(yaml::View view, std::string_view key, bool& has, bool& single, std::vector<PlacedText>& out) {
  if (!view[key]) return true;
  std::optional<std::vector<PlacedText>> words = texts(view, key, true);
  if (!words) return false;
  has = true;
  single = view[key].is_scalar();
  out = *std::move(words);
  return true;
}

bool ItemReader::exception_tuple(yaml::View view, ExceptionTuple& out) {
  out.spot = spot(view);
  out.is_list = view.is_sequence();
  if (!out.is_list) return exception_value(view, out.values.emplace_back());
  bool good = true;
  view.each([&](yaml::View one) { good = exception_value(one, out.values.emplace_back()) && good; });
  return good;
}

bool ItemReader::exception_value(yaml::View view, ExceptionValue& out) {
  out.spot = spot(view);
  out.is_list = view.is_sequence();
  bool good = out.is_list || (view.is_scalar() && !view.string().empty());
  if (!out.is_list && good) out.texts.push_back(placed(view));
  view.each([&](yaml::View one) {
    if (one.is_scalar() && !one.string().empty()) {
      out.texts.push_back(placed(one));
    } else {
      good = false;
    }
  });
  if (!good) fail(view, "a value of an exception is a text that is not empty, or a sequence of such texts");
  return good;
}

}  // namespace batten::rules
