// SPDX-License-Identifier: Apache-2.0
#include "advisory/packages_index.h"

#include "base/text.h"

namespace batten::advisory {
namespace {

constexpr std::size_t kMaxPackages = 500'000;
constexpr std::size_t kMaxFieldBytes = 1024;

// Stanzas are ended by an empty line. each(line) for every line, done() at the end of each stanza that had one.
template <typename Each, typename Done>
void each_stanza(std::string_view text, Each each, Done done) {
  bool any = false;
  base::each_line(text, [&](std::string_view line) {
    if (!line.empty()) {
      any = true;
      each(line);
    } else if (any) {
      any = false;
      done();
    }
  });
  if (any) done();
}

class Collector {
 public:
  explicit Collector(std::string_view origin) : origin_(origin) {}

  static void set(std::string& field, std::string_view value) { field = value.size() <= kMaxFieldBytes ? value : std::string_view(); }

  void finish(IndexReading& out) {
    bool good = !current.name.empty() && !current.version.empty() && out.packages.size() < kMaxPackages;
    if (good) {
      if (current.source_name.empty()) current.source_name = current.name;
      if (current.source_version.empty()) current.source_version = current.version;
      current.origin = origin_;
      out.packages.push_back(std::move(current));
    } else {
      ++out.broken;
    }
    current = {};
  }

  AvailablePackage current;

 private:
  std::string origin_;
};

// "Source: glibc (2.36-9)" - the version only when it is not the package's own.
void set_source(AvailablePackage& package, std::string_view value) {
  std::size_t open = value.find('(');
  Collector::set(package.source_name, base::trim(value.substr(0, open)));
  if (open == std::string_view::npos) return;
  std::size_t close = value.find(')', open);
  if (close != std::string_view::npos) Collector::set(package.source_version, base::trim(value.substr(open + 1, close - open - 1)));
}

}  // namespace

IndexReading read_packages(std::string_view text, std::string_view origin) {
  IndexReading out;
  Collector stanza(origin);
  each_stanza(
      text,
      [&](std::string_view line) {
        if (line[0] == ' ' || line[0] == '\t') return;
        std::size_t colon = line.find(':');
        if (colon == std::string_view::npos) return;
        std::string_view field = line.substr(0, colon);
        std::string_view value = base::trim(line.substr(colon + 1));
        if (field == "Package") Collector::set(stanza.current.name, value);
        if (field == "Version") Collector::set(stanza.current.version, value);
        if (field == "Architecture") Collector::set(stanza.current.arch, value);
        if (field == "Source") set_source(stanza.current, value);
      },
      [&] { stanza.finish(out); });
  return out;
}

IndexReading read_apkindex(std::string_view text, std::string_view origin) {
  IndexReading out;
  Collector stanza(origin);
  each_stanza(
      text,
      [&](std::string_view line) {
        if (line.size() < 2 || line[1] != ':') return;
        std::string_view value = line.substr(2);
        if (line[0] == 'P') Collector::set(stanza.current.name, value);
        if (line[0] == 'V') Collector::set(stanza.current.version, value);
        if (line[0] == 'A') Collector::set(stanza.current.arch, value);
        if (line[0] == 'o') Collector::set(stanza.current.source_name, value);
      },
      [&] { stanza.finish(out); });
  return out;
}

}  // namespace batten::advisory
