#!/usr/bin/env python3
"""Makes the files that tests/inputs.rs reads, with programs that are not mailint: Python's email and codecs, iconv, nkf.

Run it in this folder: ./make.py. The files are committed; the tests need neither Python nor nkf.
"""

import base64
import email.charset
import email.header
import email.message
import email.policy
import json
import mailbox
import pathlib
import subprocess
from email.mime.application import MIMEApplication
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

MADE = pathlib.Path(__file__).parent / "made"
SUBJECT = "納品が遅れましたことのお詫びと今後の対応について"
# The fault is on the sixth line: 「そのご認識は間違っております」.
BODY = """株式会社みなと商会
中島様

お世話になっております。リンク通信の佐野です。
このたびは納品が遅れ、誠に申し訳ございません。
そのご認識は間違っております。
新しいお届け日は6月12日（金）でございます。
今後ともよろしくお願いいたします。

リンク通信株式会社　佐野 健
電話 06-6555-0102
"""
PLAIN = f"件名：{SUBJECT}\n\n{BODY}"


def put(name, data):
    (MADE / name).write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))


def run(command, text):
    return subprocess.run(command, input=text.encode("utf-8"), stdout=subprocess.PIPE, check=True).stdout


def texts():
    put("utf8.txt", PLAIN)
    put("utf8-bom.txt", PLAIN.encode("utf-8-sig"))
    put("utf16.txt", PLAIN.encode("utf-16"))
    put("cp932-python.txt", PLAIN.replace("\n", "\r\n").encode("cp932"))
    put("sjis-iconv.txt", run(["iconv", "-f", "UTF-8", "-t", "CP932"], PLAIN))
    put("euc-iconv.txt", run(["iconv", "-f", "UTF-8", "-t", "EUC-JP"], PLAIN))
    put("euc-python.txt", PLAIN.encode("euc_jp"))
    put("jis-nkf.txt", run(["nkf", "-W", "-j", "-x"], PLAIN))
    put("jis-python.txt", PLAIN.encode("iso2022_jp"))
    # Half-width kana stay what they are: ESC ( I with nkf -x, CP50221.
    put("cp50221-nkf.txt", run(["nkf", "-W", "-x", "--oc=CP50221"], PLAIN.replace("電話", "ﾃﾞﾝﾜ①㈱")))
    put("sjis-nkf.txt", run(["nkf", "-W", "-s", "-x"], PLAIN.replace("電話", "ﾃﾞﾝﾜ")))


def header(message, subject, charset):
    message["From"] = "sano@example.jp"
    message["To"] = "nakajima@example.jp"
    message["Subject"] = email.header.Header(subject, charset, header_name="Subject")
    message["Date"] = "Thu, 19 Nov 2026 10:00:00 +0900"
    message["Message-ID"] = "<1@example.jp>"


def jis():
    message = MIMEText(BODY.encode("iso-2022-jp").decode("ascii"), "plain", "us-ascii")
    message.replace_header("Content-Type", 'text/plain; charset="ISO-2022-JP"')
    header(message, SUBJECT, "iso-2022-jp")
    return message


def qp_alternative():
    charset = email.charset.Charset("utf-8")
    charset.body_encoding = email.charset.QP
    message = MIMEMultipart("alternative", boundary="=_part")
    header(message, SUBJECT, "utf-8")
    message.attach(MIMEText(BODY, "plain", charset))
    message.attach(MIMEText("<p>" + BODY.replace("\n", "<br>\n") + "</p>", "html", charset))
    return message


def html_only():
    message = MIMEText("", "plain", "us-ascii")
    page = BODY.replace("間違って", "間<b>違</b>って").replace("\n", "<br>\n")
    message.set_payload(f"<html><body>{page}</body></html>".encode("utf-8"))
    message.replace_header("Content-Type", 'text/html; charset="utf-8"')
    message.replace_header("Content-Transfer-Encoding", "8bit")
    header(message, SUBJECT, "utf-8")
    return message


def mixed(attached):
    message = MIMEMultipart("mixed", boundary="=_part")
    header(message, SUBJECT, "utf-8")
    text = BODY.replace("そのご認識は間違っております。", "報告書を添付いたします。")
    message.attach(MIMEText(text, "plain", "utf-8"))
    if attached:
        part = MIMEApplication(b"%PDF-1.4 nothing", "pdf")
        part.add_header("Content-Disposition", "attachment", filename=("utf-8", "", "報告書.pdf"))
        message.attach(part)
    return message


def reply():
    message = jis()
    quoted = "\n".join("> " + line for line in ["そのご認識は間違っております。", "佐野"])
    text = BODY.replace("そのご認識は間違っております。\n", "") + "\n中島様は書きました:\n" + quoted + "\n"
    message.set_payload(text.encode("iso-2022-jp").decode("ascii"))
    message["In-Reply-To"] = "<0@example.jp>"
    return message


def word(charset, data, kind="B"):
    return f"=?{charset}?B?{base64.b64encode(data).decode('ascii')}?="


