"""Calls a server of echo.proto with Python's grpc: client.py ADDRESS CASE DESCRIPTOR. Exit code 0 when the case holds."""

import queue
import sys
import time
import uuid

import grpc

from echo import DETAILS, INITIAL, PACKAGE, TRAILING, load, payload

address, name, descriptor = sys.argv[1:]
services, message = load(descriptor)
REQUEST_SIZES = [27182, 8, 1828, 45904]
RESPONSE_SIZES = [31415, 9, 2653, 58979]
EVERY_BYTE = bytes(range(256))
AWKWARD = "\tIkke funnet: blåbærsyltetøy\r\n☺ 100 % og 😈\t\n"
REFUSED = {"code": 9, "message": AWKWARD, "details": EVERY_BYTE}
CUSTOM = [(INITIAL, "test_initial_metadata_value"), (TRAILING, EVERY_BYTE)]

compression = grpc.Compression.Gzip if name == "gzip" else None
channel = grpc.insecure_channel(address, compression=compression)


def method(kind, method_name, service="EchoService"):
    return getattr(channel, kind)(
        f"/{PACKAGE}.{service}/{method_name}",
        request_serializer=message(f"{method_name}Request").SerializeToString,
        response_deserializer=message(f"{method_name}Response").FromString,
    )


empty = method("unary_unary", "Empty")
unary = method("unary_unary", "Unary")
collect = method("stream_unary", "Collect")
spread = method("unary_stream", "Spread")
converse = method("stream_stream", "Converse")
await_end = method("unary_unary", "AwaitEnd")


def request(method_name, **fields):
    return message(f"{method_name}Request")(**fields)


def equal(left, right):
    assert left == right, f"{left!r} is not {right!r}"


def failure(call):
    try:
        call()
    except grpc.RpcError as error:
        return error
    raise AssertionError("the call was expected to fail")


def new_call():
    call_id = str(uuid.uuid4())
    return call_id, [("x-call-id", call_id)]


def server_ended(call_id):
    await_end(request("AwaitEnd", call_id=call_id), timeout=30)


class Requests:
    """Requests that are written one by one, until the end is said."""

    def __init__(self):
        self.waiting = queue.Queue()

    def __iter__(self):
        return iter(self.waiting.get, None)

    def write(self, item):
        self.waiting.put(item)

    def end(self):
        self.waiting.put(None)


def empty_unary():
    equal(empty(request("Empty"), timeout=30), message("EmptyResponse")())


def large_unary():
    response = unary(request("Unary", payload=payload(271828), response_size=314159), timeout=30)
    equal(response.payload, payload(314159))
    return response


def client_streaming():
    requests = (request("Collect", payload=payload(size)) for size in REQUEST_SIZES)
    equal(collect(requests, timeout=30).total_size, 74922)


def server_streaming():
    responses = spread(request("Spread", response_sizes=RESPONSE_SIZES), timeout=30)
    equal([response.payload for response in responses], [payload(size) for size in RESPONSE_SIZES])


def ping_pong():
    requests = Requests()
    call = converse(iter(requests), timeout=30)
    for request_size, response_size in zip(REQUEST_SIZES, RESPONSE_SIZES):
        requests.write(request("Converse", payload=payload(request_size), response_sizes=[response_size]))
        equal(next(call).payload, payload(response_size))
    requests.end()
    equal(list(call), [])
    equal(call.code(), grpc.StatusCode.OK)


def empty_stream():
    equal(list(converse(iter([]), timeout=30)), [])


def custom_metadata():
    _, call = unary.with_call(request("Unary", response_size=1), metadata=CUSTOM, timeout=30)
    equal(dict(call.initial_metadata())[INITIAL], "test_initial_metadata_value")
    equal(dict(call.trailing_metadata())[TRAILING], EVERY_BYTE)

    duplex = converse(iter([request("Converse", response_sizes=[1])]), metadata=CUSTOM, timeout=30)
    equal(len(list(duplex)), 1)
    equal(dict(duplex.initial_metadata())[INITIAL], "test_initial_metadata_value")
    equal(dict(duplex.trailing_metadata())[TRAILING], EVERY_BYTE)


def status_code_and_message():
    for code in list(grpc.StatusCode)[1:]:
        status = {"code": code.value[0], "message": "test status message"}
        error = failure(lambda: unary(request("Unary", status=status), timeout=30))
        equal(error.code(), code)
        equal(error.details(), "test status message")


def special_status():
    error = failure(lambda: unary(request("Unary", status=REFUSED), timeout=30))
    equal(error.code(), grpc.StatusCode.FAILED_PRECONDITION)
    equal(error.details(), AWKWARD)
    equal(dict(error.trailing_metadata())[DETAILS], EVERY_BYTE)


def status_after_responses():
    call = spread(request("Spread", response_sizes=[1, 2], status=REFUSED), timeout=30)
    equal([len(next(call).payload), len(next(call).payload)], [1, 2])
    error = failure(lambda: next(call))
    equal(error.details(), AWKWARD)
    equal(dict(error.trailing_metadata())[DETAILS], EVERY_BYTE)


def deadline():
    told = unary(request("Unary"), timeout=25).deadline_unix_ms
    assert abs(told / 1000 - (time.time() + 25)) < 5, "the server was told another deadline"

    call_id, metadata = new_call()
    error = failure(lambda: unary(request("Unary", hold=True), metadata=metadata, timeout=0.5))
    equal(error.code(), grpc.StatusCode.DEADLINE_EXCEEDED)
    server_ended(call_id)


def cancel_after_begin():
    call_id, metadata = new_call()
    requests = Requests()
    call = collect.future(iter(requests), metadata=[*metadata, (INITIAL, "begun")], timeout=30)
    equal(dict(call.initial_metadata())[INITIAL], "begun")
    call.cancel()
    requests.end()
    equal(call.code(), grpc.StatusCode.CANCELLED)
    server_ended(call_id)


def cancel_after_first_response():
    call_id, metadata = new_call()
    requests = Requests()
    call = converse(iter(requests), metadata=metadata, timeout=30)
    requests.write(request("Converse", payload=payload(27182), response_sizes=[31415]))
    next(call)
    call.cancel()
    requests.end()
    equal(failure(lambda: next(call)).code(), grpc.StatusCode.CANCELLED)
    server_ended(call_id)


def unimplemented_method():
    missing = method("unary_unary", "Missing")
    equal(failure(lambda: missing(request("Missing"), timeout=30)).code(), grpc.StatusCode.UNIMPLEMENTED)


def unimplemented_service():
    absent = method("unary_unary", "Absent", "AbsentService")
    equal(failure(lambda: absent(request("Absent"), timeout=30)).code(), grpc.StatusCode.UNIMPLEMENTED)


def thousand_in_parallel():
    calls = [unary.future(request("Unary", response_size=size), timeout=30) for size in range(1000)]
    equal([len(call.result().payload) for call in calls], list(range(1000)))


def gzip():
    equal(large_unary().request_encoding, "gzip")


cases = {
    case.__name__: case
    for case in [
        empty_unary,
        large_unary,
        client_streaming,
        server_streaming,
        ping_pong,
        empty_stream,
        custom_metadata,
        status_code_and_message,
        special_status,
        status_after_responses,
        deadline,
        cancel_after_begin,
        cancel_after_first_response,
        unimplemented_method,
        unimplemented_service,
        thousand_in_parallel,
        gzip,
    ]
}
cases[name]()
channel.close()
