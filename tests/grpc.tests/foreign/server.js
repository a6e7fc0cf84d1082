// Serves echo.proto with @grpc/grpc-js. Prints its port as the first line.
'use strict';

const { grpc, echo, initial, trailing, details, payload, endWithParent } = require('./echo');

const ends = new Map();

// The end of a call by its id: a promise, and the function that keeps it.
function endOf(callId) {
  if (!ends.has(callId)) {
    const end = {};
    end.promise = new Promise((resolve) => { end.resolve = resolve; });
    ends.set(callId, end);
  }
  return ends.get(callId);
}

// Does what echo.proto asks of every method and gives the trailers.
function begin(call) {
  const trailers = new grpc.Metadata();
  for (const bytes of call.metadata.get(trailing)) trailers.add(trailing, bytes);
  const [text] = call.metadata.get(initial);
  if (text !== undefined) {
    const headers = new grpc.Metadata();
    headers.set(initial, text);
    call.sendMetadata(headers);
  }
  const [callId] = call.metadata.get('x-call-id');
  if (callId !== undefined) call.on('cancelled', () => endOf(callId).resolve());
  return trailers;
}

function refusal(status, trailers) {
  if (status.details.length > 0) trailers.set(details, status.details);
  return Object.assign(new Error(status.message), { code: status.code, details: status.message, metadata: trailers });
}

const service = {
  empty: (call, reply) => reply(null, {}, begin(call)),

  unary: (call, reply) => {
    const trailers = begin(call);
    if (call.request.hold) return;
    if (call.request.status) {
      reply(refusal(call.request.status, trailers));
      return;
    }
    const deadline = call.getDeadline();
    reply(null, {
      payload: payload(call.request.responseSize),
      deadlineUnixMs: deadline === Infinity ? 0 : Number(deadline),
    }, trailers);
  },

  collect: (call, reply) => {
    const trailers = begin(call);
    let total = 0;
    call.on('data', (request) => { total += request.payload.length; });
    call.on('end', () => reply(null, { totalSize: total }, trailers));
  },

  spread: (call) => {
    const trailers = begin(call);
    for (const size of call.request.responseSizes) call.write({ payload: payload(size) });
    if (call.request.hold) return;
    if (call.request.status) call.emit('error', refusal(call.request.status, trailers));
    else call.end(trailers);
  },

  converse: (call) => {
    const trailers = begin(call);
    call.on('data', (request) => {
      for (const size of request.responseSizes) call.write({ payload: payload(size) });
      if (request.status) call.emit('error', refusal(request.status, trailers));
    });
    call.on('end', () => call.end(trailers));
  },

  awaitEnd: (call, reply) => {
    endOf(call.request.callId).promise.then(() => reply(null, {}));
  },
};

endWithParent();
const server = new grpc.Server();
server.addService(echo.EchoService.service, service);
server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  console.log(port);
});
