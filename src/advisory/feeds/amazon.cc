// SPDX-License-Identifier: Apache-2.0
//
// Amazon Linux: updateinfo.xml of each repository (see updateinfo.h), found through its mirror.list and repomd.xml. Which release and
// repository an update is of is in its id: ALAS-2018-1 (Amazon Linux 1), ALAS2-2018-1, ALAS2KERNEL-5.10-2022-1 (an extra repository of 2),
// ALAS2023-2024-1, ALAS2023LIVEPATCH-2023-1. An extra repository is a line of its own: the fix of kernel-5.10 says nothing about
// the 4.14 of the core repository, so its rows begin with the line's first version. Live patches are packages of their own name.
#include <string>

#include "advisory/feed.h"
#include "advisory/updateinfo.h"
#include "base/text.h"

namespace batten::advisory::feeds {
namespace {

struct Source {
  std::string release;  // "2"
  std::string line;     // "5.10" of KERNEL-5.10; empty: not a line of its own
};

// "ALAS2KERNEL-5.10-2022-001". Nothing for an id of another kind.
std::optional<Source> source_of(std::string_view id) {
  if (!id.starts_with("ALAS")) return std::nullopt;
  id.remove_prefix(4);
  for (int part = 0; part < 2; ++part) id = id.substr(0, id.rfind('-') == std::string_view::npos ? 0 : id.rfind('-'));
  Source out{.release = "1", .line = {}};
  for (std::string_view release : {"2023", "2022", "2"}) {
    if (!id.starts_with(release)) continue;
    out.release = release;
    id.remove_prefix(release.size());
    break;
  }
  std::size_t last = id.find_last_not_of("0123456789.");
  std::string_view line = last == std::string_view::npos ? std::string_view() : id.substr(last + 1);
  while (line.starts_with('.')) line.remove_prefix(1);
  out.line = line;
  return out;
}

// A fix "1:13.4-1" of the line "13" is for builds from 13 on; one of another version (corretto8 is 1.8.0) is for all.
std::string first_of_line(std::string_view evr, std::string_view line) {
  std::size_t colon = evr.find(':');
  std::string_view version = colon == std::string_view::npos ? evr : evr.substr(colon + 1);
  if (line.empty() || !version.starts_with(line) || version.size() == line.size()) return {};
  char next = version[line.size()];
  if (next >= '0' && next <= '9') return {};
  return std::string(evr.substr(0, colon == std::string_view::npos ? 0 : colon + 1)) + std::string(line);
}

Result<void> import(std::string_view name, std::string_view bytes, FeedSink& sink) {
  return each_update(name, bytes, sink, [&](const Update& update) {
    auto source = source_of(update.id);
    if (!source) return sink.refuse(update.id, "not an id of Amazon Linux");
    add_update(update, "amazon:" + source->release, false, sink,
               [&](model::Advisory& row) { row.ranges[0].introduced = first_of_line(row.ranges[0].fixed, source->line); });
  });
}

// mirror.list: addresses of a repository, the first is as good as the others.
std::vector<FeedFile> follow(std::string_view url, std::string_view bytes) {
  std::vector<FeedFile> out;
  if (url.ends_with("/repomd.xml")) return updateinfo_of_repomd(url, bytes);
  base::each_line(bytes, [&](std::string_view line) {
    line = base::trim(line);
    while (line.ends_with('/')) line.remove_suffix(1);
    if (!out.empty() || !line.starts_with("https://") || line.size() > 500) return;
    out.push_back({.url = std::string(line) + "/repodata/repomd.xml", .mirror_names = {}, .index = true});
  });
  return out;
}

bool wanted(const model::Distro& distro) { return distro.id == "amzn"; }

std::vector<FeedFile> files(const model::Distro*) {
  constexpr std::string_view kExtras[] = {"GraphicsMagick1.3",
                                          "R3.4",
                                          "R4",
                                          "ansible2",
                                          "aws-nitro-enclaves-cli",
                                          "corretto8",
                                          "dnsmasq",
                                          "docker",
                                          "ecs",
                                          "firefox",
                                          "golang1.19",
                                          "haproxy2",
                                          "httpd_modules",
                                          "java-openjdk11",
                                          "kernel-5.10",
                                          "kernel-5.15",
                                          "kernel-5.4",
                                          "libreoffice",
                                          "livepatch",
                                          "lynis",
                                          "mariadb10.5",
                                          "mate-desktop1.x",
                                          "mono",
                                          "nginx1",
                                          "php8.0",
                                          "php8.1",
                                          "php8.2",
                                          "postgresql11",
                                          "postgresql12",
                                          "postgresql13",
                                          "postgresql14",
                                          "python3.8",
                                          "redis6",
                                          "ruby2.6",
                                          "ruby3.0",
                                          "selinux-ng",
                                          "squid4",
                                          "tomcat8.5",
                                          "tomcat9",
                                          "unbound1.13",
                                          "unbound1.17"};
  std::vector<FeedFile> out{{.url = "", .mirror_names = {"amazon/amazon-updateinfo.tar"}},
                            // Amazon Linux 1 is served without TLS only: taken from a mirror.
                            {.url = "", .mirror_names = {"amazon/1/updates/updateinfo.xml"}}};
  auto add = [&](std::string url, std::string_view mirror) {
    out.push_back({.url = "https://cdn.amazonlinux.com/" + url + "/x86_64/mirror.list",
                   .mirror_names = {"amazon/" + std::string(mirror) + "/updateinfo.xml"},
                   .index = true});
  };
  add("2/core/latest", "2/core");
  add("al2022/core/mirrors/latest", "2022/core");
  add("al2023/core/mirrors/latest", "2023/core");
  add("al2023/kernel-livepatch/mirrors/latest", "2023/kernel-livepatch");
  for (std::string_view extra : kExtras) add("2/extras/" + std::string(extra) + "/latest", "2/extras/" + std::string(extra));
  return out;
}

constexpr FeedExample kExamples[] = {
    {.file_name = "updateinfo.xml",
     .content = R"j(<updates><update status="final" type="security" version="1.4"><id>ALAS2-2018-939</id>
       <title>Amazon Linux 2 2017.12 - ALAS2-2018-939: critical priority package update for kernel</title><severity>critical</severity>
       <issued date="2018-01-11 21:05"/><updated date="2018-01-16 01:28"/>
       <references><reference href="https://example.org/" id="CVE-2017-5754" type="cve"/></references>
       <pkglist><collection short="amazon-linux-2"><name>Amazon Linux 2</name>
         <package name="kernel" version="4.14.11" release="82.144.amzn2" epoch="0" arch="x86_64"><filename>x</filename></package>
         <package name="kernel-debuginfo" version="4.14.11" release="82.144.amzn2" epoch="0" arch="x86_64"><filename>x</filename></package>
       </collection></pkglist></update>
       <update type="security"><id>ALAS2KERNEL-5.10-2022-001</id><references><reference id="CVE-2017-5754" type="cve"/></references>
       <pkglist><collection short="amazon-linux-2---kernel-5.10"><package name="kernel" version="5.10.50" release="44.132.amzn2" epoch="0" arch="x86_64"/>
       </collection></pkglist></update></updates>)j",
     .expect = "amazon:2 kernel CVE-2017-5754 fixed 4.14.11-82.144.amzn2; amazon:2 kernel CVE-2017-5754 fixed 5.10.50-44.132.amzn2"},
    {.file_name = "updateinfo.xml",
     .content = R"j(<updates><update type="security"><id>ALAS2023LIVEPATCH-2023-001</id>
       <references><reference id="CVE-2023-26545" type="cve"/></references><pkglist><collection>
       <package arch="x86_64" epoch="0" name="kernel-livepatch-6.1.12-19.43" release="1.amzn2023" version="1.0"/></collection></pkglist></update>
       <update type="security"><id>ALAS-2011-3</id><pkglist><collection><package arch="noarch" epoch="1" name="a" release="2.amzn1" version="1"/>
       </collection></pkglist></update></updates>)j",
     .expect = "amazon:1 a ALAS-2011-3 fixed 1:1-2.amzn1; amazon:2023 kernel-livepatch-6.1.12-19.43 CVE-2023-26545 fixed 1.0-1.amzn2023"},
};

}  // namespace

extern constinit const Feed amazon;
constinit const Feed amazon = {
    .name = "amazon",
    .summary = "Amazon Linux 1, 2, 2022 and 2023: errata of their repositories, updateinfo",
    .license = "Amazon (no licence stated)",
    .revision = 1,
    .wanted = &wanted,
    .files = &files,
    .import = &import,
    .examples = kExamples,
    .follow = &follow,
};

}  // namespace batten::advisory::feeds
