"""A chat client in about a hundred lines: connect, log in, send, receive, resume. docs/protocol/first-client.md explains it.

    python3 examples/python/minimal_client.py NAME PASSWORD PEER [HOST PORT]
"""
import os, pathlib, random, select, sys, time
from types import SimpleNamespace
from wire_connection import Connection
from wire_messages import Wire

wire = Wire(pathlib.Path(__file__).resolve().parents[2] / "proto")
KIND, CODE, RESEND = wire.enums["Frame.Kind"], wire.enums["Code"], wire.enums["Retry"]["RESEND"]
name, password, peer, host, port = (sys.argv[1:] + ["127.0.0.1", "7000"])[:5]
instance_id, attempt, token, user_id = os.urandom(16), 0, "", ""
outbox = []  # (client_message_id, text). One at a time is under way, so that none overtakes another (ORD-3).
cursors, held, pulling = {}, {}, set()  # conversation → the last seq shown; conversation → {seq: message} above it
typed = [sys.stdin]
say = lambda text: print(text, flush=True)

def connect():
    global link, attempt, next_sync
    attempt, next_sync = attempt + 1, float("inf")
    pulling.clear()
    link = Connection(wire, (host, int(port)), client_instance_id=instance_id, connection_attempt=attempt)
    if token: return link.command("Auth.Resume", logged_in, token=token)
    who = dict(client_request_id=os.urandom(16), name=name, password=password)
    is_new = lambda failure: failure and failure.code == CODE["WRONG_CREDENTIALS"]
    register = lambda: link.command("Auth.Register", logged_in, **who)
    link.command("Auth.LogIn", lambda reply, failure: register() if is_new(failure) else logged_in(reply, failure), **who)

def logged_in(reply, failure):
    global token, user_id, may_return, next_sync
    if failure:
        token, may_return = "", failure.retry == RESEND or failure.code == CODE["BAD_TOKEN"]
        raise OSError(f"no log-in: {failure.message}")
    say(f"- {'resumed' if token else 'logged in'} as {reply.name}")
    token, user_id, next_sync = reply.token, reply.user_id, 0
    send_next()  # the message without a reply again, with its id (ORD-2)

def send_next():
    def send(user, failure):
        if failure: return sent(None, failure)
        message_id, text = outbox[0]
        link.command("Logic.SendMessage", sent, client_message_id=message_id, to_user_id=user.user_id, text=text)
    if outbox: link.command("Logic.FindUser", send, name=peer)

def sent(stored, failure):
    if failure and failure.retry == RESEND: time.sleep(failure.retry_after_ms / 1000)
    else:
        text = outbox.pop(0)[1]
        if failure: say(f"- not sent: {failure.message}")
        else: receive(SimpleNamespace(**vars(stored), sender_id=user_id, text=text))
    send_next()

def receive(message):  # a push, or one's own (ORD-5)
    if message.seq > cursors.get(message.conversation_id, 0): hold(message)
    show(message.conversation_id)
    if held[message.conversation_id]: pull(message.conversation_id)  # a gap (ORD-6)

def hold(message): held.setdefault(message.conversation_id, {})[message.seq] = message

def show(conversation):
    messages = held.setdefault(conversation, {})
    while (seq := cursors.get(conversation, 0) + 1) in messages:
        message, cursors[conversation] = messages.pop(seq), seq
        if message.text: say(f"{seq} {'<' if message.sender_id == user_id else '>'} {message.text}")

def pull(conversation):
    after = cursors.get(conversation, 0)
    def pulled(page, failure):
        pulling.discard(conversation)
        if failure: return  # the next sync tries again
        covered = [message.seq for message in page.messages] + page.deleted_seqs
        for seq in range(after + 1, max(covered, default=page.last_seq) + 1):  # what a page omits is deleted (ORD-6)
            omitted = SimpleNamespace(conversation_id=conversation, seq=seq, text="")
            message = next((message for message in page.messages if message.seq == seq), omitted)
            if seq > cursors.get(conversation, 0): hold(message)
        show(conversation)
        if cursors.get(conversation, 0) < page.last_seq: pull(conversation)
    if conversation in pulling: return
    pulling.add(conversation)
    link.command("Logic.PullMessages", pulled, conversation_id=conversation, after_seq=after)

def sync(after=""):  # a lost last push shows no gap (ORD-7)
    global next_sync
    def synced(reply, failure):
        for listed in reply.conversations if reply else []:
            if listed.last_seq > cursors.get(listed.conversation_id, 0): pull(listed.conversation_id)
        if reply and reply.next_conversation_id: sync(reply.next_conversation_id)
    next_sync = time.monotonic() + random.uniform(60, 120)
    link.command("Logic.Sync", synced, after_conversation_id=after)

def handle(frame):
    global may_return, pause
    if frame.kind == KIND["REPLY"]: link.take_reply(frame)
    elif frame.kind == KIND["PUSH"] and (message := wire.decode("Push", frame.payload).message_stored): receive(message)
    elif frame.kind == KIND["RESYNC"]: sync()
    elif frame.kind == KIND["CLOSE"]:
        close = wire.decode("Close", frame.payload)
        may_return, pause = close.reconnect, close.reconnect_after_ms / 1000
        raise OSError(close.message)

def serve():
    while outbox or typed:
        ready, _, _ = select.select([link.socket, *typed], [], [], 1)
        if sys.stdin in ready:
            lines, was_idle = os.read(0, 65536).decode().splitlines(), not outbox
            outbox.extend((os.urandom(16), line) for line in lines if line.strip())
            if not lines: typed.clear()
            if was_idle and next_sync < float("inf"): send_next()  # logged in
        for frame in link.read() if link.socket in ready else []: handle(frame)
        link.keep_alive()
        if time.monotonic() > next_sync: sync()

back_off = 0.25
while outbox or typed:
    started, may_return, pause = time.monotonic(), True, 0
    try:
        connect()
        serve()
    except OSError as error:
        say(f"- {error}")
        if not may_return: sys.exit(1)
        back_off = 0.25 if time.monotonic() - started > 10 else min(30, 2 * back_off)
        time.sleep(pause + back_off * random.uniform(0.5, 1))
