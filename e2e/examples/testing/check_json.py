"""Compares JSON of the gate with that of the package protobuf: lines of {type, bytes, json} on stdin."""

import base64
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "examples/python"))

import protos  # noqa: E402
from google.protobuf import descriptor_pool, json_format, message_factory  # noqa: E402

assert protos.RPCS
same = 0
for line in sys.stdin:
    case = json.loads(line)
    Message = message_factory.GetMessageClass(descriptor_pool.Default().FindMessageTypeByName("im." + case["type"]))
    message = Message.FromString(base64.b64decode(case["bytes"]))
    written = json.loads(json_format.MessageToJson(message))
    assert written == case["json"], (case["type"], written, case["json"])
    assert json_format.Parse(json.dumps(case["json"]), Message()) == message, case
    same += 1
print(f"{same} are the same")
