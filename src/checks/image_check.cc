// SPDX-License-Identifier: Apache-2.0
#include "checks/image_check.h"

#include <algorithm>

#include "base/format.h"
#include "base/path.h"
#include "base/text.h"

namespace batten::checks {
namespace {

// Of Debian, Ubuntu, Alpine, Fedora, Red Hat, SUSE and what is built on them.
constexpr std::string_view kUsualPrograms =
    " Xorg.wrap at bbsuid bsd-write chage chfn chsh crontab dbus-daemon-launch-helper doas dotlockfile expiry fusermount fusermount3 "
    "gpasswd "
    "grub2-set-bootflag locate mail-lock mail-touchlock mail-unlock mlock mount mount.cifs mount.nfs newgidmap newgrp newuidmap "
    "pam_extrausers_chkpwd pam_timestamp_check passwd ping ping6 pkexec plocate polkit-agent-helper-1 postdrop postqueue screen sg "
    "ssh-agent ssh-keysign su sudo suexec traceroute6.iputils umount unix_chkpwd unix_update userhelper utempter wall write ";

// Where distributions put them: not usr/local, opt or a home.
constexpr std::string_view kUsualPlaces[] = {"bin/", "sbin/", "usr/bin/", "usr/sbin/", "lib/", "usr/lib/", "usr/lib64/", "usr/libexec/"};

}  // namespace

const model::AccountFile* account_file(const model::ImageFiles& files, std::string_view path) {
  auto at = std::ranges::find(files.accounts, path, &model::AccountFile::path);
  return at == files.accounts.end() ? nullptr : &*at;
}

std::string named(const std::vector<std::string>& names) {
  constexpr std::size_t kShown = 20;
  std::string out;
  for (std::size_t i = 0; i < std::min(names.size(), kShown); ++i) out += (i == 0 ? "" : ", ") + base::printable(names[i]);
  if (names.size() > kShown) out += format(" and {} more", names.size() - kShown);
  return out;
}

std::string mode_text(const model::NotableFile& file) {
  std::string out = file.directory ? "drwxrwxrwx" : "-rwxrwxrwx";
  for (std::size_t bit = 0; bit < 9; ++bit) {
    if ((file.mode & (0400u >> bit)) == 0) out[bit + 1] = '-';
  }
  if ((file.mode & 04000u) != 0) out[3] = out[3] == 'x' ? 's' : 'S';
  if ((file.mode & 02000u) != 0) out[6] = out[6] == 'x' ? 's' : 'S';
  if ((file.mode & 01000u) != 0) out[9] = out[9] == 'x' ? 't' : 'T';
  return out;
}

bool is_usual_setuid(const model::NotableFile& file) {
  bool in_place = std::ranges::any_of(kUsualPlaces, [&](std::string_view place) { return file.path.starts_with(place); });
  std::string_view name = base::base_name(file.path);
  return in_place && !name.contains(' ') && kUsualPrograms.contains(format(" {} ", name));
}

}  // namespace batten::checks
