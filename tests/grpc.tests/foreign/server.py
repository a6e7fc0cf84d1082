"""Serves echo.proto with Python's grpc: server.py DESCRIPTOR. Prints its port as the first line."""

import sys
import threading
import time
from concurrent import futures

import grpc

from echo import DETAILS, INITIAL, PACKAGE, TRAILING, load, payload

services, message = load(sys.argv[1])
ends = {}
ends_lock = threading.Lock()


def end_of(call_id):
    """Set when the call of that id has ended."""
    with ends_lock:
        return ends.setdefault(call_id, threading.Event())


class Call:
    """Does what echo.proto asks of every method, and remembers the trailers."""

    def __init__(self, context):
        self.context = context
        self.over = threading.Event()
        metadata = dict(context.invocation_metadata())
        self.trailers = [(TRAILING, metadata[TRAILING])] if TRAILING in metadata else []
        context.set_trailing_metadata(self.trailers)
        if INITIAL in metadata:
            context.send_initial_metadata([(INITIAL, metadata[INITIAL])])
        self.call_id = metadata.get("x-call-id")
        if not context.add_callback(self.ended):
            self.ended()

    def ended(self):
        self.over.set()
        if self.call_id is not None:
            end_of(self.call_id).set()

    def end(self, request):
        if request.HasField("status"):
            if request.status.details:
                self.context.set_trailing_metadata([*self.trailers, (DETAILS, request.status.details)])
            codes = {code.value[0]: code for code in grpc.StatusCode}
            self.context.abort(codes[request.status.code], request.status.message)


def empty(request, context):
    Call(context)
    return message("EmptyResponse")()


def unary(request, context):
    call = Call(context)
    if request.hold:
        call.over.wait()
    call.end(request)
    left = context.time_remaining()
    return message("UnaryResponse")(
        payload=payload(request.response_size),
        deadline_unix_ms=0 if left is None else int((time.time() + left) * 1000),
    )


def collect(requests, context):
    Call(context)
    return message("CollectResponse")(total_size=sum(len(request.payload) for request in requests))


def spread(request, context):
    call = Call(context)
    for size in request.response_sizes:
        yield message("SpreadResponse")(payload=payload(size))
    if request.hold:
        call.over.wait()
    call.end(request)


def converse(requests, context):
    call = Call(context)
    for request in requests:
        for size in request.response_sizes:
            yield message("ConverseResponse")(payload=payload(size))
        call.end(request)


def await_end(request, context):
    end_of(request.call_id).wait(context.time_remaining())
    return message("AwaitEndResponse")()


handlers = {
    "Empty": (grpc.unary_unary_rpc_method_handler, empty),
    "Unary": (grpc.unary_unary_rpc_method_handler, unary),
    "Collect": (grpc.stream_unary_rpc_method_handler, collect),
    "Spread": (grpc.unary_stream_rpc_method_handler, spread),
    "Converse": (grpc.stream_stream_rpc_method_handler, converse),
    "AwaitEnd": (grpc.unary_unary_rpc_method_handler, await_end),
}
methods = {
    name: make(
        serve,
        request_deserializer=message(f"{name}Request").FromString,
        response_serializer=message(f"{name}Response").SerializeToString,
    )
    for name, (make, serve) in handlers.items()
}
server = grpc.server(futures.ThreadPoolExecutor(32), compression=grpc.Compression.Gzip)
server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(f"{PACKAGE}.EchoService", methods),))
port = server.add_insecure_port("127.0.0.1:0")
server.start()
print(port, flush=True)
# The tests hold our standard input open for as long as they want us.
sys.stdin.read()
server.stop(0)
