"""One connection to a gate over TCP: frames, commands with their replies, and PING."""

import socket
import struct
import time


class Connection:
    def __init__(self, wire, address, **client_hello):
        self.wire, self.kind = wire, wire.enums["Frame.Kind"]
        self.waiting, self._last_id, self._buffer = {}, 0, b""
        self.last_sent = self.last_heard = time.monotonic()
        self.socket = socket.create_connection(address, timeout=10)
        frames = []
        while not frames:
            frames = self.read()
        self.hello = wire.decode("Hello", frames[0].payload)
        self._send(kind=self.kind["HELLO"], payload=wire.encode("ClientHello", protocol_version=1, **client_hello))

    def command(self, rpc, then, **request):
        """Calls then(reply, None) or then(None, failure) when the reply arrives: see take."""
        number, request_type, reply_type = self.wire.rpcs[rpc]
        self._last_id += 1
        self.waiting[self._last_id] = (reply_type, then)
        payload = self.wire.encode(request_type, **request)
        self._send(kind=self.kind["COMMAND"], rpc=number, request_id=self._last_id, payload=payload)

    def read(self):
        """The frames that are complete with the next bytes. Waits for bytes; an OSError says that the connection is lost."""
        data = self.socket.recv(65536)
        if not data:
            raise OSError("the connection is lost")
        self._buffer, self.last_heard, frames = self._buffer + data, time.monotonic(), []
        while len(self._buffer) >= 4 and len(self._buffer) >= (end := 4 + struct.unpack(">I", self._buffer[:4])[0]):
            frames.append(self.wire.decode("Frame", self._buffer[4:end]))
            self._buffer = self._buffer[end:]
        return frames

    def take_reply(self, frame):
        """Hands a REPLY to its command. One that no command waits for is a duplicate."""
        reply_type, then = self.waiting.pop(frame.request_id, (None, None))
        if then:
            then(None if frame.failure else self.wire.decode(reply_type, frame.payload), frame.failure)

    def keep_alive(self):
        """Call it at least once a second."""
        now, heartbeat = time.monotonic(), self.hello.heartbeat_interval_ms / 1000
        if now - self.last_sent > heartbeat:
            self._send(kind=self.kind["PING"])
        if now - self.last_heard > 2 * heartbeat + 5:
            raise OSError("the gate is silent")

    def close(self):
        self.socket.close()

    def _send(self, **fields):
        data = self.wire.encode("Frame", **fields)
        self.socket.sendall(struct.pack(">I", len(data)) + data)
        self.last_sent = time.monotonic()
