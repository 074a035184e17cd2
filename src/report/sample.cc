// SPDX-License-Identifier: Apache-2.0
#include "report/sample.h"

namespace batten::report {
namespace {

using model::Finding;
using model::Package;
using model::Severity;
using model::State;

Package package(std::string name, std::string version, std::string source, int layer) {
  Package out;
  out.type = "deb", out.name = std::move(name), out.version = std::move(version), out.arch = "amd64";
  out.source_name = std::move(source), out.source_version = out.version;
  out.location.path = "var/lib/dpkg/status", out.location.layer_index = layer;
  return out;
}

std::vector<Package> packages() {
  // Escape sequence, quotes, markup, bytes that are no UTF-8, a newline, a change of the writing direction, wide characters.
  Package evil = package("evil\x1b]0;title\x07\"<b>\xff\n\u202egpj.\u4e2d\u6587", "1", "", 0);
  evil.source_version.clear();
  evil.licenses = {"GPL-2.0-only OR MIT"};
  evil.location.path = "var/lib/dpkg/status.d/a b%\x1b[2J";
  Package library = package("libssl3", "3.0.11-1", "openssl", 1);
  library.licenses = {"apache-2.0", "Custom \"licence\""};
  library.files = {"usr/lib/libssl.so.3"}, library.file_count = 1;
  library.maintainer = "Debian OpenSSL Team <pkg-openssl-devel@alioth-lists.debian.net>";
  library.purl = "pkg:deb/debian/libssl3@3.0.11-1?arch=amd64&distro=debian-12&upstream=openssl";
  Package tool = package("openssl", "3.0.11-1", "openssl", 1);
  tool.licenses = {"Apache-2.0"};
  tool.purl = "pkg:deb/debian/openssl@3.0.11-1?arch=amd64&distro=debian-12";
  Package zlib = package("zlib1g", "1:1.2.13.dfsg-1", "zlib", 0);
  zlib.purl = "pkg:deb/debian/zlib1g@1:1.2.13.dfsg-1?arch=amd64&distro=debian-12&upstream=zlib";
  return {evil, library, tool, zlib};
}

Finding finding(std::string id, const std::vector<Package>& list, std::size_t index, Severity severity, State state, std::string fixed) {
  const Package& about = list[index];
  Finding out;
  out.id = id, out.package_index = index, out.severity = severity, out.state = state, out.fixed_version = fixed;
  out.severity_source = "debian";
  out.explanation = {.feed = "debian",
                     .feed_date = "2025-02-12",
                     .record_id = "DEBIAN-" + id,
                     .matched_name = about.source_name.empty() ? about.name : about.source_name,
                     .matched_by = "source package",
                     .installed = about.version,
                     .scheme = "dpkg",
                     .range = fixed.empty() ? "all versions" : "< " + fixed,
                     .ecosystem = "debian:12",
                     .note = "",
                     .functions = ""};
  return out;
}

std::vector<Finding> findings(const std::vector<Package>& list) {
  Finding overread = finding("CVE-2024-5535", list, 1, Severity::kCritical, State::kFixed, "3.0.15-1~deb12u1");
  overread.aliases = {"DSA-5764-1"};
  overread.severity_source = "cvss:nvd";
  overread.title = "openssl: buffer overread", overread.description = "Calling SSL_select_next_proto with an\nempty buffer may crash.";
  overread.cvss = {{"3.1", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:H", 9.1, "nvd"}};
  overread.epss = model::Epss{0.0123, 0.85};
  overread.kev = model::KnownExploited{"2024-07-01", "2024-07-22", "Apply updates.", true};
  overread.references = {"https://security-tracker.debian.org/tracker/CVE-2024-5535", "javascript:alert(1)"};
  overread.published = "2024-06-27T11:15:24Z";
  Finding overread_tool = overread;
  overread_tool.package_index = 2;

  Finding minizip = finding("CVE-2023-45853", list, 3, Severity::kHigh, State::kAffected, "");
  minizip.description = "MiniZip in zlib through 1.3 has an integer overflow.";
  minizip.cvss = {{"3.1", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 9.8, "nvd"}};
  minizip.explanation.note = "contrib/minizip not built";
  Finding hidden = finding("CVE-2000-2", list, 0, Severity::kMedium, State::kAffected, "");
  hidden.suppressed_by = "not reachable (ignore:3)";
  Finding curves = finding("CVE-2024-9143", list, 1, Severity::kMedium, State::kFixed, "3.0.16-1~deb12u1");
  curves.title = "Low-level invalid GF(2^m) parameters \x1b[2J\u200b\u202e\u4e2d\u6587";
  curves.epss = model::Epss{0.0008, 0.2};
  Finding fine = finding("CVE-2000-3", list, 3, Severity::kLow, State::kNotAffected, "");
  Finding negligible = finding("CVE-2000-1", list, 0, Severity::kNegligible, State::kWontFix, "");
  return {overread, overread_tool, minizip, hidden, curves, fine, negligible};
}

}  // namespace

model::Report sample_report() {
  model::Report out;
  out.source = {.kind = "docker-archive",
                .reference = "image.tar",
                .name = "image.tar",
                .manifest_digest = {},
                .config_digest = model::Digest::of_sha256_hex(std::string(64, 'c')),
                .repo_tags = {"app:1"}};
  out.config.platform.arch = "amd64";
  out.config.diff_ids = {model::Digest::of_sha256_hex(std::string(64, 'a')), model::Digest::of_sha256_hex(std::string(64, 'b'))};
  out.layers = {{out.config.diff_ids[0], "ADD file:1 in /"}, {out.config.diff_ids[1], "RUN apt-get install \x1b[31mopenssl"}};
  out.distro = {.id = "debian",
                .version_id = "12",
                .codename = "bookworm",
                .pretty_name = "Debian GNU/Linux 12 (bookworm)",
                .id_like = {},
                .cpe_name = ""};
  out.packages = packages();
  out.findings = findings(out.packages);
  out.feeds = {{"debian", "2025-02-12", 44152, ""}, {"kev", "", 0, "not in the database"}};
  out.notes = {{base::Note::Kind::kSkipped, "layer sha256:aaaa: var/lib/dpkg/status", "stanza 14: no Package field", ""}};
  return out;
}

}  // namespace batten::report
