# SPDX-License-Identifier: Apache-2.0
"""Secrets engines of the stand-in: keys and values of both versions, and a database whose users end with their leases."""

import secrets
import time


def seconds(text):
    """3600, "3600", "1h", "5m", "2s"."""
    text = str(text or 0)
    return int(text[:-1]) * {"h": 3600, "m": 60, "s": 1}[text[-1]] if text[-1] in "hms" else int(text)


def stamp(moment):
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(moment)) + f".{int(moment % 1 * 1e9):09}Z"


def keys_below(paths, folder):
    folder = folder.rstrip("/") + "/" if folder else ""
    names = {path.removeprefix(folder) for path in paths if path.startswith(folder)}
    return sorted({name.partition("/")[0] + ("/" if "/" in name else "") for name in names if name})


def refused(status, *errors, data=None):
    from vault_server import Refused

    return Refused(status, *errors, data=data)


def answer(data, **more):
    from vault_server import EMPTY

    return {**EMPTY, "data": data, **more}


class KeyValue:
    kind, options = "kv", None

    def __init__(self, server):
        self.server, self.values = server, {}

    def exists(self, _, path):
        return path in self.values

    def call(self, request, path, _):
        if request.operation == "list":
            keys = keys_below(self.values, path)
            if not keys:
                raise refused(404)
            return answer({"keys": keys})
        if request.operation == "write":
            if not request.body:
                raise refused(400, "missing data fields")
            self.values[path] = request.body
            return None
        if request.operation == "delete":
            self.values.pop(path, None)
            return None
        if path not in self.values:
            raise refused(404)
        return answer(self.values[path], lease_duration=2764800)


class KeyValueVersions:
    """Version 2."""

    kind, options = "kv", {"version": "2"}

    def __init__(self, server):
        self.server, self.secrets = server, {}

    def exists(self, _, path):
        what, _, name = path.partition("/")
        return what != "data" or name in self.secrets

    def call(self, request, path, _):
        what, _, name = path.partition("/")
        entry = self.secrets.get(name)
        if what == "data":
            return self.data(request, name, entry)
        if what == "metadata":
            return self.metadata(request, name, entry)
        if what in ("delete", "undelete", "destroy") and request.operation == "write":
            for number in request.field("versions", []):
                version = (entry or {}).get(int(number))
                if version is None:
                    continue
                if what == "destroy":
                    version.update(destroyed=True, data=None)
                elif what == "delete":
                    version["deletion_time"] = stamp(self.server.now())
                else:
                    version["deletion_time"] = ""
            return None
        raise refused(404, data={"warnings": ["Invalid path for a versioned K/V secrets engine. See the API docs for the appropriate API endpoints to use."]})

    @staticmethod
    def seen(number, version):
        return {"created_time": version["created_time"], "custom_metadata": None, "deletion_time": version["deletion_time"], "destroyed": version["destroyed"], "version": number}

    def data(self, request, name, entry):
        if request.operation == "read":
            number = int(request.query.get("version") or 0) or (max(entry) if entry else 0)
            if not entry or number not in entry:
                raise refused(404)
            version = entry[number]
            gone = version["destroyed"] or version["deletion_time"]
            found = {"data": None if gone else version["data"], "metadata": self.seen(number, version)}
            if gone:
                raise refused(404, data={"data": found})
            return answer(found)
        if request.operation == "write":
            if not isinstance(request.field("data"), dict):
                raise refused(400, "no data provided")
            current = max(entry) if entry else 0
            cas = (request.field("options") or {}).get("cas")
            if cas is not None and int(cas) != current:
                raise refused(400, "check-and-set parameter did not match the current version")
            entry = self.secrets.setdefault(name, {})
            entry[current + 1] = {"data": request.field("data"), "created_time": stamp(self.server.now()), "deletion_time": "", "destroyed": False}
            entry.pop(current + 1 - 10, None)
            return answer(self.seen(current + 1, entry[current + 1]))
        if request.operation == "delete":
            if entry:
                entry[max(entry)]["deletion_time"] = stamp(self.server.now())
            return None
        raise refused(405, "unsupported operation")

    def metadata(self, request, name, entry):
        if request.operation == "list":
            keys = keys_below(self.secrets, name)
            if not keys:
                raise refused(404)
            return answer({"keys": keys})
        if request.operation == "delete":
            self.secrets.pop(name, None)
            return None
        if not entry:
            raise refused(404)
        versions = {str(number): {key: version[key] for key in ("created_time", "deletion_time", "destroyed")} for number, version in entry.items()}
        return answer({"current_version": max(entry), "oldest_version": min(entry), "max_versions": 0, "cas_required": False, "versions": versions})


class Database:
    kind, options = "database", None

    def __init__(self, server):
        self.server, self.roles, self.static = server, {}, {}

    def exists(self, *_):
        return True

    def call(self, request, path, mount):
        from vault_server import Lease

        what, _, name = path.partition("/")
        if request.operation == "write":
            {"config": {}, "roles": self.roles, "static-roles": self.static}[what][name] = {**request.body, "rotated": self.server.now(), "password": secrets.token_urlsafe(15)}
            return None
        if what == "creds" and request.operation == "read":
            if name not in self.roles:
                raise refused(400, f"unknown role: {name}")
            role = self.roles[name]
            user = f"v-{name}-{secrets.token_hex(4)}"
            users = self.server.database_users
            users.add(user)
            lease = Lease(self.server, mount + path, seconds(role.get("default_ttl")) or 3600, seconds(role.get("max_ttl")) or 86400, request.token, lambda: users.discard(user))
            self.server.leases[lease.id] = lease
            return answer({"username": user, "password": secrets.token_urlsafe(15)}, lease_id=lease.id, renewable=True, lease_duration=lease.left())
        if what == "static-creds" and request.operation == "read":
            if name not in self.static:
                raise refused(400, f"unknown role: {name}")
            role = self.static[name]
            period = seconds(role["rotation_period"])
            if self.server.now() >= role["rotated"] + period:
                role.update(rotated=self.server.now(), password=secrets.token_urlsafe(15))
            left = max(0, int(role["rotated"] + period - self.server.now()))
            return answer({"username": role["username"], "password": role["password"], "ttl": left, "rotation_period": period, "last_vault_rotation": stamp(role["rotated"])})
        raise refused(404)
