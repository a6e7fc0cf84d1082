"""A client in another language: publishes and watches through the gateway, and reads errors. Ends with 0 when every case holds.

Debian's protobuf is older than generated code of today, so the messages are made at run time from the descriptors that buf writes.
"""

import json
import os
import pathlib
import subprocess
import sys
import time
import uuid

import grpc
from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory

ADDRESS = sys.argv[1]
TOKENS = json.loads(os.environ["SAMSTYRING_TOKENS"])
CONTENT = json.loads((pathlib.Path(__file__).parent / "directive.json").read_text(encoding="utf-8"))
DIRECTOR, LEADER = "municipal-director:5035", "office:1783"

buf = pathlib.Path(os.environ["NODE_PATH"]) / "@bufbuild/buf-linux-x64/bin/buf"
image = subprocess.run([buf, "build", "-o", "-#format=binpb"], cwd=os.environ["SAMSTYRING_PROTOS"], check=True, capture_output=True).stdout
pool = descriptor_pool.DescriptorPool()
for file in descriptor_pb2.FileDescriptorSet.FromString(image).file:
    pool.Add(file)
factory = message_factory.MessageFactory(pool)
channel = grpc.insecure_channel(ADDRESS)


def message(name, **fields):
    return json_format.ParseDict(fields, factory.GetPrototype(pool.FindMessageTypeByName(name))())


def method(service, name, kind="unary_unary"):
    descriptor = pool.FindServiceByName(service).FindMethodByName(name)
    return getattr(channel, kind)(
        f"/{service}/{name}",
        request_serializer=factory.GetPrototype(descriptor.input_type).SerializeToString,
        response_deserializer=factory.GetPrototype(descriptor.output_type).FromString,
    )


def steering(name, fields, persona=DIRECTOR, timeout=15):
    return method("samstyring.steering.v1.SteeringService", name)(
        message(f"samstyring.steering.v1.{name}Request", **fields), timeout=timeout, metadata=bearer(persona))


def bearer(persona):
    return [("authorization", f"Bearer {TOKENS[persona]}")] if persona else []


def refused(call):
    try:
        call()
    except grpc.RpcError as error:
        return error
    raise AssertionError("the call was not refused")


def new_id():
    return str(uuid.uuid4())


def unary_and_stream():
    watch = method("samstyring.notifications.v1.NotificationsService", "WatchMissions", "unary_stream")
    feed = watch(message("samstyring.notifications.v1.WatchMissionsRequest", office_number="1783"), metadata=bearer(LEADER))
    for update in feed:
        if update.caught_up:
            break
    created = steering("CreateDirective", {"request_id": new_id(), "content": CONTENT}).directive
    published = steering("PublishDirective", {"request_id": new_id(), "directive_id": created.directive_id, "etag": created.etag})
    assert published.office_count == 1, published.office_count
    for update in feed:
        if any(source.directive_id == created.directive_id for source in update.mission.sources):
            break
    feed.cancel()
    assert refused(lambda: next(feed)).code() == grpc.StatusCode.CANCELLED
    steering("WithdrawDirective", {
        "request_id": new_id(), "directive_id": created.directive_id, "etag": published.directive.etag, "reason": "Ferdig"})


def error_details():
    faulty = {**CONTENT, "valid": {"from": "2027-02-01", "to": "2027-01-01"}, "target": {"lo": "5", "hi": "NaN", "unit": "DAY"}}
    error = refused(lambda: steering("CreateDirective", {"request_id": new_id(), "content": faulty}))
    assert error.code() == grpc.StatusCode.INVALID_ARGUMENT, error
    details = dict(error.trailing_metadata())["grpc-status-details-bin"]
    for part in (b"INVALID_FIELDS", b"content.valid", b"PERIOD_REVERSED", b"content.target.hi", b"NUMBER_NOT_FINITE", b"samstyring.no"):
        assert part in details, part


def deadline_and_token():
    late = refused(lambda: steering("ListDirectives", {}, timeout=0.0001))
    assert late.code() == grpc.StatusCode.DEADLINE_EXCEEDED, late
    anonymous = refused(lambda: steering("ListDirectives", {}, persona=None))
    assert anonymous.code() == grpc.StatusCode.UNAUTHENTICATED, anonymous
    assert b"TOKEN_INVALID" in dict(anonymous.trailing_metadata())["grpc-status-details-bin"]


started = time.monotonic()
unary_and_stream()
error_details()
deadline_and_token()
channel.close()
print(f"three cases in {time.monotonic() - started:.1f} s")
