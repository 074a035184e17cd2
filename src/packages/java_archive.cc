// SPDX-License-Identifier: Apache-2.0
#include "packages/java_archive.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "archive/zip_stream.h"
#include "base/format.h"
#include "base/path.h"
#include "base/text.h"
#include "packages/java_class.h"
#include "packages/java_coordinates.h"
#include "packages/java_fingerprints.h"
#include "packages/java_manifest.h"
#include "packages/java_poms.h"
#include "packages/package_list.h"

namespace batten::packages {
namespace {

constexpr int kMaxDepth = 16;
constexpr std::size_t kMaxInner = 1000, kMaxManifest = 1u << 20, kMaxClass = 4u << 20;

// Notes about a file and the archives in it: the first few, then how many more.
class ArchiveNotes {
 public:
  ArchiveNotes(std::string_view path, base::Notes& notes) : path_(path), notes_(notes) {}
  ArchiveNotes(const ArchiveNotes&) = delete;
  ArchiveNotes& operator=(const ArchiveNotes&) = delete;
  ~ArchiveNotes() {
    if (count_ > kShown) notes_.push_back({base::Note::Kind::kSkipped, path_, format("and {} more like these", count_ - kShown), ""});
  }
  void skipped(std::string_view inner, std::string message) {
    if (++count_ > kShown) return;
    std::string where = inner.empty() ? path_ : path_ + "!/" + base::printable(inner);
    notes_.push_back({base::Note::Kind::kSkipped, std::move(where), std::move(message), ""});
  }
  void degraded(std::string message) { notes_.push_back({base::Note::Kind::kDegraded, path_, std::move(message), ""}); }

 private:
  static constexpr std::size_t kShown = 20;
  std::string path_;
  base::Notes& notes_;
  std::size_t count_ = 0;
};

// Names, the first few and how many.
class Examples {
 public:
  void add(std::string name) {
    if (++count_ <= 5) first_.push_back(std::move(name));
  }
  std::size_t count() const { return count_; }
  std::string text() const { return base::join(first_, ", ") + (count_ > first_.size() ? ", .." : ""); }

 private:
  std::vector<std::string> first_;
  std::size_t count_ = 0;
};

// One archive of the file, while it goes by.
struct Jar {
  explicit Jar(const FingerprintTable& known) : recognised(known) {}

  std::string inner;  // its place in the outermost; empty: the outermost itself
  std::string_view file_name;
  int depth = 0;
  JarManifest manifest;
  JarPoms poms;
  ClassDirectories classes;
  RecognisedClasses recognised;
  bool is_application = false;
  std::size_t unreadable_classes = 0;
};

class ArchiveReader {
 public:
  ArchiveReader(std::string_view path, model::FileFacts& facts, base::Notes& notes, const FingerprintTable& known)
      : path_(path), known_(known), list_("maven", path, facts, notes), notes_(path, notes) {}

  Result<void> read(archive::ByteSource& content) {
    Jar jar(known_);
    jar.file_name = base::base_name(path_);
    Result<void> read = read_jar(content, jar);
    if (!read && !seen_) return read;
    if (!read) notes_.skipped("", read.error().message);
    if (groupless_.count() > 0) {
      notes_.degraded(format("{} {} in no group that is known, by which advisories name them: {}", groupless_.count(),
                             groupless_.count() == 1 ? "package is" : "packages are", groupless_.text()));
    }
    if (nameless_.count() > 0) {
      notes_.degraded(format("{} {} neither name nor version: {}", nameless_.count(),
                             nameless_.count() == 1 ? "archive says" : "archives say", nameless_.text()));
    }
    return {};
  }

