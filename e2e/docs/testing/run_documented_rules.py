"""Runs the Python of docs/protocol/*.md as two devices of a user, against a server, in a random order of everything.

    python3 run_documented_rules.py HOST PORT SEED ROUNDS

Without a sync in between, each device must count what the server counts. After a sync it must know all that the server lists.
Ends with exit code 1 and both states where they differ.
"""
import os, pathlib, random, re, select, sys, time
from types import SimpleNamespace

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "examples" / "python"))
from wire_connection import Connection
from wire_messages import Wire

wire = Wire(ROOT / "proto")
host, port, seed, rounds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
chance = random.Random(seed)
PAGES = ["order.md", "sync.md", "unread.md", "receipts.md"]
RULES = [block for page in PAGES for block in re.findall(r"```python\n(.*?)```", (ROOT / "docs/protocol" / page).read_text(encoding="utf-8"), re.S)]
COMPARED = ["unread", "read_seq", "last_seq", "pinned", "muted", "hidden", "left", "peer_read_seq", "peer_delivered_seq", "peer_name"]


class Person:
    """One logged-in connection. What arrives waits in `frames` until the script takes it."""

    def __init__(self, name):
        self.link, self.frames = Connection(wire, (host, port)), []
        who = dict(client_request_id=os.urandom(16), name=name, password="correct horse")
        self.replies = {}
        try:
            self.user_id = self.ask("Auth.LogIn", **who).user_id
        except RuntimeError:
            self.user_id = self.ask("Auth.Register", **who).user_id

    def start(self, rpc, **request):
        """Sends a command. Its reply is taken when the frames are."""
        token = object()
        self.link.command(rpc, lambda reply, failure: self.replies.__setitem__(token, (reply, failure)), **request)
        return token

    def ask(self, rpc, **request):
        token, until = self.start(rpc, **request), time.monotonic() + 30
        while token not in self.replies:
            assert time.monotonic() < until, f"no reply to {rpc}"
            self.receive(1)
            self.take_some(token)
        reply, failure = self.replies.pop(token)
        if failure:
            if failure.retry == wire.enums["Retry"]["RESEND"]:
                time.sleep(failure.retry_after_ms / 1000)
                return self.ask(rpc, **request)
            raise RuntimeError(f"{rpc}: {failure.message}")
        return reply

    def receive(self, wait):
        if select.select([self.link.socket], [], [], wait)[0]:
            self.frames.extend(self.link.read())
        self.link.keep_alive()

    def take_some(self, token=None):
        while self.frames and token not in self.replies:
            self.take(self.frames.pop(0))

    def take(self, frame):
        if frame.kind == wire.enums["Frame.Kind"]["REPLY"]:
            self.link.take_reply(frame)


class Device(Person):
    """A person whose client is the code of the documents."""

    def __init__(self, name):
        self.client, self.loses = dict(call=self.ask, show=lambda message: None), False
        super().__init__(name)
        self.client["me"] = self.user_id
        for block in RULES:
            exec(block, self.client)
        self.push_ids = set()

    def take_some(self, token=None):
        # Replies and pushes overtake each other, and so do the pushes of two senders.
        while self.frames and token not in self.replies:
            self.take(self.frames.pop(chance.choice([0, chance.randrange(len(self.frames))])))
            if chance.random() < 0.3:
                return

    def take(self, frame):
        super().take(frame)
        is_lost = self.loses and chance.random() < 0.3
        if frame.kind != wire.enums["Frame.Kind"]["PUSH"] or frame.push_id in self.push_ids or is_lost:
            return
        if frame.push_id:
            self.push_ids.add(frame.push_id)                                    # ORD-8
        push = wire.decode("Push", frame.payload)
        if push.message_stored:
            self.client["receive"](push.message_stored)
        elif push.conversation_changed:
            self.client["conversation_changed"](push.conversation_changed)
        elif push.receipt:
            c = self.client["conversation"](push.receipt.conversation_id)
            self.client["receipt"](c, push.receipt)

    def known(self):
        return [c for c in self.client["conversations"].values() if c.cursor > 0]

    def state(self, id):
        c = self.client["conversation"](id)
        return {**vars(c), "unread": self.client["unread"](c)}


