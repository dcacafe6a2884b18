"""The client of client.py under the conformance kit (docs/protocol/conformance.md): instructions on stdin, events on stdout.

    npm run conformance -- --client "python examples/python/conformance.py"
"""

import asyncio
import json
import sys
from urllib.parse import urlsplit

from client import Client
from gate_connection import Refused


def say(event, **fields):
    print(json.dumps({"event": event, **fields}), flush=True)


async def lines():
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        yield json.loads(line)


async def stay_connected(client, name, password):
    say("closed", reason=await client.run(name, password))


async def send(future, text):
    try:
        say("sent", text=text, seq=await future)
    except Refused as refused:
        say("failed", text=text, reason=str(refused))


async def main():
    client, tasks = None, []
    async for line in lines():
        if line["do"] == "connect":
            gate = urlsplit(line["gate"])
            client = Client(
                gate.hostname,
                gate.port,
                on_message=lambda message, own: own or say("message", text=message.text, seq=message.seq),
                on_logged_in=lambda user_id: say("loggedIn", userId=user_id),
                registers=line.get("registers", False),
            )
            tasks.append(asyncio.create_task(stay_connected(client, line["name"], line["password"])))
        elif line["do"] == "send":
            tasks.append(asyncio.create_task(send(client.send(line["to"], line["text"]), line["text"])))
        elif line["do"] == "quit":
            return


asyncio.run(main())
