"""The messages of proto/*.proto in plain Python: reads the files at run time, in place of protoc's output.

    wire = Wire("proto")
    data = wire.encode("LogInRequest", name="alice", password="correct horse")
    wire.decode("LogInRequest", data).name            # "alice"; an absent field has its default
    wire.rpcs["Auth.LogIn"]                           # (102, "LogInRequest", "LoggedIn")
    wire.enums["Frame.Kind"]["PING"]                  # 5
"""

import pathlib
import re
from types import SimpleNamespace

STATEMENT = re.compile(
    r"rpc (?P<rpc>\w+)\((?P<request>\w+)\) returns \((?P<reply>\w+)\) \{.*?\(number\) = (?P<number>\d+).*?\}(?!\s*option)"
    r"|(?P<open>message|enum|service|oneof|extend) (?P<name>[\w.]+) \{"
    r"|(?P<label>repeated |optional )?(?P<type>[\w.]+) (?P<field>\w+) = (?P<tag>\d+)[^;]*;"
    r"|(?P<value>\w+) = (?P<code>\d+);"
    r"|(?P<close>\})",
    re.S,
)
BYTES = {"string", "bytes"}
DEFAULTS = {"uint32": 0, "uint64": 0, "bool": False, "string": "", "bytes": b""}


class Wire:
    def __init__(self, folder):
        self.messages, self.enums, self.rpcs = {}, {}, {}
        for file in sorted(pathlib.Path(folder).glob("*.proto")):
            self._read(re.sub(r"//.*", "", file.read_text(encoding="utf-8")))

    def encode(self, message, **values):
        return b"".join(
            self._encode_field(tag, type_, item)
            for tag, (name, type_, label) in self.messages[message].items()
            if values.get(name) is not None
            for item in (values[name] if label == "repeated" else [values[name]])
        )

    def decode(self, message, data):
        fields, at = self.messages[message], 0
        found = SimpleNamespace(**{name: self._default(type_, label) for name, type_, label in fields.values()})
        while at < len(data):
            key, at = read_varint(data, at)
            if key & 7 == 0:
                raw, at = read_varint(data, at)
            elif key & 7 == 2:
                size, at = read_varint(data, at)
                raw, at = bytes(data[at : at + size]), at + size
            else:
                raw, at = None, at + (8 if key & 7 == 1 else 4)
            if at > len(data):
                raise ValueError(f"a {message} is cut off")
            if key >> 3 in fields:
                name, type_, label = fields[key >> 3]
                values = self._decode_value(type_, raw, key & 7)
                if label == "repeated":
                    getattr(found, name).extend(values)
                else:
                    setattr(found, name, values[-1])
        return found

    def _read(self, text):
        scopes = []
        for statement in STATEMENT.finditer(text):
            part = statement.groupdict()
            if part["open"]:
                nested = ".".join([name for kind, name in scopes if kind == "message"] + [part["name"]])
                scopes.append((part["open"], nested if part["open"] == "enum" else part["name"]))
                if part["open"] == "message":
                    self.messages[part["name"]] = {}
                elif part["open"] == "enum":
                    self.enums[nested] = {}
            elif part["close"]:
                scopes.pop()
            elif part["rpc"]:
                self.rpcs[f"{scopes[-1][1]}.{part['rpc']}"] = (int(part["number"]), part["request"], part["reply"])
            elif part["value"]:
                self.enums[scopes[-1][1]][part["value"]] = int(part["code"])
            elif scopes and scopes[-1][0] in ("message", "oneof"):
                owner = [name for kind, name in scopes if kind == "message"][-1]
                self.messages[owner][int(part["tag"])] = (part["field"], part["type"], (part["label"] or "").strip())

    def _default(self, type_, label):
        if label == "repeated":
            return []
        return None if label == "optional" or type_ in self.messages else DEFAULTS.get(type_, 0)

    def _encode_field(self, tag, type_, value):
        if type_ in BYTES or type_ in self.messages:
            if type_ in self.messages:
                value = self.encode(type_, **(value if isinstance(value, dict) else vars(value)))
            data = value.encode() if isinstance(value, str) else value
            return write_varint(tag << 3 | 2) + write_varint(len(data)) + data
        return write_varint(tag << 3) + write_varint(int(value))

    def _decode_value(self, type_, raw, wire_type):
        if type_ == "string":
            return [raw.decode()]
        if type_ == "bytes":
            return [raw]
        if type_ in self.messages:
            return [self.decode(type_, raw)]
        numbers = [raw] if wire_type == 0 else list(read_varints(raw))
        return [bool(number) for number in numbers] if type_ == "bool" else numbers


def write_varint(number):
    data = bytearray()
    while number > 127:
        data.append(number & 127 | 128)
        number >>= 7
    return bytes(data + bytes([number]))


def read_varint(data, at):
    number = shift = 0
    while True:
        number |= (data[at] & 127) << shift
        shift, at = shift + 7, at + 1
        if data[at - 1] < 128:
            return number, at


def read_varints(data):
    at = 0
    while at < len(data):
        number, at = read_varint(data, at)
        yield number
