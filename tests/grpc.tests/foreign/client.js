// Calls a server of echo.proto with @grpc/grpc-js: client.js ADDRESS CASE. Exit code 0 when the case holds.
'use strict';

const assert = require('node:assert/strict');
const { randomUUID } = require('node:crypto');
const { once } = require('node:events');
const { promisify } = require('node:util');
const { grpc, echo, initial, trailing, details, payload } = require('./echo');

const [address, name] = process.argv.slice(2);
const requestSizes = [27182, 8, 1828, 45904];
const responseSizes = [31415, 9, 2653, 58979];
const everyByte = Buffer.from(Array.from({ length: 256 }, (_, value) => value));
const awkward = '\tIkke funnet: blåbærsyltetøy\r\n☺ 100 % og 😈\t\n';
const refused = { code: grpc.status.FAILED_PRECONDITION, message: awkward, details: everyByte };

const options = name === 'gzip' ? { 'grpc.default_compression_algorithm': grpc.compressionAlgorithms.gzip } : {};
const client = new echo.EchoService(address, grpc.credentials.createInsecure(), options);
const soon = () => ({ deadline: Date.now() + 30_000 });

const unary = (method, request, metadata = new grpc.Metadata(), callOptions = soon()) => {
  const result = {};
  result.response = new Promise((resolve, reject) => {
    result.call = client[method](request, metadata, callOptions, (error, response) => (error ? reject(error) : resolve(response)));
  });
  return result;
};

const failure = async (promise) => {
  const error = await promise.then(() => null, (reason) => reason);
  assert.ok(error, 'the call was expected to fail');
  return error;
};

const collectAll = async (stream) => {
  const all = [];
  for await (const message of stream) all.push(message);
  return all;
};

const newCall = () => {
  const callId = randomUUID();
  const metadata = new grpc.Metadata();
  metadata.set('x-call-id', callId);
  return { callId, metadata };
};

const serverEnded = (callId) => unary('awaitEnd', { callId }).response;

const custom = () => {
  const metadata = new grpc.Metadata();
  metadata.set(initial, 'test_initial_metadata_value');
  metadata.set(trailing, everyByte);
  return metadata;
};

