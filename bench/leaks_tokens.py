# SPDX-License-Identifier: Apache-2.0
"""Secrets of many kinds, made up: the structure and the checksums that issuers document, from a seeded generator. None was ever issued."""
import base64
import binascii
import hashlib
import hmac
import json
import string

LOWER, UPPER, DIGITS = string.ascii_lowercase, string.ascii_uppercase, string.digits
ALNUM, HEX = DIGITS + UPPER + LOWER, "0123456789abcdef"
URL = ALNUM + "-_"
BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def draw(rng, alphabet, length):
    return "".join(rng.choice(alphabet) for _ in range(length))


def random_bytes(rng, length):
    return bytes(rng.randrange(256) for _ in range(length))


def b64(data):
    return base64.b64encode(data).decode()


def b64url(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def base62(number, width):
    out = ""
    while number:
        number, digit = divmod(number, 62)
        out = ALNUM[digit] + out
    return out.rjust(width, "0")


def with_crc(rng, prefix, length):
    body = draw(rng, ALNUM, length)
    return prefix + body + base62(binascii.crc32(body.encode()), 6)


def base58check(data):
    data += hashlib.sha256(hashlib.sha256(data).digest()).digest()[:4]
    number, out = int.from_bytes(data, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        out = BASE58[digit] + out
    return "1" * (len(data) - len(data.lstrip(b"\0"))) + out


def bech32(prefix, data):
    """BIP 173."""
    charset = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
    bits = "".join(f"{byte:08b}" for byte in data)
    values = [int(bits[i:i + 5].ljust(5, "0"), 2) for i in range(0, len(bits), 5)]

    def polymod(all_values):
        check = 1
        for value in all_values:
            top = check >> 25
            check = (check & 0x1ffffff) << 5 ^ value
            for i, generator in enumerate((0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3)):
                check ^= generator if top >> i & 1 else 0
        return check
    expanded = [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix]
    rest = polymod(expanded + values + [0] * 6) ^ 1
    return prefix + "1" + "".join(charset[v] for v in values + [rest >> 5 * (5 - i) & 31 for i in range(6)])


def jwt(rng):
    head = b64url(json.dumps({"alg": "HS256", "typ": "JWT"}, separators=(",", ":")).encode())
    body = b64url(json.dumps({"sub": draw(rng, HEX, 12), "iss": "https://id.corp.internal", "iat": 1700000000 + rng.randrange(10 ** 7), "role": "service"},
                             separators=(",", ":")).encode())
    return f"{head}.{body}." + b64url(hmac.new(random_bytes(rng, 32), f"{head}.{body}".encode(), hashlib.sha256).digest())


def slack_webhook(rng):
    return f"https://hooks.slack.com/services/T{draw(rng, DIGITS + UPPER, 10)}/B{draw(rng, DIGITS + UPPER, 10)}/{draw(rng, ALNUM, 24)}"


def discord_bot(rng):
    user = str(rng.randrange(10 ** 17, 10 ** 18))
    return b64url(user.encode()) + "." + draw(rng, URL, 6) + "." + draw(rng, URL, 38)


def pypi(rng):
    """A macaroon, version 2: location, identifier, signature."""
    identifier = json.dumps({"version": 1, "permissions": "user", "user": draw(rng, HEX, 8)}).encode()
    data = b"\x02\x01\x08pypi.org\x02" + bytes([len(identifier)]) + identifier + b"\x00\x00\x06\x20" + random_bytes(rng, 32)
    return "pypi-" + b64url(data)


def grafana(rng):
    body = draw(rng, ALNUM, 32)
    return f"glsa_{body}_{binascii.crc32(body.encode()):08x}"


def password(rng):
    """As people make them up: words, a year or number, a mark."""
    words = ["Harbor", "maple", "Falcon", "tulip", "Granite", "copper", "Meadow", "silver", "Walnut", "ember", "Quartz", "pepper", "Orchid", "thunder"]
    first, second = rng.sample(words, 2)
    return rng.choice([first + str(rng.randrange(1980, 2026)) + rng.choice("!#$*?"), first.lower() + "-" + second.lower() + str(rng.randrange(10, 99)),
                       first.capitalize() + second.capitalize() + rng.choice("!#*") + str(rng.randrange(10)),
                       first[:3].lower() + second[:4].capitalize() + str(rng.randrange(100, 999))])


def strong_password(rng):
    return rng.choice(LOWER) + draw(rng, ALNUM + "!#*+-_=?@^~", rng.randrange(11, 21)) + rng.choice(DIGITS)


def connection(rng):
    scheme, host = rng.choice([("postgres", "db"), ("postgresql", "10.2.0.7:5432"), ("mysql", "mysql-1.corp.internal:3306"), ("mongodb+srv", "cluster0.k3x9.mongodb.net"),
                               ("redis", "cache:6379"), ("amqp", "mq.corp.internal:5672")])
    return f"{scheme}://svc_app:{draw(rng, ALNUM, rng.randrange(10, 20))}@{host}/app"


# kind: (variable name, maker). A name of None: any name of a secret.
TOKENS = {
    "google-api-key": ("GOOGLE_MAPS_KEY", lambda r: "AIza" + draw(r, URL, 35)),
    "google-oauth-client-secret": ("GOOGLE_CLIENT_SECRET", lambda r: "GOCSPX-" + draw(r, URL, 28)),
    "azure-storage-connection": ("AZURE_STORAGE_CONNECTION_STRING",
                                 lambda r: f"DefaultEndpointsProtocol=https;AccountName=corpstore{r.randrange(99)};AccountKey={b64(random_bytes(r, 64))};EndpointSuffix=core.windows.net"),
    "azure-client-secret": ("AZURE_CLIENT_SECRET", lambda r: draw(r, ALNUM, 3) + "8Q~" + draw(r, ALNUM + "-_~.", 34)),
    "digitalocean-token": ("DO_TOKEN", lambda r: "dop_v1_" + draw(r, HEX, 64)),
    "heroku-token": ("HEROKU_API_KEY", lambda r: "HRKU-AA" + draw(r, URL, 58)),
    "netlify-token": ("NETLIFY_AUTH_TOKEN", lambda r: "nfp_" + draw(r, ALNUM, 36)),
    "supabase-token": ("SUPABASE_ACCESS_TOKEN", lambda r: "sbp_" + draw(r, HEX, 40)),
    "planetscale-token": ("PLANETSCALE_TOKEN", lambda r: "pscale_tkn_" + draw(r, URL, 43)),
    "databricks-token": ("DATABRICKS_TOKEN", lambda r: "dapi" + draw(r, HEX, 32)),
    "vault-token": ("VAULT_TOKEN", lambda r: "hvs." + "CAESI" + draw(r, URL, 90)),
    "terraform-cloud-token": ("TFE_TOKEN", lambda r: draw(r, ALNUM, 14) + ".atlasv1." + draw(r, URL, 67)),
    "doppler-token": ("DOPPLER_TOKEN", lambda r: "dp.pt." + draw(r, ALNUM, 43)),
    "pulumi-token": ("PULUMI_ACCESS_TOKEN", lambda r: "pul-" + draw(r, HEX, 40)),
    "docker-hub-token": ("DOCKERHUB_TOKEN", lambda r: "dckr_pat_" + draw(r, URL, 27)),
    "github-token": ("GITHUB_TOKEN", lambda r: with_crc(r, "ghp_", 30)),
    "github-app-token": ("GH_APP_TOKEN", lambda r: with_crc(r, "ghs_", 30)),
    "github-fine-grained-token": ("GH_PAT", lambda r: "github_pat_" + draw(r, ALNUM, 22) + "_" + draw(r, ALNUM, 59)),
    "gitlab-token": ("GITLAB_TOKEN", lambda r: "glpat-" + draw(r, URL, 20)),
    "gitlab-deploy-token": ("CI_DEPLOY_PASSWORD", lambda r: "gldt-" + draw(r, URL, 20)),
    "gitlab-runner-token": ("RUNNER_TOKEN", lambda r: "glrt-" + draw(r, URL, 20)),
    "npm-token": ("NPM_TOKEN", lambda r: with_crc(r, "npm_", 30)),
    "pypi-token": ("TWINE_PASSWORD", pypi),
    "rubygems-key": ("GEM_HOST_API_KEY", lambda r: "rubygems_" + draw(r, HEX, 48)),
    "slack-bot-token": ("SLACK_BOT_TOKEN", lambda r: f"xoxb-{r.randrange(10 ** 11, 10 ** 12)}-{r.randrange(10 ** 12, 10 ** 13)}-{draw(r, ALNUM, 24)}"),
    "slack-app-token": ("SLACK_APP_TOKEN", lambda r: f"xapp-1-A{draw(r, DIGITS + UPPER, 10)}-{r.randrange(10 ** 12, 10 ** 13)}-{draw(r, HEX, 64)}"),
    "slack-webhook": ("SLACK_URL", slack_webhook),
    "discord-bot-token": ("DISCORD_TOKEN", discord_bot),
    "discord-webhook": ("DISCORD_URL", lambda r: f"https://discord.com/api/webhooks/{r.randrange(10 ** 17, 10 ** 18)}/{draw(r, URL, 68)}"),
    "telegram-bot-token": ("TELEGRAM_BOT_TOKEN", lambda r: f"{r.randrange(10 ** 9, 8 * 10 ** 9)}:AA{draw(r, URL, 33)}"),
    "twilio-key": ("TWILIO_AUTH_TOKEN", lambda r: draw(r, HEX, 32)),
    "sendgrid-key": ("SENDGRID_API_KEY", lambda r: "SG." + draw(r, URL, 22) + "." + draw(r, URL, 43)),
    "mailgun-key": ("MAILGUN_API_KEY", lambda r: "key-" + draw(r, HEX, 32)),
    "mailchimp-key": ("MAILCHIMP_API_KEY", lambda r: draw(r, HEX, 32) + f"-us{r.randrange(1, 21)}"),
    "brevo-key": ("BREVO_KEY", lambda r: "xkeysib-" + draw(r, HEX, 64) + "-" + draw(r, ALNUM, 16)),
    "stripe-secret-key": ("STRIPE_SECRET_KEY", lambda r: "sk_live_" + "51" + draw(r, ALNUM, 97)),
    "stripe-restricted-key": ("STRIPE_KEY", lambda r: "rk_live_" + "51" + draw(r, ALNUM, 97)),
    "stripe-webhook-secret": ("STRIPE_WEBHOOK_SECRET", lambda r: "whsec_" + draw(r, ALNUM, 32)),
    "square-token": ("SQUARE_ACCESS_TOKEN", lambda r: "sq0atp-" + draw(r, URL, 22)),
    "shopify-token": ("SHOPIFY_TOKEN", lambda r: "shpat_" + draw(r, HEX, 32)),
    "openai-key": ("OPENAI_API_KEY", lambda r: "sk-proj-" + draw(r, URL, 74) + "T3BlbkFJ" + draw(r, URL, 74)),
    "anthropic-key": ("ANTHROPIC_API_KEY", lambda r: "sk-ant-api03-" + draw(r, URL, 93) + "AA"),
    "huggingface-token": ("HF_TOKEN", lambda r: "hf_" + draw(r, LOWER + UPPER, 34)),
    "groq-key": ("GROQ_API_KEY", lambda r: "gsk_" + draw(r, ALNUM, 52)),
    "replicate-token": ("REPLICATE_API_TOKEN", lambda r: "r8_" + draw(r, ALNUM, 37)),
    "grafana-token": ("GRAFANA_TOKEN", grafana),
    "new-relic-key": ("NEW_RELIC_API_KEY", lambda r: "NRAK-" + draw(r, DIGITS + UPPER, 27)),
    "datadog-key": ("DATADOG_API_KEY", lambda r: draw(r, HEX, 32)),
    "dynatrace-token": ("DT_TOKEN", lambda r: "dt0c01." + draw(r, UPPER + "234567", 24) + "." + draw(r, UPPER + "234567", 64)),
    "linear-key": ("LINEAR_KEY", lambda r: "lin_api_" + draw(r, ALNUM, 40)),
    "notion-token": ("NOTION_TOKEN", lambda r: "ntn_" + draw(r, DIGITS, 11) + draw(r, ALNUM, 35)),
    "airtable-token": ("AIRTABLE_TOKEN", lambda r: "pat" + draw(r, ALNUM, 14) + "." + draw(r, HEX, 64)),
    "figma-token": ("FIGMA_TOKEN", lambda r: "figd_" + draw(r, URL, 40)),
    "postman-key": ("POSTMAN_KEY", lambda r: "PMAK-" + draw(r, HEX, 24) + "-" + draw(r, HEX, 34)),
    "tailscale-key": ("TS_AUTHKEY", lambda r: "tskey-auth-k" + draw(r, ALNUM, 11) + "CNTRL-" + draw(r, ALNUM, 32)),
    "json-web-token": ("SERVICE_JWT", jwt),
    "age-secret-key": ("AGE_KEY", lambda r: bech32("age-secret-key-", random_bytes(r, 32)).upper()),
    "bitcoin-private-key": ("WALLET_WIF", lambda r: base58check(b"\x80" + random_bytes(r, 32) + b"\x01")),
    "connection-string": ("DATABASE_URL", connection),
    "aws-secret-key": ("AWS_SECRET_ACCESS_KEY", lambda r: draw(r, ALNUM + "+/", 40)),
    "alibaba-secret": ("ALIBABA_ACCESS_KEY_SECRET", lambda r: draw(r, ALNUM, 30)),
    "facebook-token": ("FB_ACCESS_TOKEN", lambda r: "EAA" + draw(r, ALNUM, 180)),
    "generic-password": (None, password),
    "strong-password": (None, strong_password),
    "generic-api-key": ("api_key", lambda r: draw(r, r.choice([HEX, ALNUM, LOWER + DIGITS]), r.choice([24, 32, 40]))),
    "generic-secret": ("client_secret", lambda r: draw(r, ALNUM, r.choice([20, 32, 48]))),
    "generic-token": ("auth_token", lambda r: draw(r, ALNUM, r.choice([24, 36, 40]))),
    "encryption-key": ("encryption_key", lambda r: b64(random_bytes(r, 32))),
}


def length_of(size):
    return bytes([size]) if size < 0x80 else bytes([0x80 | len(packed := size.to_bytes((size.bit_length() + 7) // 8, "big"))]) + packed


def der(tag, data):
    return bytes([tag]) + length_of(len(data)) + data


def integer(number):
    return der(2, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def prime(rng, bits):
    small = [n for n in range(3, 2000, 2) if all(n % m for m in range(3, int(n ** 0.5) + 1, 2))]
    while True:
        candidate = rng.getrandbits(bits) | 3 << bits - 2 | 1
        if all(candidate % p for p in small) and pow(2, candidate - 1, candidate) == 1:
            return candidate


def rsa_key(rng):
    while True:
        p, q = prime(rng, 1024), prime(rng, 1024)
        phi = (p - 1) * (q - 1)
        if phi % 65537:
            d = pow(65537, -1, phi)
            break
    return der(0x30, b"".join(integer(n) for n in (0, p * q, 65537, d, p, q, d % (p - 1), d % (q - 1), pow(q, -1, p))))


def pem(label, data, width=64):
    text = b64(data)
    return f"-----BEGIN {label}-----\n" + "".join(text[i:i + width] + "\n" for i in range(0, len(text), width)) + f"-----END {label}-----\n"


def ssh_string(data):
    return len(data).to_bytes(4, "big") + data


def private_keys(rng):
    """kind: PEM text"""
    rsa = rsa_key(rng)
    seed, public = random_bytes(rng, 32), random_bytes(rng, 32)
    named = ssh_string(b"ssh-ed25519") + ssh_string(public)
    check = random_bytes(rng, 4) * 2
    body = check + named + ssh_string(seed + public) + ssh_string(b"deploy@ci")
    body += bytes(range(1, 9 - len(body) % 8)) if len(body) % 8 else b""
    openssh = b"openssh-key-v1\0" + ssh_string(b"none") + ssh_string(b"none") + ssh_string(b"") + (1).to_bytes(4, "big") + ssh_string(named) + ssh_string(body)
    curve = der(6, bytes.fromhex("2a8648ce3d030107"))
    ec = der(0x30, integer(1) + der(4, random_bytes(rng, 32)) + der(0xa0, curve))
    pkcs8 = der(0x30, integer(0) + der(0x30, der(6, bytes.fromhex("2a864886f70d010101")) + b"\x05\0") + der(4, rsa))
    return {"rsa-private-key": pem("RSA PRIVATE KEY", rsa), "pkcs8-private-key": pem("PRIVATE KEY", pkcs8), "ec-private-key": pem("EC PRIVATE KEY", ec),
            "openssh-private-key": pem("OPENSSH PRIVATE KEY", openssh, 70)}
