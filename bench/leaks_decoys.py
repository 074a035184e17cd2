# SPDX-License-Identifier: Apache-2.0
"""What looks like a secret and is none, of many sorts: sort: maker of (path, content)."""
import hashlib
import json
import uuid

from leaks_tokens import ALNUM, DIGITS, HEX, LOWER, URL, b64, der, draw, integer, pem, random_bytes

WORDS = "user account order invoice service manager client server request response session cache token password login field value default config".split()


def sha(rng, kind="sha512"):
    return f"{kind}-" + b64(random_bytes(rng, {"sha1": 20, "sha256": 32, "sha384": 48, "sha512": 64}[kind]))


def name(rng):
    return "-".join(rng.sample(["lodash", "auth", "token", "secret", "password", "parser", "key", "api", "left", "pad", "core", "http"], 2))


def version(rng):
    return f"{rng.randrange(9)}.{rng.randrange(20)}.{rng.randrange(9)}"


def identifier(rng):
    return uuid.UUID(int=rng.getrandbits(128), version=4)


def package_lock(rng):
    packages = {f"node_modules/{name(rng)}": {"version": version(rng), "resolved": f"https://registry.npmjs.org/{name(rng)}/-/{name(rng)}-1.0.0.tgz", "integrity": sha(rng)} for _ in range(30)}
    return json.dumps({"name": "app", "lockfileVersion": 3, "packages": packages}, indent=2)


def minified(rng):
    parts = ['!function(e,t){"use strict";var n=e.password,r=t.token||null;']
    for _ in range(200):
        parts.append(f'function {draw(rng, LOWER, 2)}(e){{return e.{rng.choice(WORDS)}?{{type:"{rng.choice(WORDS)}",token:e.{rng.choice(WORDS)},password:e.value,key:"{rng.choice(WORDS)}"}}:{rng.randrange(9999)}}}')
    return ";".join(parts) + "}(window,document);//# sourceMappingURL=app.min.js.map\n"


def pack_lines(rng, line, count=25):
    return "".join(line() + "\n" for _ in range(count))


def public_rsa(rng):
    body = der(0x30, integer(rng.getrandbits(2047) | 1 << 2047) + integer(65537))
    return pem("PUBLIC KEY", der(0x30, der(0x30, der(6, bytes.fromhex("2a864886f70d010101")) + b"\x05\0") + der(3, b"\0" + body)))


def ssh_public(rng):
    return "ssh-ed25519 " + b64(b"\0\0\0\x0bssh-ed25519\0\0\0 " + random_bytes(rng, 32)) + f" {rng.choice(WORDS)}@laptop"


