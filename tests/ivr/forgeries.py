"""Requests as Twilio sends them, and real alterations of them: each differs in what is signed, or in who signed it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from random import Random
from urllib.parse import quote_plus

from starlette.datastructures import ImmutableMultiDict
from twilio.request_validator import RequestValidator

from ivr.form import Form, read_form
from ivr.public_url import PublicUrl
from ivr.signature import Signatures

BASE = "https://phone.example.com:8443/line"
TOKEN = "7f3c1a0b9d8e4f5061728394a5b6c7d8"
ALGORITHMS = {"sha1": "HMAC_SHA1", "sha256": "HMAC_SHA256"}
HEADER, SETTINGS = b"x-twilio-signature", b"x-twilio-webhooks-signature-settings"
REQUESTS_A_KIND = 500

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it arrives, with the settings of the line it arrives at."""

    body: bytes
    path: bytes
    query: bytes
    headers: tuple[tuple[bytes, bytes], ...]
    base: str = BASE
    token: str = TOKEN
    algorithm: str = "sha1"

    @classmethod
    def valid(cls, seed: int, algorithm: str = "sha1") -> "Asked":
        """What Twilio sends and signs, by its own library."""
        random = Random(seed)
        query = f"call=CA{random.randrange(10**9)}&step={random.randrange(40)}"
        return signed(encoded(fields(random)), b"/line/voice/step", query.encode(), algorithm=algorithm)

    def is_accepted(self) -> bool:
        """As the phone line judges it."""
        form = read_form(self.body)
        check = Signatures(self.algorithm, self.token)  # type: ignore[arg-type]
        url = PublicUrl(self.base, "/voice").signed(self.path, self.query)
        return isinstance(form, Form) and check.fits(url, form.pairs, self.headers)

    def what_is_signed(self) -> object:
        """Two requests that are equal here are one request to the scheme."""
        form = read_form(self.body)
        pairs = "".join(name + value for name, value in sorted(set(form.pairs))) if isinstance(form, Form) else form
        return self.base, self.path, self.query, pairs, self.headers, self.token, self.algorithm


def fields(random: Random) -> list[Pair]:
    """The fields of a step of a call: some are always blank."""
    return [
        ("AccountSid", "AC" + "0" * 32),
        ("ApiVersion", "2010-04-01"),
        ("CallSid", f"CA{random.getrandbits(128):032x}"),
        ("CallStatus", "in-progress"),
        ("Called", "+18005551212"),
        ("Digits", str(random.randrange(10_000))),
        ("FinishedOnKey", ""),
        ("From", f"+1514555{random.randrange(10_000):04d}"),
        ("FromCity", random.choice(["MONTRÉAL", "SAN FRANCISCO", ""])),
        ("To", "+18005551212"),
        ("msg", "Gather End"),
    ]


def encoded(pairs: list[Pair]) -> bytes:
    """A form's bytes."""
    return "&".join(f"{quote_plus(name)}={quote_plus(value)}" for name, value in pairs).encode()


def signed(
    body: bytes, path: bytes, query: bytes, *, token: str = TOKEN, algorithm: str = "sha1", signed_with: str = ""
) -> Asked:
    """A request that `token` signed with `algorithm`, or with another while it names the one of the settings."""
    form = read_form(body)
    assert isinstance(form, Form)
    url = f"https://phone.example.com:8443{path.decode()}?{query.decode()}"
    name = ALGORITHMS[signed_with or algorithm]
    signature = RequestValidator(token).compute_signature(url, ImmutableMultiDict(form.pairs), name)
    named = ((SETTINGS, f"key=k,algorithm={ALGORITHMS[algorithm]}".encode()),) if algorithm == "sha256" else ()
    return Asked(body, path, query, ((HEADER, signature.encode()), *named), algorithm=algorithm)


def _with_fields(change: Callable[[list[Pair], Random], None]) -> Callable[[Asked, Random], Asked]:
    def altered(asked: Asked, random: Random) -> Asked:
        form = read_form(asked.body)
        assert isinstance(form, Form)
        pairs = list(form.pairs)
        change(pairs, random)
        return replace(asked, body=encoded(pairs))

    return altered


def _other_value(pairs: list[Pair], random: Random) -> None:
    place = random.randrange(len(pairs))
    pairs[place] = (pairs[place][0], pairs[place][1] + str(random.randrange(10)))


def _renamed(pairs: list[Pair], random: Random) -> None:
    place = random.randrange(len(pairs))
    pairs[place] = (random.choice("XYZ") + pairs[place][0], pairs[place][1])


def _swapped_values(pairs: list[Pair], random: Random) -> None:
    one, two = random.sample(range(len(pairs)), 2)
    pairs[one], pairs[two] = (pairs[one][0], pairs[two][1]), (pairs[two][0], pairs[one][1])