def act(devices, others, groups):
    """One random step: somebody says or changes something, a device of alice does, or some of what arrived is taken."""
    device, other = chance.choice(devices), chance.choice(others)
    choice = chance.randrange(15)
    if choice < 4:
        to = dict(conversation_id=chance.choice(groups)) if chance.random() < 0.5 else dict(to_user_id=devices[0].user_id)
        other.start("Logic.SendMessage", client_message_id=os.urandom(16), text="hello", **to)
    elif choice == 4:
        change = dict(client_message_id=os.urandom(16), conversation_id=chance.choice(groups), seq=2)
        other.start("Logic.React", emoji=chance.choice("👍🎉"), remove=chance.random() < 0.5, **change)
    elif choice == 5 and chance.random() < 0.3:
        rpc, whom = chance.choice([("RemoveFromGroup", "user_id"), ("InviteToGroup", "user_ids")])
        user_id = devices[0].user_id
        others[0].start(f"Logic.{rpc}", group_id=groups[0], **{whom: user_id if whom == "user_id" else [user_id]})
    elif choice < 7:
        device.receive(0)
        device.take_some()
    elif device.known():
        c = chance.choice(device.known())
        if choice < 10:
            device.client["mark_read"](c, chance.randint(max(1, c.cursor - 4), c.cursor))
        elif choice < 13:
            device.client["set_conversation"](c, **{chance.choice(["pinned", "muted", "hidden"]): chance.random() < 0.5})
        elif choice == 13 and chance.random() < 0.3:
            device.client["delete_for_me"](c, [chance.randint(1, c.cursor)])
        elif choice == 14:
            try:
                request = dict(client_message_id=os.urandom(16), conversation_id=c.id)
                sent = device.ask("Logic.SendMessage", text="mine", **request)
            except RuntimeError:                                                # GRP-8
                return
            own = dict(sender_id=device.user_id, kind=0, target=0, body="", text="mine")
            device.client["receive"](SimpleNamespace(**vars(sent), **own))      # ORD-10
            if not c.left and chance.random() < 0.3:
                device.client["mark_delivered"](c, c.cursor)


def settle(devices, others, observer):
    """Takes everything that is on its way. Returns what the server lists once each device has all messages, unless it loses some."""
    until = time.monotonic() + 20
    while True:
        for other in others:
            other.receive(0.01)
            other.take_some()
        listed = observer.ask("Logic.ListConversations", limit=200).conversations
        for device in devices:
            device.receive(0.05)
            while device.frames:
                device.take_some()
            for c in [c for c in device.client["conversations"].values() if c.held]:
                device.client["pull"](c)                                        # ORD-6
        missing = [c.conversation_id for c in listed for device in devices if device.state(c.conversation_id)["cursor"] < c.last_seq]
        waits = [other for other in others if other.link.waiting]
        if not waits and (not missing or devices[0].loses):
            return listed
        if time.monotonic() > until:
            sys.exit(f"seed {seed}: not received: {missing}, not answered: {len(waits)}")


def compare(title, fields, devices, listed, allowance=0.0):
    until = time.monotonic() + allowance
    while True:
        wrong = [(number, c.conversation_id, field, device.state(c.conversation_id)[field], getattr(c, field))
                 for number, device in enumerate(devices) for c in listed for field in fields
                 if device.state(c.conversation_id)[field] != getattr(c, field)
                 # After a change of their membership only the server knows (SYN-4).
                 and not (allowance and c.is_group and device.state(c.conversation_id)["doubtful_up_to"])]
        if not wrong:
            return
        if time.monotonic() > until:
            lines = [f"device {number}, {id}: {field} is {here}, the server says {there}" for number, id, field, here, there in wrong]
            sys.exit("\n".join([f"seed {seed}, {title}:", *lines]))
        for device in devices:
            device.receive(0.05)
            device.take_some()


def main():
    name = f"user{seed}x{os.getpid()}"
    observer, bob, carol = Person(f"{name}a"), Person(f"{name}b"), Person(f"{name}c")
    others = [bob, carol]
    for other in others:
        other.ask("Logic.SendMessage", client_message_id=os.urandom(16), to_user_id=observer.user_id, text="hello")
    request = dict(client_request_id=os.urandom(16), name="friends", member_ids=[observer.user_id, carol.user_id])
    for friend in [observer, carol]:
        friend.ask("Logic.RequestFriend", user_id=bob.user_id)
        bob.ask("Logic.AnswerFriendRequest", user_id=friend.user_id, accept=True)
    groups = [bob.ask("Logic.CreateGroup", **request).group.group_id]
    bob.ask("Logic.SendMessage", client_message_id=os.urandom(16), conversation_id=groups[0], text="welcome")
    devices = [Device(f"{name}a"), Device(f"{name}a")]
    for device in devices:
        device.client["sync"]()
    for round in range(rounds):
        for device in devices:
            device.loses = round % 2 == 1
        for _ in range(chance.randint(5, 40)):
            act(devices, others, groups)
        listed = settle(devices, others, observer)
        if not devices[0].loses:
            compare("before a sync", ["unread", "read_seq"], devices, listed, allowance=5)
        for device in devices:
            device.client["sync"]()
        compare("after a sync", COMPARED, devices, listed)


main()