CODE = {
    "py": 'password = getpass.getpass("Password: ")\ntoken = os.environ["API_TOKEN"]\nsecret = config.get("client_secret")\napi_key = settings.API_KEY\n'
          'def check_password(password, password_hash):\n    return verify(password_hash, password.encode("utf-8"))\nPASSWORD_FIELD = "user_password"\n'
          'TOKEN_TYPE = "bearer"\nif password == "":\n    raise ValueError("password must not be empty")\nfield = forms.CharField(label="Password", widget=forms.PasswordInput)\n'
          'SECRET_NAME = "prod/app/database"\nauth = HTTPBasicAuth(user, password)\nkey = f"token:{user.id}:refresh"\n',
    "js": 'const password = req.body.password;\nconst token = await getToken({ secretName: "app-tls-cert" });\nlet apiKey = process.env.API_KEY;\nexport const SET_PASSWORD = "account/SET_PASSWORD";\n'
          'const secret = crypto.randomBytes(32).toString("hex");\n$("#password-confirm").val("");\nif (input.type === "password") { input.type = "text"; }\n'
          'const schema = { password: Joi.string().min(8).required(), token: Joi.string() };\nheaders.Authorization = `Bearer ${token}`;\nerrors: { password: "passwordTooShort", token: "invalidToken" },\n',
    "java": 'private String password;\nString token = jwtProvider.createToken(user);\n@Value("${app.client-secret}") private String clientSecret;\npublic void setPassword(String password) { this.password = password; }\n'
            'public static final String PASSWORD_KEY = "spring.datasource.password";\nprops.setProperty("javax.net.ssl.keyStorePassword", System.getProperty("store.pass"));\nString apiKey = request.getHeader("X-Api-Key");\n',
    "go": 'password := os.Getenv("DB_PASSWORD")\nflag.StringVar(&token, "token", "", "bearer token for authentication")\ntype Config struct {\n\tPassword string `json:"password,omitempty"`\n\tAPIKey string `yaml:"api_key"`\n}\n'
          'const secretKind = "kubernetes.io/service-account-token"\nif token.Kind != token.EOF {\n\treturn fmt.Errorf("unexpected token: %q", token)\n}\nreq.Header.Set("Authorization", "Bearer "+token)\n',
    "cs": 'public string Password { get; set; }\nvar token = await _tokens.AcquireTokenAsync(scopes);\nvar secret = Configuration["Auth:ClientSecret"];\n<PackageReference Include="Token" />\n[assembly: InternalsVisibleTo("A, PublicKeyToken=b03f5f7f11d50a3a")]\n',
    "rb": 'params.require(:user).permit(:password, :password_confirmation)\nconfig.secret_key_base = ENV.fetch("SECRET_KEY_BASE")\nhas_secure_password\nvalidates :password, length: { minimum: 8 }\n',
    "php": "$password = $_POST['password'];\ndefine('AUTH_KEY', getenv('AUTH_KEY'));\n$token = bin2hex(random_bytes(16));\n'password' => env('DB_PASSWORD', ''),\n",
    "rs": 'let password = rpassword::prompt_password("Password: ")?;\npub token: Option<String>,\nlet secret = Secret::new(env::var("CLIENT_SECRET")?);\nToken::Ident(name) => self.parse_ident(name),\n',
    "c": 'char *password = NULL;\n#define PASSWORD_MAX_LEN 128\nstatic const char secret_label[] = "derived secret";\nif (token->type == TOKEN_STRING) return token->value;\n{ "password", required_argument, NULL, \'p\' },\n',
    "ts": "interface Login { password: string; token?: string; }\nthis.tokens = lexer.tokenize(source);\nexport const passwordValidator: ValidatorFn = (control) => null;\napiKey: environment.apiKey,\n",
}
I18N = {"password": "Mot de passe", "passwordConfirm": "Confirmez le mot de passe", "token": "Jeton d’accès", "secret": "Clé secrète", "forgotPassword": "Mot de passe oublié ?", "apiKey": "Clé d’API",
        "wrongPassword": "Falsches Passwort", "newPassword": "Nueva contraseña", "auth": "Anmeldung", "tokenExpired": "Sitzung abgelaufen"}
PLACEHOLDERS = ["changeme", "<your-api-key>", "YOUR_API_KEY_HERE", "xxxxxxxxxxxxxxxxxxxxxxxx", "your-secret-key", "REPLACE_ME", "0123456789abcdef0123456789abcdef", "insert-token-here", "********", "example-token-value"]


def each_placeholder(rng, form):
    return "".join(form(key, rng.choice(PLACEHOLDERS)) + "\n" for key in ("DB_PASSWORD", "API_KEY", "SECRET_TOKEN", "CLIENT_SECRET", "ACCESS_TOKEN", "STRIPE_KEY"))


def yaml_secret_refs(_):
    return ("env:\n- name: DB_PASSWORD\n  valueFrom:\n    secretKeyRef:\n      name: app-database\n      key: password\n- name: API_TOKEN\n  valueFrom:\n    secretKeyRef: {name: app-api, key: token}\n"
            "volumes:\n- name: tls\n  secret:\n    secretName: app-tls-2024\nimagePullSecrets:\n- name: regcred\n")


