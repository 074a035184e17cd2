// SPDX-License-Identifier: Apache-2.0
//
// Installed Ruby packages: specifications/NAME-VERSION[-PLATFORM].gemspec, and specifications/default/ for those that come with Ruby.
// RubyGems writes them as Ruby text of a fixed form: a comment "# stub: NAME VERSION PLATFORM PATHS", then one assignment of literals a
// line. They are read by that form; nothing is evaluated. A second comment names extensions, joined by NUL bytes.
#include <array>

#include "base/text.h"
#include "packages/cataloger.h"
#include "packages/package_list.h"

namespace batten::packages::catalogers {
namespace {

constexpr std::string_view kStub = "# stub: ";

// The Ruby string that begins the text ("x".freeze, 'x'); the text is moved behind it. Empty when there is none, or when Ruby would
// have to compute it.
std::string_view take_string(std::string_view& text) {
  text = base::trim(text);
  if (text.empty() || (text.front() != '"' && text.front() != '\'')) return {};
  std::size_t end = text.find(text.front(), 1);
  if (end == std::string_view::npos) return {};
  std::string_view value = text.substr(1, end - 1);
  text.remove_prefix(end + 1);
  return value.contains("#{") || value.contains('\\') ? std::string_view() : value;
}

struct Specification {
  std::string_view name, version, platform;
  std::vector<std::string_view> licences;

  // What follows "s.FIELD =" on the line.
  void assign(std::string_view field, std::string_view value) {
    if (field == "name" && name.empty()) name = take_string(value);
    if (field == "platform" && platform.empty()) platform = take_string(value);
    if (field == "license") licences.push_back(take_string(value));
    if (field == "version" && version.empty()) {
      constexpr std::string_view kNew = "Gem::Version.new";
      if (value.starts_with(kNew)) value.remove_prefix(kNew.size());
      if (value.starts_with('(')) value.remove_prefix(1);
      version = take_string(value);
    }
    if (field == "licenses" && value.starts_with('[')) {
      do {
        value.remove_prefix(1);
        licences.push_back(take_string(value));
        value.remove_prefix(std::min(value.find(','), value.size()));
      } while (!value.empty() && licences.size() < PackageList::kMaxLicences);
    }
  }

  // The stub has what the assignments say; it fills what they left to Ruby.
  void stub(std::string_view line) {
    std::array<std::string_view*, 3> fields{&name, &version, &platform};
    std::vector<std::string_view> words = base::words(line);
    for (std::size_t i = 0; i < fields.size() && i < words.size(); ++i) {
      if (fields[i]->empty()) *fields[i] = words[i];
    }
  }
};

Result<void> text_but_for_stubs(std::string_view content) {
  bool text = true;
  base::each_line(content, [&](std::string_view line) { text = text && (line.starts_with(kStub) || !line.contains('\0')); });
  if (!text) return Error{Code::kCorrupt, "not a text: it has NUL bytes"};
  return {};
}

Specification read_specification(std::string_view text) {
  Specification out;
  std::string_view stub;
  base::each_line(text, [&](std::string_view line) {
    line = base::trim(line);
    if (line.starts_with(kStub) && stub.empty()) stub = line.substr(kStub.size());
    // "s.name = ..", whatever the block's variable is called.
    std::size_t dot = line.find('.'), equals = line.find('=');
    if (dot == std::string_view::npos || equals == std::string_view::npos || equals < dot || dot > 20 || line.front() == '#') return;
    out.assign(base::trim(line.substr(dot + 1, equals - dot - 1)), base::trim(line.substr(equals + 1)));
  });
  out.stub(stub);
  return out;
}

Result<void> parse_gemspec(std::string_view path, std::string_view content, model::FileFacts& facts, base::Notes& notes) {
  TRY(text_but_for_stubs(content));
  Specification found = read_specification(content);
  if (found.name.empty() || found.version.empty()) return Error{Code::kCorrupt, "no name or no version that can be read without Ruby"};
  PackageList list("gem", path, facts, notes);
  model::Package* package = list.add(found.name, found.version);
  if (package == nullptr) return {};
  if (found.platform != "ruby" && found.platform.size() <= PackageList::kMaxName) package->arch = found.platform;
  for (std::string_view licence : found.licences) add_licence(licence, *package);
  return {};
}

constexpr std::string_view kClaims[] = {"**/specifications/*.gemspec", "**/specifications/default/*.gemspec"};
constexpr std::string_view kMatches[] = {"usr/local/bundle/specifications/rake-13.0.6.gemspec",
                                         "usr/lib/ruby/gems/3.1.0/specifications/default/json-2.6.1.gemspec"};
constexpr std::string_view kMatchesNot[] = {"usr/local/bundle/gems/rake-13.0.6/rake.gemspec", "app/app.gemspec"};
constexpr CatalogerExample kExamples[] = {
    {"usr/local/bundle/specifications/rake-13.0.6.gemspec",
     "# -*- encoding: utf-8 -*-\n# stub: rake 13.0.6 ruby lib\n\nGem::Specification.new do |s|\n  s.name = \"rake\".freeze\n"
     "  s.version = \"13.0.6\"\n\n  s.licenses = [\"MIT\".freeze, \"Ruby\".freeze]\n  s.rubygems_version = \"3.3.7\".freeze\nend\n",
     "rake 13.0.6"},
    {"usr/lib/ruby/gems/3.1.0/specifications/default/json-2.6.1.gemspec",
     "# stub: json 2.6.1 java lib\nGem::Specification.new do |spec|\n  spec.name = 'json'\n  spec.version = JSON::VERSION\n  spec.license "
     "= 'Ruby'\nend\n",
     "json 2.6.1"},
    {"usr/lib/ruby/gems/3.1.0/specifications/default/digest-3.1.0.gemspec",
     std::string_view("# stub: digest 3.1.0 ruby lib\n# stub: ext/a/extconf.rb\0"
                      "ext/b/extconf.rb\n\nGem::Specification.new do |s|\nend\n",
                      107),
     "digest 3.1.0"},
};

}  // namespace

extern constinit const Cataloger gemspec;
constinit const Cataloger gemspec = {
    .name = "gemspec",
    .summary = "installed Ruby packages",
    .revision = 2,
    .claims = kClaims,
    .max_bytes = 4u << 20,
    .parse = parse_gemspec,
    .matches = kMatches,
    .matches_not = kMatchesNot,
    .examples = kExamples,
};

}  // namespace batten::packages::catalogers
