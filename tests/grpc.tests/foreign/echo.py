"""What the scripts for Python's grpc share: the messages of echo.proto, payloads and metadata names.

The messages are made at run time from a descriptor that the tests hand over: Debian's protobuf is older than the code that the
project's protoc would generate for it.
"""

import base64

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

INITIAL = "x-grpc-test-echo-initial"
TRAILING = "x-grpc-test-echo-trailing-bin"
DETAILS = "grpc-status-details-bin"
PACKAGE = "samstyring.tests.echo.v1"


def payload(size):
    return bytes(i % 251 for i in range(size))


def load(descriptor_base64):
    """The file's services by name, and a function from a message's name to its class."""
    file = descriptor_pb2.FileDescriptorProto.FromString(base64.b64decode(descriptor_base64))
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    factory = message_factory.MessageFactory(pool)
    services = {s.name: pool.FindServiceByName(f"{PACKAGE}.{s.name}") for s in file.service}
    return services, lambda name: factory.GetPrototype(pool.FindMessageTypeByName(f"{PACKAGE}.{name}"))
