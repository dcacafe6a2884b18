"""The messages of proto/*.proto as classes of the package protobuf, and the rpcs with their numbers.

protoc (of the package grpcio-tools) makes the classes at the first import, in the folder IM_PROTO_PYTHON, by default
"generated" beside this file.
"""

import os
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
FOLDER = pathlib.Path(os.environ.get("IM_PROTO_PYTHON") or HERE / "generated")
CONTRACT = HERE.parents[1] / "proto"


def _generate():
    import grpc_tools
    from grpc_tools import protoc

    FOLDER.mkdir(parents=True, exist_ok=True)
    well_known = pathlib.Path(grpc_tools.__file__).parent / "_proto"
    files = [str(file) for file in sorted(CONTRACT.glob("*.proto"))]
    arguments = ["protoc", f"-I{CONTRACT}", f"-I{well_known}", f"--python_out={FOLDER}", *files]
    if protoc.main(arguments) != 0:
        raise RuntimeError("protoc has failed")


if not (FOLDER / "envelope_pb2.py").exists():
    _generate()
sys.path.insert(0, str(FOLDER))

import auth_pb2 as auth  # noqa: E402
import codes_pb2 as codes  # noqa: E402
import conversations_pb2 as conversations  # noqa: E402,F401
import envelope_pb2 as envelope  # noqa: E402
import logic_pb2 as logic  # noqa: E402
import messages_pb2 as messages  # noqa: E402,F401
import options_pb2 as options  # noqa: E402
import people_pb2 as people  # noqa: E402,F401
import push_pb2 as push  # noqa: E402,F401
from google.protobuf import message_factory  # noqa: E402


def _rpcs():
    """ "Logic.SendMessage" → (number, class of the request, class of the reply)."""
    for file in (auth, logic):
        for service in file.DESCRIPTOR.services_by_name.values():
            for method in service.methods:
                number = method.GetOptions().Extensions[options.number]
                classes = (message_factory.GetMessageClass(one) for one in (method.input_type, method.output_type))
                yield f"{service.name}.{method.name}", (number, *classes)


RPCS = dict(_rpcs())
