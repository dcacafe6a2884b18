"""One connection to a gate over TCP: frames, commands with their replies, heartbeat."""

import asyncio
import struct
import time

from protos import RPCS, codes, envelope

Kind = envelope.Frame.Kind
# R2: a page of long messages.
MAX_FRAME_BYTES = 16 * 1024 * 1024
HELLO_TIMEOUT = 10
# R9: how long a gate may be silent after a PING, beyond the heartbeat interval.
PONG_TIMEOUT = 5


class Refused(Exception):
    """The server has refused a command. `retry_after` in seconds; None: it would fail again."""

    def __init__(self, failure):
        super().__init__(failure.message)
        self.code = failure.code
        self.retry_after = failure.retry_after_ms / 1000 if failure.retry == codes.RESEND else None


class Closed(ConnectionError):
    """The gate has closed the connection, and says why."""

    def __init__(self, close):
        super().__init__(close.message)
        names = codes.CloseReason.DESCRIPTOR.values_by_number
        self.reason = names[close.reason].name if close.reason in names else str(close.reason)
        self.reconnect, self.after = close.reconnect, close.reconnect_after_ms / 1000


class GateConnection:
    """Use `open`, then `run` in a task of its own: it hands pushes to `on_frame` until the connection ends."""

    @classmethod
    async def open(cls, host, port, client_hello):
        reader, writer = await asyncio.wait_for(asyncio.open_connection(host, port), HELLO_TIMEOUT)
        connection = cls(reader, writer)
        try:
            first = await asyncio.wait_for(connection._read(), HELLO_TIMEOUT)
            if first.kind == Kind.CLOSE:
                raise Closed(codes.Close.FromString(first.payload))
            connection.hello = envelope.Hello.FromString(first.payload)
        except BaseException:
            writer.close()
            raise
        connection._write(kind=Kind.HELLO, payload=client_hello.SerializeToString())
        return connection

    def __init__(self, reader, writer):
        self._reader, self._writer = reader, writer
        self._waiting, self._last_id = {}, 0
        self._last_sent = self._last_heard = time.monotonic()
        self.hello = None

    async def call(self, rpc, /, **fields):
        """The reply of an rpc. Raises Refused, or ConnectionError when the connection ends first."""
        number, request, reply = RPCS[rpc]
        self._last_id += 1  # R6
        request_id, future = self._last_id, asyncio.get_running_loop().create_future()
        self._waiting[request_id] = future
        self._write(kind=Kind.COMMAND, rpc=number, request_id=request_id, payload=request(**fields).SerializeToString())
        return reply.FromString(await future)

    async def run(self, on_frame):
        """Raises ConnectionError, or Closed, when the connection has ended."""
        heartbeat = asyncio.create_task(self._keep_alive())
        error = ConnectionError("the connection is lost")
        try:
            while True:
                frame = await self._read()
                if frame.kind == Kind.REPLY:
                    self._take_reply(frame)
                elif frame.kind == Kind.CLOSE:
                    raise Closed(codes.Close.FromString(frame.payload))
                else:
                    on_frame(frame)
        except OSError as lost:
            error = lost
            raise
        except asyncio.IncompleteReadError:
            raise error from None
        finally:
            heartbeat.cancel()
            self._writer.close()
            for future in self._waiting.values():
                if not future.done():
                    future.set_exception(ConnectionError(str(error)))
                    future.exception()  # A command whose caller has gone is no error of its own.

    def close(self):
        self._writer.close()

    async def _read(self):
        size = struct.unpack(">I", await self._reader.readexactly(4))[0]
        if size > MAX_FRAME_BYTES:
            raise ConnectionError(f"a frame of {size} bytes")
        frame = envelope.Frame.FromString(await self._reader.readexactly(size))
        self._last_heard = time.monotonic()
        return frame

    def _write(self, **fields):
        data = envelope.Frame(**fields).SerializeToString()
        self._writer.write(struct.pack(">I", len(data)) + data)
        self._last_sent = time.monotonic()

    def _take_reply(self, frame):
        future = self._waiting.pop(frame.request_id, None)
        if future is None or future.done():  # R7
            return
        if frame.HasField("failure"):
            future.set_exception(Refused(frame.failure))
        else:
            future.set_result(frame.payload)

    async def _keep_alive(self):
        interval, pinged = self.hello.heartbeat_interval_ms / 1000, None
        while True:
            await asyncio.sleep(interval / 4)
            now = time.monotonic()
            if pinged is not None and self._last_heard >= pinged:
                pinged = None
            if pinged is not None and now - pinged > interval + PONG_TIMEOUT:  # R9
                self._writer.transport.abort()
                return
            if now - self._last_sent > interval / 2:  # R8
                self._write(kind=Kind.PING)
                pinged = pinged or now