def _removed(pairs: list[Pair], random: Random) -> None:
    del pairs[random.randrange(len(pairs))]


def _without_blanks(pairs: list[Pair], random: Random) -> None:
    pairs[:] = [pair for pair in pairs if pair[1]]


def _flipped(text: bytes, random: Random) -> bytes:
    place = random.randrange(len(text))
    return text[:place] + bytes([text[place] ^ 1 << random.randrange(8)]) + text[place + 1 :]


def _with_signature(change: Callable[[bytes, Random], bytes]) -> Callable[[Asked, Random], Asked]:
    def altered(asked: Asked, random: Random) -> Asked:
        (name, value), *others = asked.headers
        return replace(asked, headers=((name, change(value, random)), *others))

    return altered


def _repeated_header(asked: Asked, random: Random) -> Asked:
    extra = (HEADER, random.choice([asked.headers[0][1], b"", b"AAAA"]))
    return replace(asked, headers=random.choice([(extra, *asked.headers), (*asked.headers, extra)]))


def _settings_say_otherwise(asked: Asked, random: Random) -> Asked:
    other = "HMAC_SHA256" if asked.algorithm == "sha1" else random.choice(["HMAC_SHA1", "", "HMAC_MD5"])
    return replace(asked, headers=(asked.headers[0], (SETTINGS, f"key=k,algorithm={other}".encode())))


def _signed_with_the_other(asked: Asked, random: Random) -> Asked:
    other = "sha256" if asked.algorithm == "sha1" else "sha1"
    return signed(asked.body, asked.path, asked.query, algorithm=asked.algorithm, signed_with=other)


def _other_request_s_signature(asked: Asked, random: Random) -> Asked:
    return replace(asked, headers=Asked.valid(random.getrandbits(40), asked.algorithm).headers)


def _other_base(asked: Asked, random: Random) -> Asked:
    bases = ("http://phone.example.com:8443/line", "https://phone.example.com:9443/line", "https://evil.example/line")
    return replace(asked, base=random.choice((*bases, "https://phone.example.com:8443/other")))


_KINDS: dict[str, Callable[[Asked, Random], Asked]] = {
    "a bit of the body flipped": lambda asked, random: replace(asked, body=_flipped(asked.body, random)),
    "the body cut short": lambda asked, random: replace(asked, body=asked.body[: random.randrange(len(asked.body))]),
    "another value": _with_fields(_other_value),
    "a field added": _with_fields(lambda pairs, random: pairs.append((f"X{random.randrange(99)}", "1"))),
    "a blank field added": _with_fields(lambda pairs, random: pairs.append((f"X{random.randrange(99)}", ""))),
    "a field removed": _with_fields(_removed),
    "blank fields dropped": _with_fields(_without_blanks),
    "a field renamed": _with_fields(_renamed),
    "values swapped": _with_fields(_swapped_values),
    "a field doubled with another value": _with_fields(
        lambda pairs, random: pairs.append((random.choice(pairs)[0], str(random.randrange(10_000, 99_999))))
    ),
    "no body": lambda asked, random: replace(asked, body=b""),
    "a bit of the path flipped": lambda asked, random: replace(
        asked, path=asked.path[:7] + _flipped(b"oice/step", random)
    ),
    "more path": lambda asked, random: replace(asked, path=asked.path + random.choice([b"/", b"//", b"/x", b"%20"])),
    "another query": lambda asked, random: replace(asked, query=_flipped(asked.query, random)),
    "the query shorter or longer": lambda asked, random: replace(
        asked, query=random.choice([b"", asked.query[:-1], asked.query + b"&", asked.query + b"&a=1", asked.query * 2])
    ),
    "another scheme, host, port or prefix": _other_base,
    "another token": lambda asked, random: replace(asked, token=f"{random.getrandbits(128):032x}"),
    "a bit of the signature flipped": _with_signature(_flipped),
    "the signature cut or extended": _with_signature(
        lambda value, random: random.choice(
            [value[: random.randrange(len(value))], value + b"=", value + value, b" " + value]
        )
    ),
    "two signatures or none": lambda asked, random: random.choice(
        [_repeated_header(asked, random), replace(asked, headers=asked.headers[1:])]
    ),
    "a header that names another algorithm": _settings_say_otherwise,
    "signed with the other algorithm": _signed_with_the_other,
    "the signature of another request": _other_request_s_signature,
}
KIND_NAMES = tuple(_KINDS)


def alterations(kind: str, how_many: int) -> Iterator[Asked]:
    """So many different alterations of one kind; what changed nothing that is signed is left out."""
    random = Random(kind)
    while how_many:
        asked = Asked.valid(random.getrandbits(40), random.choice(list(ALGORITHMS)))
        altered = _KINDS[kind](asked, random)
        if altered.what_is_signed() != asked.what_is_signed():
            how_many -= 1
            yield altered
