# SPDX-License-Identifier: Apache-2.0
"""Rooms include only what src/rooms.txt lists for them, and the list has no cycle."""

import pathlib

BAD = [
    {"src/base/a.h": '#include "model/b.h"\n'},
    {"src/rooms.txt": "base: model\nmodel: base\n"},
    {"src/unlisted/a.cc": "int x;\n"},
    {"src/base/a.h": '#include "elsewhere.h"\n'},
]
GOOD = {"src/scan/a.cc": '#include "model/b.h"\n#include "scan/c.h"\n#include <vector>\n', "src/scan/a_test.cc": '#include "fuzz/replay.h"\n'}


def cycle(rooms):
    done, path = set(), []

    def walk(room):
        if room in path:
            return path[path.index(room):] + [room]
        if room in done:
            return None
        path.append(room)
        for other in rooms.get(room, []):
            found = walk(other)
            if found:
                return found
        path.pop()
        done.add(room)
        return None

    for room in rooms:
        found = walk(room)
        if found:
            return found
    return None


def check(tree):
    rooms = tree.rooms()
    law = pathlib.Path("src/rooms.txt")
    for room, others in rooms.items():
        for other in others:
            if other not in rooms:
                yield law, 0, f"{room} lists {other}, which is no room"
    around = cycle(rooms)
    if around:
        yield law, 0, "a cycle: " + " -> ".join(around)
    for path in tree.sources():
        room = tree.room_of(path)
        if room is None:
            continue
        if room not in rooms:
            yield path, 0, f"the room {room} is not in rooms.txt"
            continue
        for number, name, bracket in tree.includes(path):
            if bracket:
                continue
            other = name.split("/")[0]
            if other == "fuzz" and path.stem.endswith("_test"):
                continue
            if "/" not in name:
                yield path, number, f'"{name}": include paths begin with the room'
            elif other != room and other not in rooms[room]:
                yield path, number, f"{room} may not include {other}"
