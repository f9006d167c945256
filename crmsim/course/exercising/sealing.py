"""Answer keys that cannot be read: what is said of an answer is sealed with that very answer.

A learner's version holds no answers, only sealed messages. The answer, hashed together with the exercise's salt, is
both the name under which its message lies and the pad that opens it; whoever does not have the answer has neither. So
a key cannot be read off a file, and there is no password to be found. Trying every answer remains possible, as it is
by checking them one after the other; an exercise is practice and no examination.
"""

import json
from base64 import b64decode, b64encode
from hashlib import shake_256

from pydantic import ValidationError

from crmsim.settings.fields import Settings

TAG_BYTES = 9
"""Bytes of a name; two answers of one exercise share one with a chance below 1e-18."""

BLOCK = 192
"""Messages are filled up to so many bytes, or their length would tell right from wrong."""

BLOCK_OF_LIKE = 48
"""The same for those that only name another answer."""


class Message(Settings):
    """What is said of a part of an answer.

    Attributes:
        credit: what it is worth, from 0 to 1.
        why: a reason that teaches, in the learner's language.
        part: the point that an answer in own words makes.
        like: in place of all, the answer whose message it shares.
    """

    credit: float = 0.0
    why: str = ""
    part: str = ""
    like: str = ""


def pad(salt: str, answer: str, length: int) -> bytes:
    """So many bytes that only who has the answer can make."""
    return shake_256(f"{salt}\0{answer}".encode()).digest(length)


def tag(salt: str, answer: str) -> str:
    """The name under which the message to an answer lies."""
    return b64encode(pad(salt, answer, TAG_BYTES)).decode()


def sealed(salt: str, answer: str, message: Message) -> tuple[str, str]:
    """A message sealed with an answer: the name under which it lies, and the sealed text."""
    plain = json.dumps(message.model_dump(exclude_defaults=True), ensure_ascii=False).encode()
    plain += b" " * (-len(plain) % (BLOCK_OF_LIKE if message.like else BLOCK))
    key = pad(salt, answer, TAG_BYTES + len(plain))[TAG_BYTES:]
    return tag(salt, answer), b64encode(bytes(a ^ b for a, b in zip(plain, key, strict=True))).decode()


def opened(salt: str, answer: str, seals: dict[str, str]) -> Message | None:
    """What is said of an answer; None if nothing is sealed with it, or what is there is no message of ours."""
    text = seals.get(tag(salt, answer))
    if text is None:
        return None
    try:
        code = b64decode(text, validate=True)
        key = pad(salt, answer, TAG_BYTES + len(code))[TAG_BYTES:]
        message = Message.model_validate_json(bytes(a ^ b for a, b in zip(code, key, strict=True)))
    except (ValueError, ValidationError):
        return None
    like = message.like
    return opened(salt, like, seals) if like and like != answer else message
