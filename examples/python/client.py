"""A chat client: logs in over TCP, sends, receives, resumes and syncs. The numbers of rules are those of the documents.

    client = Client("127.0.0.1", 7000, on_message=print)
    asyncio.create_task(client.run("alice", "correct horse"))
    seq = await client.send(user_id, "hello")
"""

import asyncio
import os
import random
import time

from gate_connection import Closed, GateConnection, Kind, Refused
from protos import codes, envelope, messages, push

FIRST_BACK_OFF, MAX_BACK_OFF, HEALTHY_AFTER = 0.25, 30, 10
# ORD-6: pushes of two senders may overtake each other.
GAP_PAUSE = 0.2


class Client:
    """`on_message(message, own)` gets each message of the user once, in order. `on_logged_in(user_id)` comes once."""

    def __init__(self, host, port, on_message, on_logged_in=lambda user_id: None, registers=False):
        self._host, self._port, self._registers = host, port, registers
        self._on_message, self._on_logged_in = on_message, on_logged_in
        self._instance_id, self._attempt = os.urandom(16), 0  # R12
        self._log_in_id, self._token, self.user_id = os.urandom(16), "", ""
        self._outbox, self._cursors, self._held = [], {}, {}
        self._connection, self._sender, self._pulls, self._tasks = None, None, {}, set()

    def send(self, user_id, text):
        """A future: the seq of the message once it is stored, or Refused."""
        future = asyncio.get_running_loop().create_future()
        self._outbox.append((os.urandom(16), user_id, text, future))  # ORD-1
        self._start_sender()
        return future

    async def run(self, name, password):
        """Stays connected until the session has ended, and returns why."""
        back_off = FIRST_BACK_OFF
        while True:
            started, pause = time.monotonic(), 0
            try:
                await self._connect(name, password)
            except Closed as closed:
                if not closed.reconnect:  # R20, R21
                    return closed.reason
                pause = closed.after
            except Refused as refused:
                if refused.retry_after is None:
                    return codes.Code.Name(refused.code)
                pause = refused.retry_after
            except (OSError, asyncio.IncompleteReadError, asyncio.TimeoutError):
                pass
            if time.monotonic() - started > HEALTHY_AFTER:
                back_off = FIRST_BACK_OFF
            await asyncio.sleep(pause + back_off * random.uniform(0.5, 1))  # R19, R23
            back_off = min(MAX_BACK_OFF, 2 * back_off)

    async def _connect(self, name, password):
        self._attempt += 1
        hello = envelope.ClientHello(
            protocol_version=1,
            client="examples/python",
            client_instance_id=self._instance_id,
            connection_attempt=self._attempt,
        )
        connection = await GateConnection.open(self._host, self._port, hello)
        reading = asyncio.create_task(connection.run(self._take_frame))
        try:
            await self._log_in(connection, name, password)
            self._connection = connection
            self._start_sender()  # ORD-2
            self._background(self._sync_regularly(connection))
            await reading
        finally:
            self._connection = None
            connection.close()
            # What the gate said last counts, and not the command that failed by it.
            ended = (await asyncio.gather(reading, return_exceptions=True))[0]
            if isinstance(ended, Closed):
                raise ended

    async def _log_in(self, connection, name, password):
        first = self.user_id == ""
        reply = await self._resume(connection) if self._token else None  # R11
        if reply is None:
            account = dict(client_request_id=self._log_in_id, name=name, password=password)  # R10
            try:
                reply = await connection.call("Auth.LogIn", **account)
            except Refused as refused:
                if not self._registers or refused.code != codes.WRONG_CREDENTIALS:
                    raise
                reply = await connection.call("Auth.Register", **account)
            self._log_in_id = os.urandom(16)
        self._token, self.user_id = reply.token, reply.user_id
        if first:
            self._on_logged_in(reply.user_id)

    async def _resume(self, connection):
        try:
            return await connection.call("Auth.Resume", token=self._token)
        except Refused as refused:
            if refused.code != codes.BAD_TOKEN:
                raise
            self._token = ""  # R22: the session has ended. This client has the password, and logs in again.
            return None

    def _take_frame(self, frame):
        if frame.kind == Kind.RESYNC:
            self._background(self._sync(self._connection))  # R16
        elif frame.kind == Kind.PUSH:
            event = push.Push.FromString(frame.payload)
            if event.HasField("message_stored"):  # R3: other pushes, and those of later versions, are none of ours
                self._receive(event.message_stored)

    # Sending

    def _start_sender(self):
        if self._connection and (self._sender is None or self._sender.done()):
            self._sender = self._background(self._send_all(self._connection))

    async def _send_all(self, connection):
        """One at a time, so that none overtakes another (ORD-3)."""
        while self._outbox and connection is self._connection:
            message_id, user_id, text, future = self._outbox[0]
            try:
                stored = await connection.call(
                    "Logic.SendMessage", client_message_id=message_id, to_user_id=user_id, text=text
                )
            except Refused as refused:
                if refused.retry_after is not None:
                    await asyncio.sleep(refused.retry_after)  # R14
                    continue
                self._outbox.pop(0)
                future.set_exception(refused)  # R15
                continue
            self._outbox.pop(0)
            future.set_result(stored.seq)
            own = messages.Message(  # ORD-10
                conversation_id=stored.conversation_id,
                seq=stored.seq,
                sender_id=self.user_id,
                message_id=stored.message_id,
                text=text,
            )
            self._receive(own)

    # Receiving

    def _receive(self, message):
        conversation = message.conversation_id
        if conversation not in self._held:
            self._background(self._sync(self._connection))  # R16
        if message.seq > self._cursors.get(conversation, 0):  # R17
            self._held.setdefault(conversation, {})[message.seq] = message
        self._show(conversation)
        if self._held.get(conversation):
            self._pull_soon(conversation, GAP_PAUSE)

    def _show(self, conversation):
        held = self._held.setdefault(conversation, {})
        while (seq := self._cursors.get(conversation, 0) + 1) in held:  # R18
            message = held.pop(seq)
            self._cursors[conversation] = seq
            if message is not None:
                self._on_message(message, message.sender_id == self.user_id)

    def _pull_soon(self, conversation, pause):
        running = self._pulls.get(conversation)
        if self._connection and (running is None or running.done()):
            self._pulls[conversation] = self._background(self._pull(self._connection, conversation, pause))

    async def _pull(self, connection, conversation, pause):
        await asyncio.sleep(pause)
        while True:
            after = self._cursors.get(conversation, 0)
            page = await connection.call("Logic.PullMessages", conversation_id=conversation, after_seq=after)
            found = {message.seq: message for message in page.messages}
            last = max([*found, *page.deleted_seqs], default=page.last_seq)
            held = self._held.setdefault(conversation, {})
            for seq in range(after + 1, last + 1):  # ORD-6: what a page omits is deleted
                if seq > self._cursors.get(conversation, 0):
                    held[seq] = found.get(seq) or held.get(seq)
            self._show(conversation)
            if self._cursors.get(conversation, 0) >= page.last_seq:
                return

    async def _sync_regularly(self, connection):
        while connection is self._connection:
            await self._sync(connection)
            await asyncio.sleep(random.uniform(60, 120))  # ORD-7

    async def _sync(self, connection):
        if connection is None:
            return
        after = ""
        while True:
            reply = await connection.call("Logic.Sync", after_conversation_id=after)
            for listed in reply.conversations:
                if listed.last_seq > self._cursors.get(listed.conversation_id, 0):
                    self._pull_soon(listed.conversation_id, 0)
            after = reply.next_conversation_id
            if not after:
                return

    def _background(self, coroutine):
        """Work that ends with its connection: the next one does it again."""
        task = asyncio.create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        task.add_done_callback(lambda done: done.cancelled() or done.exception())
        return task