 private:
  Result<void> read_jar(archive::ByteSource& content, Jar& jar) {
    archive::ZipStream zip(content, budget_, jar.depth > 0);
    while (true) {
      Result<const archive::ZipStreamMember*> member = zip.next();
      // What was seen until here counts.
      if (!member) {
        conclude(jar);
        return Error(std::move(member).error());
      }
      if (*member == nullptr) break;
      seen_ = true;
      take(**member, zip.content(), jar);
    }
    conclude(jar);
    for (const std::string& doubt : zip.doubts().first) notes_.skipped(jar.inner, doubt);
    std::size_t more = zip.doubts().count - zip.doubts().first.size();
    if (more > 0) notes_.skipped(jar.inner, format("{} more differences between the directory and the members", more));
    return {};
  }

  void take(const archive::ZipStreamMember& member, archive::ByteSource& content, Jar& jar) {
    if (member.is_directory()) return;
    bool archive = is_java_archive(member.name), class_file = member.name.ends_with(".class");
    bool manifest = base::lower(member.name) == "meta-inf/manifest.mf", pom = JarPoms::is_pom(member.name);
    if (!archive && !class_file && !manifest && !pom) return;
    std::optional<std::string> name = base::normal_path(member.name);
    if (!name) return notes_.skipped(jar.inner, "a name that leaves the archive: " + base::printable(member.name.substr(0, 200)));
    if (class_file) return take_class(*name, member.readable(), content, jar);
    if (archive) jar.is_application = true;
    if (!member.readable()) {
      return notes_.skipped(place(jar, *name), member.encrypted ? std::string("encrypted") : format("packed by method {}", member.method));
    }
    if (archive) return take_archive(*name, content, jar);
    Result<std::string> text = archive::read_all(content, manifest ? kMaxManifest : JarPoms::kMaxBytes);
    if (!text) return notes_.skipped(place(jar, *name), text.error().message);
    if (manifest) {
      jar.manifest = parse_jar_manifest(*text);
    } else if (Result<void> added = jar.poms.add(*name, *text); !added) {
      notes_.skipped(place(jar, *name), added.error().message);
    }
  }

  void take_class(const std::string& name, bool readable, archive::ByteSource& content, Jar& jar) {
    jar.classes.add(name);
    jar.is_application |= name.starts_with("BOOT-INF/") || name.starts_with("WEB-INF/");
    if (!readable) {
      ++jar.unreadable_classes;
      return;
    }
    if (known_.entry_count() == 0) return;
    class_.clear();
    while (true) {
      Result<std::string_view> part = content.next();
      if (!part) return;  // the next member, or the end, will tell
      if (part->empty()) break;
      if (class_.size() + part->size() > kMaxClass) return;
      class_ += *part;
    }
    if (std::optional<ClassFingerprint> fingerprint = classes_.fingerprint(class_)) jar.recognised.add(*fingerprint);
  }

  void take_archive(const std::string& name, archive::ByteSource& content, const Jar& outer) {
    Jar jar(known_);
    jar.inner = place(outer, name);
    jar.file_name = base::base_name(name);
    jar.depth = outer.depth + 1;
    if (jar.inner.size() > kMaxInner) return notes_.skipped(jar.inner.substr(0, 200) + "..", "a name that is too long: not read");
    if (jar.depth > kMaxDepth) return notes_.skipped(jar.inner, format("an archive in {} others: not read", kMaxDepth));
    Result<void> read = read_jar(content, jar);
    if (!read) notes_.skipped(jar.inner, read.error().message);
  }

  static std::string place(const Jar& jar, std::string_view name) {
    return jar.inner.empty() ? std::string(name) : jar.inner + "!/" + std::string(name);
  }

