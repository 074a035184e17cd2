// SPDX-License-Identifier: Apache-2.0
//
// Values of Note::where for notes that are about no file: those who judge a report ask for them.
#pragma once

namespace batten::model {

inline constexpr const char* kNoteAdvisories = "advisories";  // feeds: missing, old, silent about a release
inline constexpr const char* kNoteRepository = "repository";  // the distribution's own package repository
inline constexpr const char* kNoteEndOfLife = "end of life";  // the release gets no security updates any more
inline constexpr const char* kNotePackages = "packages";      // what can't be said about the packages that were found

}  // namespace batten::model
