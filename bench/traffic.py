"""The webhooks that the load sends: signed as LINE signs, one text message each, from many people."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from dataclasses import dataclass

SECRET = "bench-channel-secret"
TOKEN = "bench-channel-access-token"
PEOPLE = 240

QUESTIONS = (
    "นอนโรงพยาบาล 4 คืนได้กี่บาท",
    "คลอดลูกได้เท่าไหร่คะ",
    "พ่อเสีย ต้องใช้เอกสารอะไรบ้าง",
    "กองทุนมีสวัสดิการอะไรบ้าง",
    "สมัครสมาชิกยังไง",
    "ปีนี้เบิกค่านอนโรงพยาบาลได้อีกเท่าไหร่",
    "เป็นสมาชิกมากี่ปีแล้ว",
    "ขอเบอร์กองทุนหน่อย",
    "เบิกได้ภายในกี่วัน",
    "ขอบคุณค่ะ",
)


@dataclass(frozen=True)
class Webhook:
    """One request, ready to send, and the reply token that its answer will carry."""

    body: bytes
    signature: str
    token: str


def person(number: int) -> str:
    """The LINE account id of a person of the load."""
    return "U" + hashlib.sha256(f"bench:{number}".encode()).hexdigest()[:32]


def webhook(number: int, run: str) -> Webhook:
    """The `number`-th webhook of a run. `run` keeps event ids and reply tokens of different runs apart."""
    stamp = int(time.time() * 1000)
    ident = hashlib.sha256(f"{run}:{number}".encode()).hexdigest()
    event = {
        "type": "message",
        "message": {
            "type": "text",
            "id": str(10**17 + int(ident[:12], 16)),
            "quoteToken": "q" + ident[:40],
            "markAsReadToken": "m" + ident[:40],
            "text": QUESTIONS[number % len(QUESTIONS)],
        },
        "webhookEventId": "01" + ident[:24].upper(),
        "deliveryContext": {"isRedelivery": False},
        "timestamp": stamp,
        "source": {"type": "user", "userId": person(number % PEOPLE)},
        "replyToken": ident[:32],
        "mode": "active",
    }
    body = json.dumps({"destination": "U" + "0" * 32, "events": [event]}, ensure_ascii=False).encode()
    digest = hmac.new(SECRET.encode(), body, hashlib.sha256).digest()
    return Webhook(body, base64.b64encode(digest).decode(), ident[:32])
