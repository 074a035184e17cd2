// SPDX-License-Identifier: Apache-2.0
#include "report/sample.h"

namespace batten::report {

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
  model::Package ssl;
  ssl.type = "deb", ssl.name = "libssl3", ssl.version = "3.0.11-1", ssl.arch = "amd64", ssl.source_name = "openssl",
  ssl.source_version = "3.0.11-1";
  ssl.licenses = {"Apache-2.0"}, ssl.files = {"usr/lib/libssl.so.3"}, ssl.location = {"var/lib/dpkg/status", 1};
  ssl.purl = "pkg:deb/debian/libssl3@3.0.11-1?arch=amd64&distro=debian-12&upstream=openssl";
  model::Package evil;
  evil.type = "deb", evil.name = "evil\x1b]0;title\x07\"<b>\xff", evil.version = "1", evil.arch = "all",
  evil.location = {"var/lib/dpkg/status", 0};
  evil.licenses = {"GPL-2.0-only OR MIT"};
  out.packages = {evil, ssl};
  model::Finding finding;
  finding.id = "CVE-2024-5535", finding.aliases = {"DSA-5764-1"}, finding.package_index = 1, finding.state = model::State::kFixed;
  finding.fixed_version = "3.0.15-1~deb12u1", finding.severity = model::Severity::kCritical, finding.severity_source = "cvss:nvd";
  finding.title = "openssl: buffer overread", finding.description = "Calling SSL_select_next_proto with an\nempty buffer may crash.";
  finding.cvss = {{"3.1", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:H", 9.1, "nvd"}};
  finding.epss = model::Epss{0.0123, 0.85};
  finding.kev = model::KnownExploited{"2024-07-01", "2024-07-22", "Apply updates.", true};
  finding.references = {"https://security-tracker.debian.org/tracker/CVE-2024-5535"};
  finding.explanation = {.feed = "debian",
                         .feed_date = "2025-02-12",
                         .record_id = "CVE-2024-5535",
                         .matched_name = "openssl",
                         .matched_by = "source package",
                         .installed = "3.0.11-1",
                         .scheme = "dpkg",
                         .range = "< 3.0.15-1~deb12u1",
                         .ecosystem = "debian:12",
                         .note = ""};
  out.findings.push_back(finding);
  finding.id = "CVE-2000-1", finding.package_index = 0, finding.state = model::State::kWontFix, finding.fixed_version = "",
  finding.severity = model::Severity::kNegligible;
  finding.kev.reset(), finding.aliases.clear();
  out.findings.push_back(finding);
  finding.id = "CVE-2000-2", finding.state = model::State::kAffected, finding.severity = model::Severity::kMedium,
  finding.suppressed_by = "not reachable (ignore:3)";
  out.findings.push_back(finding);
  out.feeds = {{"debian", "2025-02-12", 44152, ""}, {"kev", "", 0, "not in the database"}};
  out.notes = {{base::Note::Kind::kSkipped, "layer sha256:aaaa: var/lib/dpkg/status", "stanza 14: no Package field", ""}};
  return out;
}

}  // namespace batten::report
