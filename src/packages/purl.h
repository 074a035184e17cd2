// SPDX-License-Identifier: Apache-2.0
//
// The package-url of a package (purl specification ECMA-427): of an operating system's (types deb, apk, rpm), or of a language's, whose
// rules are in language_purl.h.
#pragma once

#include <string>

#include "model/distro.h"
#include "model/package.h"

namespace batten::packages {

// pkg:deb/debian/libssl3@3.0.15-1~deb12u1?arch=amd64&distro=debian-12&upstream=openssl. The namespace is the distribution's id (rhel is
// "redhat", as the specification's examples have it). Qualifiers: arch; distro (id-version, id-codename when there is no version);
// epoch (rpm, whose version has none here); upstream, the source package where it differs: deb "name" or "name@version", apk the
// origin, rpm the source package's file; rpmmod the modularity label. Empty when the package has no type or name.
std::string purl(const model::Package& package, const model::Distro& distro);

}  // namespace batten::packages
