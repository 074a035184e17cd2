// SPDX-License-Identifier: Apache-2.0
//
// The classes of a jar, one line each: simple name, fingerprint of the content and of the name (packages/java_class.h). For build.py.
#include <cstdio>

#include "archive/zip_stream.h"
#include "base/file.h"
#include "base/format.h"
#include "base/path.h"
#include "packages/java_class.h"

int main(int argc, char** argv) {
  using namespace batten;
  if (argc != 2) return 2;
  Result<std::string> bytes = base::read_file(argv[1], std::size_t{1} << 30);
  if (!bytes) return 1;
  auto source = archive::memory_source(*bytes);
  archive::ZipBudget budget;
  archive::ZipStream zip(*source, budget, false);
  packages::ClassReader reader;
  while (true) {
    auto member = zip.next();
    if (!member) return 1;
    if (*member == nullptr) return 0;
    const std::string& name = (*member)->name;
    // Other forms of a class for newer runtimes are not counted, nor what says something of a package or module.
    if (!name.ends_with(".class") || name.starts_with("META-INF/") || name.ends_with("-info.class")) continue;
    Result<std::string> content = archive::read_all(zip.content(), std::size_t{16} << 20);
    if (!content) continue;
    if (auto fingerprint = reader.fingerprint(*content)) {
      std::string_view simple = base::base_name(name);
      std::printf("%s",
                  format("{} {:016x} {:08x}\n", simple.substr(0, simple.size() - 6), fingerprint->content, fingerprint->name).c_str());
    }
  }
}
