#!/usr/bin/env python3
"""Writes mails for measuring: the same ones for the same seed, of the sentences in `sentences/` and nothing else.

benches/corpus.py FOLDER [COUNT] [SEED]     COUNT mails of 100 B to 30 kB, most of 1 to 5 kB
"""

import random
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GREETINGS = ["いつもお世話になっております。", "平素より格別のお引き立てを賜り、厚く御礼申し上げます。", "お世話になっております。"]
CLOSINGS = ["何卒よろしくお願い申し上げます。", "今後ともよろしくお願いいたします。", "取り急ぎ、お返事申し上げます。"]
TRADES = ["商事", "製作所", "運輸", "印刷", "食品", "システム", "工務店", "薬局", "書店", "設計"]
PLACES = ["みなと", "青葉", "ひばり", "山吹", "白金台", "若葉", "大和田", "千鳥", "藤沢", "北星"]
NAMES = ["西村", "岡部", "佐々木", "長谷川", "野々村", "大久保", "織田", "森本", "古賀", "𠮷田"]
TASKS = ["総務部", "購買部", "お客様相談室", "営業部", "システム課"]


def fragments():
    """The sentences that stand together, by what kind of mail they are of."""
    kinds = {}
    for path in sorted((ROOT / "sentences").glob("*.tsv")):
        kind, together = None, []
        for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
            columns = line.split("\t")
            scenario = columns[1] if len(columns) == 3 else None
            if scenario != kind or len(together) == 8:
                if together:
                    kinds.setdefault(kind or "none", []).append(together)
                kind, together = scenario, []
            # A subject among the sentences is one of a whole mail.
            if scenario is not None and not columns[2].startswith("件名"):
                together.append(columns[2])
    return kinds


class Writer:
    """Writes one mail after the other."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.fragments = fragments()
        self.kinds = sorted(self.fragments)

    def pick(self, among):
        return among[int(self.random.random() * len(among))]

    def renumbered(self, sentence):
        """With other figures, so that hardly two sentences are the same."""
        return re.sub(r"[0-9]+", lambda found: str(int(self.random.random() * 10 ** len(found[0]) * 0.9) + 1), sentence)

    def body(self, size):
        """Paragraphs of one kind of mail, of about so many bytes, some of them hard-wrapped."""
        kind, written, paragraphs = self.pick(self.kinds), 0, []
        while written < size:
            sentences = [self.renumbered(sentence) for sentence in self.pick(self.fragments[kind])]
            paragraph = "".join(sentences) if self.random.random() < 0.3 else "\n".join(sentences)
            if self.random.random() < 0.3:
                width = 20 + int(self.random.random() * 25)
                lines = [line[at : at + width] for line in paragraph.split("\n") for at in range(0, len(line), width)]
                paragraph = "\n".join(lines)
            # Cut where a sentence ends, once that is near enough.
            paragraphs.append(paragraph)
            written += len(paragraph.encode())
        return "\n\n".join(paragraphs)

    def mail(self, size):
        firm = self.pick(PLACES) + self.pick(TRADES)
        lines = []
        if size > 400:
            lines += [f"件名：{self.pick(PLACES)}{self.pick(TRADES)}様の件につきまして", ""]
            lines += [f"株式会社{self.pick(PLACES)}{self.pick(TRADES)}", f"{self.pick(TASKS)} {self.pick(NAMES)}様", ""]
            lines += [f"{self.pick(GREETINGS)}{firm}の{self.pick(NAMES)}でございます。"]
        lines += [self.body(max(0, size - 600)) or self.pick(self.pick(self.fragments["complaint"]))]
        if size > 400:
            lines += [self.pick(CLOSINGS), "", f"株式会社{firm} {self.pick(TASKS)}　{self.pick(NAMES)}", "TEL 03-0000-0000"]
        if size > 1500 and self.random.random() < 0.25:
            lines += ["", "2026年5月12日 10:15 みなと商事 様:"]
            lines += ["> " + line for line in self.body(400).split("\n")]
        return "\n".join(lines) + "\n"

    def sizes(self, count):
        """Few short ones, few long ones: 100 B to 30 kB."""
        return [int(min(30_000, max(100, self.random.lognormvariate(7.8, 0.7)))) for _ in range(count)]


def write(folder, count=2000, seed=1):
    """Writes the mails and returns how many bytes they have."""
    folder.mkdir(parents=True, exist_ok=True)
    writer, total = Writer(seed), 0
    for number, size in enumerate(writer.sizes(count)):
        mail = writer.mail(size).encode()
        (folder / f"mail-{number:05}.txt").write_bytes(mail)
        total += len(mail)
    return total


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__.strip())
    folder, *numbers = sys.argv[1:]
    print(f"{write(Path(folder), *map(int, numbers))} bytes")