def by_hand(subject, body, content_type, encoding="8bit"):
    lines = [b"From: sano@example.jp", b"Subject: " + subject, b"MIME-Version: 1.0"]
    lines += [b"Content-Type: " + content_type.encode(), b"Content-Transfer-Encoding: " + encoding.encode(), b"", body]
    return b"\r\n".join(lines)


def mails():
    put("jis.eml", jis().as_bytes())
    put("qp-alternative.eml", qp_alternative().as_bytes())
    put("base64.eml", by_hand_base64())
    put("html-only.eml", html_only().as_bytes())
    put("attached.eml", mixed(True).as_bytes())
    put("not-attached.eml", mixed(False).as_bytes())
    put("reply.eml", reply().as_bytes())
    # What Python does not write, and old programs do: words split inside a character, and inside the state of JIS.
    utf8 = SUBJECT.encode("utf-8")
    split = f"{word('UTF-8', utf8[:20])}\r\n {word('UTF-8', utf8[20:])}".encode()
    put("split-utf8.eml", by_hand(split, BODY.encode("utf-8"), "text/plain; charset=utf-8"))
    shift = SUBJECT.encode("iso-2022-jp")
    split = f"{word('ISO-2022-JP', shift[:23])}\r\n {word('ISO-2022-JP', shift[23:])}".encode()
    put("split-jis.eml", by_hand(split, BODY.encode("iso-2022-jp"), "text/plain; charset=cp50221", "7bit"))
    put("raw-sjis.eml", by_hand(SUBJECT.encode("cp932"), BODY.encode("cp932"), "text/plain"))
    put("mislabelled.eml", by_hand(split, BODY.encode("cp932"), "text/plain; charset=iso-2022-jp"))


def by_hand_base64():
    message = MIMEText(BODY, "plain", "utf-8")
    header(message, SUBJECT, "utf-8")
    return message.as_bytes()


def archive():
    path = MADE / "three.mbox"
    path.unlink(missing_ok=True)
    box = mailbox.mbox(path)
    for number, message in enumerate([jis(), mixed(True), qp_alternative()]):
        entry = mailbox.mboxMessage(message)
        entry.set_from("sano@example.jp", (2026, 11, 19, 10, number, 0, 3, 323, 0))
        box.add(entry)
    box.close()


TEMPLATE = """{# 在庫切れ #}
{{ customer.name }}様

いつもお世話になっております。{{ shop.name }}の{{ staff }}です。
{% if order.late %}
このたびは納品が遅れ、誠に申し訳ございません。
そのご認識は間違っております。
{% endif %}
新しいお届け日は{{ date | date: "%m月%d日" }}でございます。
今後ともよろしくお願いいたします。

{{ signature }}
"""


def templates():
    put("order.txt.liquid", f"---\nsubject: {SUBJECT}\n---\n" + TEMPLATE)
    rows = [line for line in TEMPLATE.replace("間違って", "間<b>違</b>&#12387;て").splitlines() if line]
    page = f"<html><head><title>{SUBJECT}</title></head>\n<body>\n" + "\n".join(f"<p>{row}</p>" for row in rows) + "\n</body></html>\n"
    put("order.html", page)
    put("order-sjis.html", page.replace("<head>", '<head><meta charset="Shift_JIS">').encode("cp932"))
    put("mislabelled.html", page.replace("<head>", '<head><meta charset="Shift_JIS">'))
    put("order.md", f"---\nsubject: {SUBJECT}\n---\n" + TEMPLATE.replace("間違って", "**間違**って"))
    erb = TEMPLATE.replace("{{ customer.name }}", "<%= @customer.name %>").replace("{% if order.late %}", "<% if late %>")
    put("order.html.erb", erb.replace("{% endif %}", "<% end %>").replace("{#", "<%#").replace("#}", "%>").replace("\n", "<br>\n"))
    draft = PLAIN.replace("中島様", "{{ name }}様")
    put("draft-with-variable.txt", draft)
    put("template-by-front-matter.txt", f"---\nkind: template\nsubject: {SUBJECT}\n---\n" + BODY.replace("中島様", "{{ name }}様"))


def lists():
    import csv
    import io

    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["番号", "件名", "本文"])
    writer.writerow([1, SUBJECT, BODY])
    writer.writerow([2, SUBJECT, BODY.replace("そのご認識は間違っております。\n", "")])
    put("list-excel.csv", out.getvalue().encode("cp932"))
    out = io.StringIO()
    writer = csv.writer(out, dialect="excel-tab")
    writer.writerow(["番号", "本文"])
    writer.writerow([1, PLAIN])
    put("list-excel.tsv", out.getvalue().encode("utf-16"))
    records = [{"id": 1, "text": PLAIN}, {"id": "b", "eml_base64": base64.b64encode(jis().as_bytes()).decode("ascii")}]
    records.append({"id": 3, "meta": {"to": "x"}})
    put("records.jsonl", "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records) + "{broken\n")


if __name__ == "__main__":
    MADE.mkdir(exist_ok=True)
    texts()
    mails()
    archive()
    templates()
    lists()