const cases = {
  empty_unary: async () => assert.deepEqual(await unary('empty', {}).response, {}),

  large_unary: async () => {
    const response = await unary('unary', { payload: payload(271828), responseSize: 314159 }).response;
    assert.ok(response.payload.equals(payload(314159)));
  },

  client_streaming: async () => {
    const result = {};
    const response = new Promise((resolve, reject) => {
      result.call = client.collect(new grpc.Metadata(), soon(), (error, value) => (error ? reject(error) : resolve(value)));
    });
    for (const size of requestSizes) result.call.write({ payload: payload(size) });
    result.call.end();
    assert.equal((await response).totalSize, 74922);
  },

  server_streaming: async () => {
    const responses = await collectAll(client.spread({ responseSizes }, new grpc.Metadata(), soon()));
    assert.deepEqual(responses.map((response) => response.payload), responseSizes.map(payload));
  },

  ping_pong: async () => {
    const call = client.converse(new grpc.Metadata(), soon());
    for (let i = 0; i < requestSizes.length; i++) {
      call.write({ payload: payload(requestSizes[i]), responseSizes: [responseSizes[i]] });
      const [response] = await once(call, 'data');
      assert.ok(response.payload.equals(payload(responseSizes[i])));
    }
    call.end();
    const [status] = await once(call, 'status');
    assert.equal(status.code, grpc.status.OK);
  },

  empty_stream: async () => {
    const call = client.converse(new grpc.Metadata(), soon());
    call.end();
    assert.deepEqual(await collectAll(call), []);
  },

  custom_metadata: async () => {
    const { call, response } = unary('unary', { responseSize: 1 }, custom());
    const headers = once(call, 'metadata');
    const status = once(call, 'status');
    await response;
    assert.deepEqual((await headers)[0].get(initial), ['test_initial_metadata_value']);
    assert.deepEqual((await status)[0].metadata.get(trailing), [everyByte]);

    const duplex = client.converse(custom(), soon());
    const duplexHeaders = once(duplex, 'metadata');
    const duplexStatus = once(duplex, 'status');
    duplex.write({ responseSizes: [1] });
    duplex.end();
    assert.equal((await collectAll(duplex)).length, 1);
    assert.deepEqual((await duplexHeaders)[0].get(initial), ['test_initial_metadata_value']);
    assert.deepEqual((await duplexStatus)[0].metadata.get(trailing), [everyByte]);
  },

  status_code_and_message: async () => {
    for (let code = 1; code <= 16; code++) {
      const error = await failure(unary('unary', { status: { code, message: 'test status message' } }).response);
      assert.equal(error.code, code);
      assert.equal(error.details, 'test status message');
    }
  },

  special_status: async () => {
    const error = await failure(unary('unary', { status: refused }).response);
    assert.equal(error.code, grpc.status.FAILED_PRECONDITION);
    assert.equal(error.details, awkward);
    assert.deepEqual(error.metadata.get(details), [everyByte]);
  },

  status_after_responses: async () => {
    const call = client.spread({ responseSizes: [1, 2], status: refused }, new grpc.Metadata(), soon());
    const seen = [];
    call.on('data', (response) => seen.push(response.payload.length));
    const [error] = await once(call, 'error');
    // This library may drop the last message before an error (grpc-node issue 2764); with compression it does so from any server.
    assert.deepEqual(seen, [1, 2].slice(0, Math.max(seen.length, 1)));
    assert.equal(error.details, awkward);
    assert.deepEqual(error.metadata.get(details), [everyByte]);
  },

  deadline: async () => {
    const deadline = Date.now() + 25_000;
    const told = (await unary('unary', {}, new grpc.Metadata(), { deadline }).response).deadlineUnixMs;
    assert.ok(Math.abs(told - deadline) < 5000, `the server was told ${told - deadline} ms too much`);

    const { callId, metadata } = newCall();
    const error = await failure(unary('unary', { hold: true }, metadata, { deadline: Date.now() + 500 }).response);
    assert.equal(error.code, grpc.status.DEADLINE_EXCEEDED);
    await serverEnded(callId);
  },

  cancel_after_begin: async () => {
    const { callId, metadata } = newCall();
    metadata.set(initial, 'begun');
    const result = {};
    const response = new Promise((resolve, reject) => {
      result.call = client.collect(metadata, soon(), (error, value) => (error ? reject(error) : resolve(value)));
    });
    await once(result.call, 'metadata');
    result.call.cancel();
    assert.equal((await failure(response)).code, grpc.status.CANCELLED);
    await serverEnded(callId);
  },

  cancel_after_first_response: async () => {
    const { callId, metadata } = newCall();
    const call = client.converse(metadata, soon());
    call.write({ payload: payload(27182), responseSizes: [31415] });
    await once(call, 'data');
    call.cancel();
    const [error] = await once(call, 'error');
    assert.equal(error.code, grpc.status.CANCELLED);
    await serverEnded(callId);
  },

  unimplemented_method: async () => assert.equal((await failure(unary('missing', {}).response)).code, grpc.status.UNIMPLEMENTED),

  unimplemented_service: async () => {
    const absent = new echo.AbsentService(address, grpc.credentials.createInsecure());
    const call = promisify(absent.absent.bind(absent));
    assert.equal((await failure(call({}))).code, grpc.status.UNIMPLEMENTED);
    absent.close();
  },

  thousand_in_parallel: async () => {
    const sizes = Array.from({ length: 1000 }, (_, size) => size);
    const responses = await Promise.all(sizes.map((responseSize) => unary('unary', { responseSize }).response));
    assert.deepEqual(responses.map((response) => response.payload.length), sizes);
  },

  gzip: async () => {
    const response = await unary('unary', { payload: payload(271828), responseSize: 314159 }).response;
    assert.ok(response.payload.equals(payload(314159)));
    assert.equal(response.requestEncoding, 'gzip');
  },
};

if (!cases[name]) throw new Error(`There is no case ${name}.`);
cases[name]().then(() => client.close(), (error) => {
  console.error(error);
  process.exit(1);
});