  // The archive went by: what is it, what does it hold?
  void conclude(const Jar& jar) {
    bool own = false;
    std::set<std::string, std::less<>> said;
    for (const auto& [directory, pom] : jar.poms.all()) {
      if (!pom.complete()) {
        notes_.skipped(place(jar, directory), "a Maven project that does not say its group, name and version");
        continue;
      }
      own |= is_file_of(jar.file_name, pom.artifact);
      std::string name = pom.group + ":" + pom.artifact;
      said.insert(name);
      model::Package* package = list_.add(name, pom.version, jar.inner);
      if (package == nullptr) continue;
      package->found_by = pom.has_properties ? "pom.properties" : "pom.xml";
      for (const std::string& licence : pom.licenses) add_licence(licence, *package);
    }
    std::vector<Recognised> libraries = jar.recognised.libraries();
    // A file that was renamed is the one project in it.
    if (!own && (said.empty() || !parse_jar_file_name(jar.file_name).version.empty())) guess(jar, libraries);
    for (const Recognised& library : libraries) {
      if (!said.contains(library.name)) add_recognised(library, jar);
    }
    if (jar.unreadable_classes > 0)
      notes_.skipped(jar.inner, format("{} classes are encrypted or packed in an unknown way", jar.unreadable_classes));
  }

  // What the archive itself is, as far as it does not say so; takes it out of the libraries that its classes are.
  void guess(const Jar& jar, std::vector<Recognised>& libraries) {
    Coordinates is = guess_coordinates(jar.file_name, jar.manifest, jar.classes, jar.is_application);
    auto same = std::ranges::find_if(libraries, [&](const Recognised& library) { return library.name.ends_with(":" + is.artifact); });
    if (same != libraries.end()) {
      is.group = same->name.substr(0, same->name.find(':'));
      is.found_by = is.version.empty() ? how(*same) : std::string("classes and file name");
      if (is.version.empty()) is.version = same->lowest;
      std::string of_group = is.group + ":";
      std::erase_if(libraries, [&](const Recognised& library) { return library.name.starts_with(of_group); });
    } else if (is.found_by.ends_with("class names")) {
      // One project's code under another of its names.
      std::erase_if(libraries, [&](const Recognised& library) { return library.lowest == is.version || library.highest == is.version; });
    }
    std::string where = jar.inner.empty() ? std::string(jar.file_name) : jar.inner;
    if (is.version.empty()) {
      if (jar.classes.count() > 0 && libraries.empty()) nameless_.add(base::printable(where));
      return;
    }
    model::Package* package = list_.add(is.name(), is.version, jar.inner);
    if (package == nullptr) return;
    package->found_by = is.found_by;
    add_licence(jar.manifest.bundle_license, *package);
    if (is.group.empty()) groupless_.add(base::printable(is.artifact + " " + is.version));
  }

  // "classes", and what they leave open: "classes; 2.14.0 to 2.14.1", "classes; about 2.14.1: 12 of 100 are of no known version".
  static std::string how(const Recognised& library) {
    std::string out = "classes";
    bool about = library.unknown * 10 > library.classes;
    if (library.lowest != library.highest) {
      out += format("; {}{} to {}", about ? "about " : "", library.lowest, library.highest);
    } else if (about) {
      out += format("; about {}", library.lowest);
    }
    if (about) out += format(": {} of {} are of no known version", library.unknown, library.unknown + library.classes);
    return out;
  }

  void add_recognised(const Recognised& library, const Jar& jar) {
    model::Package* package = list_.add(library.name, library.lowest, jar.inner);
    if (package == nullptr) return;
    package->found_by = how(library);
  }

  std::string_view path_;
  const FingerprintTable& known_;
  PackageList list_;
  ArchiveNotes notes_;
  archive::ZipBudget budget_;
  Examples groupless_, nameless_;
  ClassReader classes_;
  std::string class_;
  bool seen_ = false;
};

}  // namespace

bool is_java_archive(std::string_view name) {
  constexpr std::string_view kEndings[] = {".jar", ".war", ".ear", ".par", ".sar", ".nar", ".jpi", ".hpi", ".kar", ".lpkg"};
  return std::ranges::any_of(kEndings, [&](std::string_view ending) { return name.size() > ending.size() && name.ends_with(ending); });
}

Result<void> read_java_archive(std::string_view path, archive::ByteSource& content, model::FileFacts& facts, base::Notes& notes,
                               const FingerprintTable& known) {
  return ArchiveReader(path, facts, notes, known).read(content);
}

}  // namespace batten::packages
