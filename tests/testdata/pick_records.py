#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Takes single records out of the feeds beside the checkout: pick_records.py MIRROR ARCHIVE ID...

MIRROR/ARCHIVE.tar holds those members of $SHARED/advisories/ARCHIVE.tar.zst; `batten db update --from MIRROR` reads it. All ids must be there.
"""
import io
import os
import pathlib
import subprocess
import sys
import tarfile


def main():
    mirror, archive, *ids = sys.argv[1:]
    packed = os.path.join(os.environ["SHARED"], "advisories", archive + ".tar.zst")
    plain = subprocess.run(["zstd", "-dcq", "--long=27", packed], capture_output=True, check=True).stdout
    target = pathlib.Path(mirror) / (archive + ".tar")
    target.parent.mkdir(parents=True, exist_ok=True)
    missing = {name + ".json" for name in ids}
    with tarfile.open(fileobj=io.BytesIO(plain)) as every, tarfile.open(target, "w") as picked:
        for member in every:
            if os.path.basename(member.name) in missing:
                missing.discard(os.path.basename(member.name))
                picked.addfile(member, every.extractfile(member))
    if missing:
        sys.exit(f"{archive} has no {' '.join(sorted(missing))}")


main()
