#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes a labelled corpus of files with and without secrets: leaks_corpus.py DIRECTORY [FILES] [SEED]

Half of FILES (4000) hold one or two secrets, made up by leaks_tokens.py, in the languages and formats where people leave them, under the
paths where they lie; the other half are what leaks_decoys.py makes. DIRECTORY/labels.json names each secret: file, first and last line,
kind, form (how it is written), encoding, the SHA-256 of its value; and each decoy: file, sort. The same seed makes the same corpus. Nothing
in it was ever issued by anybody.
"""
import base64
import gzip
import hashlib
import json
import pathlib
import random
import sys
import urllib.parse

from leaks_decoys import CODE, DECOYS
from leaks_tokens import ALNUM, TOKENS, UPPER, DIGITS, b64, draw, password, private_keys, random_bytes, strong_password

FOLDERS = ["src", "app", "config", "deploy", "test", "tests/unit", "vendor/corp", "node_modules/corp-client", "usr/lib/python3/dist-packages/corp", "usr/share/corp", "locale", "docs", "examples", "scripts",
           "third_party/lib", "build/output", "opt/app", "home/dev", "etc/corp", "internal/pkg"]

# How a value is written in a language: {n} name in snake case, {c} in camel case, {N} in capitals, {v} the value.
FORMS = {
    "py": ['{n} = "{v}"', "{n} = '{v}'", 'client = Client("https://api.corp.internal", {n}="{v}")', 'os.environ.setdefault("{N}", "{v}")', '{N}: str = "{v}"', '    "{n}": "{v}",', 'x = os.environ.get("{N}", "{v}")'],
    "js": ["const {c} = '{v}';", 'module.exports = {{ {c}: "{v}" }};', "const {c} = process.env.{N} || '{v}';", "  {c}: '{v}',"],
    "ts": ['private readonly {c}: string = "{v}";', "export const environment = {{ {c}: '{v}' }};"],
    "go": ['const {c} = "{v}"', 'var {c} string = "{v}"', '\t{c} := "{v}"', '\tcfg.{c} = `{v}`'],
    "java": ['private static final String {N} = "{v}";', 'props.put("{n}", "{v}");', 'props.setProperty("{n}", "{v}");'],
    "cs": ['public const string {c} = "{v}";', 'config["{c}"] = "{v}";'],
    "rb": ["{n} = '{v}'", ":{n} => '{v}',", '  {n}: "{v}",'],
    "php": ["define('{N}', '{v}');", "${n} = '{v}';", "'{n}' => '{v}',"],
    "rs": ['const {N}: &str = "{v}";', 'let {n} = "{v}".to_string();'],
    "c": ['static const char {n}[] = "{v}";', '#define {N} "{v}"'],
    "sh": ["export {N}={v}", "{N}='{v}'", 'tool run --{d} "{v}"', "tool run --{d}={v}"],
    "env": ["{N}={v}", '{N}="{v}"'],
    "yaml": ["{n}: {v}", '{n}: "{v}"', "  - name: {N}\n    value: {v}", "  - {N}={v}"],
    "json": ['  "{n}": "{v}",', '  "{c}": "{v}",', '  {{"name": "{N}", "value": "{v}"}},'],
    "toml": ['{n} = "{v}"'],
    "ini": ["{n} = {v}", "{n}={v}"],
    "properties": ["app.{n}={v}", "app.{n}: {v}"],
    "xml": ["<{n}>{v}</{n}>", '<add key="{c}" value="{v}" />', '<property name="{n}" value="{v}"/>'],
    "tf": ['{n} = "{v}"'],
    "md": ["    export {N}={v}", "The {n} is `{n}={v}`.", '```\n{n}: "{v}"\n```'],
    "Dockerfile": ["ENV {N}={v}", "ARG {N}={v}", 'ENV {N} "{v}"'],
    "compose": ["      {N}: {v}", "      - {N}={v}"],
    "sql": ["-- {n}={v}"],
}
FILLER = {
    "sh": "set -eu\ncd /srv/app\nmake build\necho done\n", "env": "LOG_LEVEL=info\nPORT=8080\nTZ=UTC\n", "yaml": "replicas: 2\nlog_level: info\ntimeout: 30s\n", "json": '  "port": 8080,\n  "debug": false,\n  "host": "db.corp.internal",\n',
    "toml": 'title = "app"\nport = 8080\n', "ini": "[server]\nport = 8080\nhost = db.corp.internal\n", "properties": "server.port=8080\nlogging.level.root=INFO\n", "xml": "<port>8080</port>\n<name>app</name>\n",
    "tf": 'region = "eu-west-1"\ninstance_type = "t3.small"\n', "md": "# Setup\nInstall the package, then start the service.\nThe password is asked for at the first start.\n", "Dockerfile": "FROM debian:12\nRUN apt-get update\nCOPY . /app\n",
    "compose": "services:\n  app:\n    image: corp/app:1.2\n    environment:\n", "sql": "CREATE TABLE a (id int);\nSELECT 1;\n",
}
PASSWORD_NAMES = ["db_password", "password", "admin_password", "redis_password", "smtp_password", "prod_db_password", "user_passwd", "ldap_bind_password", "root_pwd", "keystore_password", "db_password_prod"]


def camel(name):
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def file_name(rng, language):
    stem = rng.choice(["settings", "client", "service", "main", "config", "connect", "backup", "helper", "test_client", "notes"]) + str(rng.randrange(1000))
    return {"env": rng.choice([".env", ".env.production", f"{stem}.env"]), "Dockerfile": "Dockerfile", "compose": "docker-compose.yml", "tf": f"{stem}.tf"}.get(language, f"{stem}.{language}")


def surroundings(rng, language):
    lines = FILLER.get(language, CODE.get(language, "")).splitlines(keepends=True)
    return (lines, []) if language == "compose" else ([rng.choice(lines) for _ in range(rng.randrange(12))], [rng.choice(lines) for _ in range(rng.randrange(12))])


class Corpus:
    def __init__(self, root, seed):
        self.root, self.rng, self.labels, self.decoys, self.count = pathlib.Path(root), random.Random(seed), [], [], 0
        self.keys = private_keys(random.Random(seed + 1))

    def write(self, path, data):
        """Each file in a folder of its own, so that names stay what they are."""
        self.count += 1
        full = self.root / "files" / f"{self.count % 50:02}" / f"p{self.count}" / path
        full.parent.mkdir(parents=True, exist_ok=True)
        full.write_bytes(data if isinstance(data, bytes) else data.encode())
        return str(full.relative_to(self.root / "files"))

    def label(self, file, lines, kind, form, value, encoding=""):
        self.labels.append({"file": file, "line": lines[0], "end": lines[1], "kind": kind, "form": form, "encoding": encoding, "sha256": hashlib.sha256(value.encode()).hexdigest()})

    def planted(self, kind, value, form, language, text):
        """A file of a language around text, which holds the secret."""
        before, after = surroundings(self.rng, language)
        content = "".join(before) + text + "\n" + "".join(after)
        file = self.write(f"{self.rng.choice(FOLDERS)}/{file_name(self.rng, language)}", content)
        at = content.index(text)
        first = content.count("\n", 0, at) + 1
        self.label(file, (first, first + text.count("\n")), kind, form, value)

    def assignment(self):
        rng = self.rng
        kind = rng.choice(list(TOKENS) + ["generic-password", "strong-password", "generic-api-key", "generic-secret", "generic-token"] * 3)
        name, make = TOKENS[kind]
        name = name or rng.choice(PASSWORD_NAMES)
        language = rng.choice(list(FORMS))
        while (kind == "generic-password" and language in ("md", "sql", "c")) or (language == "sql" and kind.startswith("strong")):
            language = rng.choice(list(FORMS))
        value, form = make(rng), rng.choice(FORMS[language])
        bare = "{v}" in form and not any(quote + "{v}" + quote in form for quote in "\"'`") and "<" not in form
        if bare and any(c in value for c in "#*!?;&~^ "):
            value = TOKENS["generic-secret"][1](rng) if kind == "strong-password" else value
        if bare and any(c in value for c in "#*!?&~^ "):
            return
        value = value.replace("$", "S")
        text = form.format(n=name.lower(), c=camel(name.lower()), N=name.upper(), d=name.lower().replace("_", "-"), v=value)
        self.planted(kind, value, f"{language}: {form}", language, text)

    def encoded(self):
        rng = self.rng
        kind = rng.choice(["github-token", "gitlab-token", "slack-bot-token", "npm-token", "stripe-secret-key", "digitalocean-token", "sendgrid-key", "openai-key", "generic-password", "anthropic-key"])
        name, make = TOKENS[kind]
        value = make(rng)
        inner = f"# settings\n{name or 'DB_PASSWORD'}={value}\nPORT=8080\n"
        encoding = rng.choice(["base64", "hex", "url", "utf-16", "gzip", "base64 twice"])
        folder = rng.choice(FOLDERS)
        if encoding == "gzip":
            file = self.write(f"{folder}/settings.env.gz", gzip.compress(inner.encode(), mtime=0))
        elif encoding == "utf-16":
            file = self.write(f"{folder}/settings.env", b"\xff\xfe" + inner.encode("utf-16-le"))
        else:
            text = {"base64": lambda: b64(inner.encode()), "hex": lambda: inner.encode().hex(), "url": lambda: urllib.parse.quote(inner, safe=""), "base64 twice": lambda: b64(base64.b64encode(inner.encode()))}[encoding]()
            file = self.write(f"{folder}/bundle.yaml", f"name: app\nbundle: {text}\nport: 1\n")
        self.label(file, (1, 9), kind, "encoded", value, encoding)

    def private_key(self):
        rng = self.rng
        kind = rng.choice(list(self.keys))
        text = self.keys[kind].rstrip("\n")
        form = rng.choice(["file", "yaml", "json", "python"])
        folder = rng.choice(FOLDERS)
        if form == "file":
            content, name = text + "\n", rng.choice(["id_rsa", "server.key", "key.pem", "deploy.txt"])
        elif form == "yaml":
            content, name = "tls:\n  key: |\n" + "".join(f"    {line}\n" for line in text.split("\n")), "values.yaml"
        elif form == "json":
            content, name = json.dumps({"type": "service_account", "private_key": text + "\n", "client_email": "app@corp.iam.gserviceaccount.com"}, indent=1) + "\n", "account.json"
        else:
            content, name = f'KEY = """{text}"""\n', "keys.py"
        file = self.write(f"{folder}/{name}", content)
        self.label(file, (1, content.count("\n")), kind, form, self.keys[kind])

    def special(self):
        """Formats of their own."""
        rng = self.rng
        value = draw(rng, ALNUM, 18)
        pair = b64(f"ci:{value}".encode())
        aws = "AKIA" + draw(rng, UPPER + "234567", 16)
        secret = draw(rng, ALNUM + "+/", 40)
        human, strong = password(rng).replace("#", "").replace("$", ""), strong_password(rng)
        wireguard, rails = b64(random_bytes(rng, 32)), draw(rng, DIGITS + "abcdef", 32)
        long = draw(rng, ALNUM, 36)
        kind, name, content, line, value = rng.choice([
            ("npmrc", ".npmrc", f"registry=https://npm.corp.internal/\n//npm.corp.internal/:_authToken={value}\n", 2, value),
            ("netrc", ".netrc", f"machine git.corp.internal\nlogin ci\npassword {value}\n", 3, value),
            ("pgpass", ".pgpass", f"db.corp.internal:5432:app:app:{value}\n", 1, value),
            ("pypirc", ".pypirc", f"[distutils]\nindex-servers = corp\n[corp]\nusername = ci\npassword = {value}\n", 5, value),
            ("git-credentials", ".git-credentials", f"https://ci:{value}@git.corp.internal\n", 1, value),
            ("docker-config", ".docker/config.json", json.dumps({"auths": {"registry.corp.internal": {"auth": pair}}}, indent=1) + "\n", 4, pair),
            ("basic-auth", "call.http", f"GET https://api.corp.internal/\nAuthorization: Basic {pair}\n", 2, pair),
            ("bearer", "call.sh", f"curl -H 'Authorization: Bearer {long}' https://api.corp.internal/\n", 1, long),
            ("curl-user", "fetch.sh", f"#!/bin/sh\ncurl -fsS -u ci:{value} https://api.corp.internal/x\n", 2, value),
            ("mysql-option", "backup.sh", f"#!/bin/sh\nmysqldump -h db -u app -p{value} app > app.sql\n", 2, value),
            ("sshpass", "push.sh", f"sshpass -p '{value}' scp a ci@host:/srv\n", 1, value),
            ("docker-login", "ci.yml", f"script:\n  - docker login -u ci -p {value} registry.corp.internal\n", 2, value),
            ("sql-user", "init.sql", f"CREATE USER 'app'@'%' IDENTIFIED BY '{value}';\n", 1, value),
            ("sql-role", "roles.sql", f"ALTER ROLE app WITH LOGIN PASSWORD '{value}';\n", 1, value),
            ("kubernetes-secret", "secret.yaml", f"apiVersion: v1\nkind: Secret\nmetadata:\n  name: app\ndata:\n  password: {b64(value.encode())}\n", 6, b64(value.encode())),
            ("kubernetes-string-data", "secret.yaml", f"apiVersion: v1\nkind: Secret\nmetadata:\n  name: app\nstringData:\n  password: {value}\n", 6, value),
            ("kubeconfig-token", "kubeconfig", f"apiVersion: v1\nkind: Config\nusers:\n- name: ci\n  user:\n    token: {long}\n", 6, long),
            ("terraform-state", "terraform.tfstate", '{\n "resources": [{"type": "aws_db_instance",\n  "instances": [{"attributes": {"username": "app",\n   "password": "' + value + '"}}]}]\n}\n', 4, value),
            ("aws-credentials", ".aws/credentials", f"[default]\naws_access_key_id = {aws}\naws_secret_access_key = {secret}\n", 3, secret),
            ("aws-key-in-code", "upload.py", f's3 = boto3.client("s3", aws_access_key_id="{aws}",\n                  aws_secret_access_key="{secret}")\n', 2, secret),
            ("url-password", "pull.sh", f"git clone https://ci:{value}@git.corp.internal/app.git\n", 1, value),
            ("ado-connection", "appsettings.json", '{\n "ConnectionStrings": {\n  "Db": "Server=db;Database=app;User Id=app;Password=' + value + ';Encrypt=true"\n }\n}\n', 3, value),
            ("jdbc", "application.properties", f"spring.datasource.url=jdbc:postgresql://db/app?user=app&password={value}\n", 1, value),
            ("my-cnf", ".my.cnf", f"[client]\nuser=app\npassword={value}\n", 3, value),
            ("ansible-inventory", "hosts.ini", f"[web]\nweb1 ansible_user=ci ansible_password={value}\n", 2, value),
            ("wireguard", "wg0.conf", f"[Interface]\nPrivateKey = {wireguard}\nAddress = 10.0.0.1/24\n", 2, wireguard),
            ("rails-master-key", "config/master.key", rails + "\n", 1, rails),
            ("human-password-env", ".env", f"POSTGRES_USER=app\nPOSTGRES_PASSWORD={human}\n", 2, human),
            ("strong-password-json", "config.json", '{\n "smtp": {"user": "app",\n  "password": "' + strong + '"}\n}\n', 3, strong),
        ])
        file = self.write(f"{rng.choice(FOLDERS)}/{name}", content)
        self.label(file, (line - (1 if kind.startswith("aws") else 0), line), kind, "format", value)

    def decoy(self):
        sort = self.rng.choice(list(DECOYS))
        path, content = DECOYS[sort](self.rng)
        self.decoys.append({"file": self.write(f"{self.rng.choice(FOLDERS)}/{path}", content), "sort": sort})

    def make(self, files):
        while len(self.labels) < files // 2:
            self.rng.choices([self.assignment, self.encoded, self.private_key, self.special], [60, 10, 5, 25])[0]()
        while len(self.decoys) < files - files // 2:
            self.decoy()
        text = json.dumps({"secrets": self.labels, "decoys": self.decoys}, indent=1)
        (self.root / "labels.json").write_text(text, encoding="utf-8")


def main():
    if len(sys.argv) < 2 or sys.argv[1].startswith("-"):
        sys.exit(__doc__)
    files, seed = (int(sys.argv[i]) if len(sys.argv) > i else default for i, default in ((2, 4000), (3, 1)))
    corpus = Corpus(sys.argv[1], seed)
    corpus.make(files)
    print(f"{len(corpus.labels)} secrets of {len({one['kind'] for one in corpus.labels})} kinds, {len(corpus.decoys)} decoys of {len({one['sort'] for one in corpus.decoys})} sorts")


main()
