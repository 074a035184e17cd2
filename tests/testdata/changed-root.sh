# SPDX-License-Identifier: Apache-2.0
# "after": an update of libssl3, a new package, zlib1g gone.
cp -r $DATA/debian-root after
cat >after/var/lib/dpkg/status <<'END'
Package: libssl3
Status: install ok installed
Maintainer: Debian OpenSSL Team <pkg-openssl-devel@alioth-lists.debian.net>
Architecture: amd64
Source: openssl
Version: 3.0.17-1~deb12u2

Package: removed
Status: install ok installed
Architecture: amd64
Version: 1.0-1
END
