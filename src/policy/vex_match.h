// SPDX-License-Identifier: Apache-2.0
//
// Is a product of a VEX statement what was scanned, or a package in it? By the rules of package URLs: what the product's purl leaves out
// matches anything, what it says must be so.
#pragma once

#include <string>
#include <vector>

#include "model/purl.h"
#include "model/reference.h"
#include "model/report.h"
#include "policy/vex_statement.h"

namespace batten::policy {

// A purl with arch=source (or src) is about the source package: it matches what was built from it. package_purl is the package's own.
bool is_package(const model::Purl& wanted, const model::Package& package, const model::Purl& package_purl, const model::Distro& distro);

// The image or root file system of a report, under all its names.
class ScannedProduct {
 public:
  explicit ScannedProduct(const model::Report& report);

  // By digest, by a purl of type oci or docker, or by the operating system's CPE.
  bool is(const VexComponent& component) const;

 private:
  bool is_image(const model::Purl& purl) const;
  bool is_system(const std::string& cpe) const;

  std::vector<std::string> digests_;
  std::vector<model::Reference> names_;
  std::string arch_, cpe_;
};

}  // namespace batten::policy
