// SPDX-License-Identifier: Apache-2.0
#include "secrets/reference.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "base/format.h"
#include "base/nearest.h"
#include "base/text.h"
#include "secrets/provider.h"

namespace batten::secrets {
namespace {

constexpr std::size_t kMaxReferenceBytes = 4096;

// %23, %3F, %25 and every other escape of two hex digits.
std::optional<std::string> unescaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    std::optional<std::uint64_t> byte = i + 2 < text.size() ? base::parse_unsigned(text.substr(i + 1, 2), 16) : std::nullopt;
    if (!byte) return std::nullopt;
    out += static_cast<char>(*byte);
    i += 2;
  }
  return out;
}

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

std::string escaped(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (is_control(c) || std::string_view("%#?&").contains(c)) {
      out += format("%{:02X}", static_cast<unsigned char>(c));
    } else {
      out += c;
    }
  }
  return out;
}

Error wrong(std::string_view text, const std::string& why) {
  return {Code::kInvalidArgument, "reference " + base::printable(text.substr(0, 200)) + ": " + why};
}

Result<const Provider*> provider_of(std::string_view text, std::string_view name) {
  if (const Provider* provider = find_provider(name)) return provider;
  std::vector<std::string> names;
  for (const Provider* one : all_providers()) names.emplace_back(one->name);
  std::string near = base::nearest(name, names);
  if (!near.empty()) return wrong(text, "no provider is called " + base::printable(name) + "; did you mean " + near + "?");
  return wrong(text, "it begins with none of " + base::join(names, ":, ") + ":");
}

bool has_odd_part(std::string_view path) {
  std::vector<std::string_view> parts = base::split(path, '/');
  return std::ranges::any_of(parts, [](std::string_view part) { return part.empty() || part == "." || part == ".."; });
}

Result<void> read_options(std::string_view text, std::string_view query, const Provider& provider, Reference& out) {
  for (std::string_view pair : base::split(query, '&')) {
    std::size_t equals = pair.find('=');
    std::optional<std::string> value = unescaped(equals == pair.npos ? "" : pair.substr(equals + 1));
    std::string name(pair.substr(0, equals));
    if (name.empty() || equals == pair.npos || !value || value->empty()) return wrong(text, "an option is written NAME=VALUE");
    if (std::ranges::find(provider.options, name) == provider.options.end()) {
      std::vector<std::string> known(provider.options.begin(), provider.options.end());
      return wrong(text, out.provider + " has no option " + base::printable(name) +
                             (known.empty() ? "; it has none" : "; it has " + base::join(known, ", ")));
    }
    if (!out.options.emplace(name, *value).second) return wrong(text, "option " + name + " is written twice");
  }
  return {};
}

}  // namespace

Result<Reference> parse_reference(std::string_view text) {
  if (text.size() > kMaxReferenceBytes) return wrong(text, "longer than 4096 bytes");
  std::size_t colon = text.find(':');
  if (colon == text.npos) return wrong(text, "write PROVIDER:PATH#FIELD, as vault:secret/data/app#password");
  Reference out;
  out.provider = text.substr(0, colon);
  const Provider& provider = *TRY(provider_of(text, out.provider));

  std::string_view rest = text.substr(colon + 1);
  if (std::ranges::any_of(rest, is_control)) return wrong(text, "it holds control characters");
  if (provider.path_is_command) {
    out.path = rest;
  } else {
    std::size_t question = rest.find('?');
    std::string_view query = question == rest.npos ? std::string_view() : rest.substr(question + 1);
    rest = rest.substr(0, question);
    std::size_t hash = rest.find('#');
    std::optional<std::string> path = unescaped(rest.substr(0, hash));
    std::optional<std::string> field = unescaped(hash == rest.npos ? "" : rest.substr(hash + 1));
    if (!path || !field) return wrong(text, "a % stands before two hexadecimal digits (%25 is a % itself)");
    if (path->contains('\0') || field->contains('\0')) return wrong(text, "it holds a zero byte");
    out.path = std::move(*path);
    out.field = std::move(*field);
    if (hash != rest.npos && out.field.empty()) return wrong(text, "no field stands behind #");
    if (question != std::string_view::npos) {
      Result<void> options = read_options(text, query, provider, out);
      if (!options) return options.error();
    }
  }
  if (base::trim(out.path).empty()) return wrong(text, "no path stands behind " + out.provider + ":");
  if (provider.path_is_url && has_odd_part(out.path)) return wrong(text, "the path has an empty part, \".\" or \"..\"");
  return out;
}

std::string to_string(const Reference& reference) {
  const Provider* provider = find_provider(reference.provider);
  if (provider != nullptr && provider->path_is_command) return reference.provider + ":" + reference.path;
  std::string out = reference.provider + ":" + escaped(reference.path);
  if (!reference.field.empty()) out += "#" + escaped(reference.field);
  char before = '?';
  for (const auto& [name, value] : reference.options) {
    out += before + name + "=" + escaped(value);
    before = '&';
  }
  return out;
}

}  // namespace batten::secrets