DECOYS = {
    "package-lock": lambda r: ("package-lock.json", package_lock(r)),
    "yarn-lock": lambda r: ("yarn.lock", pack_lines(r, lambda: f'{name(r)}@^1.0.0:\n  version "{version(r)}"\n  resolved "https://registry.yarnpkg.com/{name(r)}.tgz#{draw(r, HEX, 40)}"\n  integrity {sha(r)}')),
    "go-sum": lambda r: ("go.sum", pack_lines(r, lambda: f"github.com/corp/{name(r)} v{version(r)} h1:{b64(random_bytes(r, 32))}")),
    "cargo-lock": lambda r: ("Cargo.lock", pack_lines(r, lambda: f'[[package]]\nname = "{name(r)}"\nversion = "{version(r)}"\nchecksum = "{draw(r, HEX, 64)}"\n')),
    "poetry-lock": lambda r: ("poetry.lock", pack_lines(r, lambda: f'    {{file = "{name(r)}-1.0.tar.gz", hash = "sha256:{draw(r, HEX, 64)}"}},')),
    "pip-hashes": lambda r: ("requirements.txt", pack_lines(r, lambda: f"{name(r)}=={version(r)} \\\n    --hash=sha256:{draw(r, HEX, 64)}")),
    "gemfile-lock": lambda r: ("Gemfile.lock", pack_lines(r, lambda: f"    {name(r)} ({version(r)}) sha256={draw(r, HEX, 64)}")),
    "minified-js": lambda r: ("dist/app.min.js", minified(r)),
    "source-map": lambda r: ("dist/app.js.map", json.dumps({"version": 3, "names": WORDS, "mappings": ";".join(draw(r, ALNUM + "+/,", 60) for _ in range(80))})),
    "git-commits": lambda r: ("CHANGELOG.md", pack_lines(r, lambda: f"- {draw(r, HEX, 40)} auth: refresh the token when the password changes")),
    "uuids": lambda r: ("fixtures/users.json", json.dumps([{"id": str(identifier(r)), "request_id": str(identifier(r)), "token_id": str(identifier(r))} for _ in range(20)], indent=1)),
    "env-placeholders": lambda r: (".env.example", each_placeholder(r, lambda k, v: f"{k}={v}")),
    "yaml-placeholders": lambda r: ("config/app.example.yaml", each_placeholder(r, lambda k, v: f'{k.lower()}: "{v}"')),
    "json-placeholders": lambda r: ("sample.json", "{\n" + each_placeholder(r, lambda k, v: f'  "{k.lower()}": "{v}",') + ' "end": 1}\n'),
    "python-placeholders": lambda r: ("docs/usage.py", each_placeholder(r, lambda k, v: f'{k.lower()} = "{v}"')),
    "shell-templates": lambda r: ("deploy.sh", "".join(f'export {k}="${{{k}:?}}"\ncurl -u "$USER:${k}" -H "Authorization: Bearer ${k}" https://api.corp.internal/\n' for k in ("API_TOKEN", "DB_PASSWORD"))),
    "helm-templates": lambda r: ("templates/secret.yaml", "apiVersion: v1\nkind: Secret\ndata:\n  password: {{ .Values.db.password | b64enc | quote }}\n  token: {{ randAlphaNum 32 | b64enc }}\n"),
    "ci-references": lambda r: (".github/workflows/ci.yml", "env:\n  NPM_TOKEN: ${{ secrets.NPM_TOKEN }}\n  API_KEY: ${{ secrets.API_KEY }}\n  PASSWORD: $(DB_PASSWORD)\n"),
    "terraform-references": lambda r: ("main.tf", 'password = var.db_password\ntoken = data.vault_generic_secret.app.data["token"]\nsecret_id = aws_secretsmanager_secret.db.id\nclient_secret = random_password.main.result\n'),
    "ansible-references": lambda r: ("playbook.yml", "db_password: \"{{ vault_db_password }}\"\napi_token: \"{{ lookup('env', 'API_TOKEN') }}\"\n"),
    "kubernetes-references": lambda r: ("deployment.yaml", yaml_secret_refs(r)),
    "vault-references": lambda r: ("secrets.yaml", "password: vault:secret/data/app#password\ntoken: ref+awssecrets://prod/app#token\napi_key: op://vault/item/api-key\narn: arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf\n"),
    "secret-files": lambda r: ("compose.yaml", "services:\n  db:\n    environment:\n      POSTGRES_PASSWORD_FILE: /run/secrets/db_password\n    secrets: [db_password]\nsecrets:\n  db_password:\n    file: ./secrets/db_password.txt\n"),
    "sops": lambda r: ("secrets.enc.yaml", "".join(f"{k}: ENC[AES256_GCM,data:{b64(random_bytes(r, 18))},iv:{b64(random_bytes(r, 32))},tag:{b64(random_bytes(r, 16))},type:str]\n" for k in ("password", "api_key", "token"))),
    "sealed-secret": lambda r: ("sealed.yaml", f"apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nspec:\n  encryptedData:\n    password: AgB{b64(random_bytes(r, 300))}\n"),
    "public-key": lambda r: ("keys/public.pem", public_rsa(r)),
    "ssh-public-keys": lambda r: ("authorized_keys", pack_lines(r, lambda: ssh_public(r), 6)),
    "certificate": lambda r: ("ca.crt", pem("CERTIFICATE", der(0x30, random_bytes(r, 900)))),
    "certificate-in-yaml": lambda r: ("kubeconfig-ca.yaml", f"certificate-authority-data: {b64(pem('CERTIFICATE', der(0x30, random_bytes(r, 700))).encode())}\n"),
    "i18n-json": lambda r: ("locale/fr.json", json.dumps(I18N, ensure_ascii=False, indent=2)),
    "i18n-po": lambda r: ("locale/de/LC_MESSAGES/app.po", "".join(f'msgid "{k}"\nmsgstr "{v}"\n\n' for k, v in I18N.items())),
    "i18n-properties": lambda r: ("messages_fr.properties", "".join(f"login.{k}={v}\n" for k, v in I18N.items())),
    "i18n-android": lambda r: ("res/values-fr/strings.xml", "".join(f'<string name="{k}">{v}</string>\n' for k, v in I18N.items())),
    "i18n-yaml": lambda r: ("config/locales/de.yml", "de:\n" + "".join(f"  {k}: {v}\n" for k, v in I18N.items())),
    "html-form": lambda r: ("login.html", '<label for="password">Password</label><input type="password" id="password" name="password" placeholder="Enter password1" autocomplete="current-password">\n'
                                          f'<input type="hidden" name="csrf_token" value="{draw(r, ALNUM, 43)}">\n<meta name="csrf-token" content="{draw(r, ALNUM, 64)}">\n'),
    "integrity-html": lambda r: ("index.html", f'<script src="https://cdn.corp.internal/a.js" integrity="{sha(r, "sha384")}" crossorigin="anonymous"></script>\n<link href="/assets/main.{draw(r, HEX, 20)}.css">\n'),
    "base64-image": lambda r: ("theme.css", f".key {{ background: url(data:image/png;base64,iVBORw0KGgo{b64(random_bytes(r, 600))}); }}\n"),
    "css": lambda r: ("style.css", "".join(f".password-{w} {{ color: #{draw(r, HEX, 6)}; background: #{draw(r, HEX, 8)}; }}\n.token.{w} {{ content: '{w}'; }}\n" for w in WORDS)),
    "svg": lambda r: ("logo.svg", "<svg><path d=\"" + " ".join(f"M{r.randrange(999)}.{r.randrange(99)},{r.randrange(999)}" for _ in range(200)) + "\"/></svg>\n"),
    "sql-dump": lambda r: ("dump.sql", "CREATE TABLE users (id uuid, email text, password varchar(255), token_count int);\n" + pack_lines(r, lambda: f"INSERT INTO users VALUES ('{identifier(r)}', 'user{r.randrange(999)}@corp.internal', NULL, {r.randrange(99)});")),
    "documentation-keys": lambda r: ("docs/aws.md", "aws_access_key_id = AKIAIOSFODNN7" "EXAMPLE\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/" "bPxRfiCYEXAMPLEKEY\n`ghp_" + "x" * 36 + "`\nAuthorization: Basic dXNlcjpwYXNzd29yZA==\npostgres://user:password@localhost/db\n"),
    "documentation-jwt": lambda r: ("docs/jwt.md", "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9." "eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c\n"),
    "checksums": lambda r: ("SHA256SUMS", pack_lines(r, lambda: f"{draw(r, HEX, 64)}  {name(r)}.tar.gz")),
    "image-digests": lambda r: ("images.yaml", pack_lines(r, lambda: f"image: registry.corp.internal/{name(r)}@sha256:{draw(r, HEX, 64)}")),
    "request-logs": lambda r: ("app.log", pack_lines(r, lambda: f"2024-05-0{r.randrange(1, 9)}T10:0{r.randrange(9)}:11Z INFO token refreshed request_id={draw(r, HEX, 32)} trace={identifier(r)} password_check=ok duration={r.randrange(99)}ms")),
    "page-tokens": lambda r: ("response.json", json.dumps({"items": [], "nextPageToken": draw(r, URL, 60), "etag": draw(r, HEX, 32), "syncToken": draw(r, ALNUM, 40)}, indent=1)),
    "publishable-keys": lambda r: ("public.js", f'const stripe = Stripe("pk_live_51{draw(r, ALNUM, 40)}");\nga("create", "UA-{draw(r, DIGITS, 8)}-1");\n'),
    "assembly-names": lambda r: ("app.config", "".join(f'<assemblyIdentity name="{w}" publicKeyToken="{draw(r, HEX, 16)}" culture="neutral" />\n' for w in WORDS)),
    "password-policy": lambda r: ("policy.yaml", "password:\n  min_length: 12\n  pattern: '^(?=.*[A-Z])(?=.*\\d).{12,}$'\n  expires_days: 90\n  hint: Use8CharactersOrMore\ntoken:\n  ttl: 3600s\n  issuer: https://id.corp.internal\n"),
    "hash-vectors": lambda r: ("test_sha.py", "".join(f'    ("{w}", "{hashlib.sha256(w.encode()).hexdigest()}"),\n' for w in WORDS)),
    "protobuf": lambda r: ("api.proto", "message Login {\n  string password = 1;\n  string token = 2;\n  bytes secret = 3; // hashed\n  optional string api_key = 4;\n}\n"),
    "openapi": lambda r: ("openapi.yaml", "components:\n  securitySchemes:\n    token: {type: http, scheme: bearer, bearerFormat: JWT}\n    api_key: {type: apiKey, in: header, name: X-Api-Key}\n  schemas:\n    Login:\n      properties:\n        password: {type: string, format: password}\n"),
    "nix-hashes": lambda r: ("default.nix", pack_lines(r, lambda: f'  sha256 = "{draw(r, DIGITS + "abcdfghijklmnpqrsvwxyz", 52)}";')),
    "feature-flags": lambda r: ("features.json", json.dumps({f"auth.{w}.password": w for w in WORDS} | {"token": "enabled", "secret": "disabled"}, indent=1)),
    "manual-page": lambda r: ("tool.1", ".TP\n.B \\-\\-password PASSWORD\nThe password of the user, or a file with \\-\\-password-file.\n.TP\n.B \\-\\-token=TOKEN\nThe token to use, see api_key: in the configuration.\n"),
    "binary-ids": lambda r: ("ids.csv", "id,session,key\n" + pack_lines(r, lambda: f"{r.randrange(10 ** 9)},{draw(r, HEX, 16)},{draw(r, DIGITS, 20)}")),
    **{f"code-{language}": (lambda r, language=language: (f"src/auth.{language}", "".join(r.sample(CODE[language].splitlines(keepends=True), len(CODE[language].splitlines()))))) for language in CODE},
}
