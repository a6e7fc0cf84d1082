// What the scripts for @grpc/grpc-js share: echo.proto, payloads and metadata names.
'use strict';

const path = require('node:path');
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

const definition = loader.loadSync(path.join(__dirname, '..', 'Protos', 'echo.proto'), { longs: Number, defaults: true });

exports.grpc = grpc;
exports.echo = grpc.loadPackageDefinition(definition).samstyring.tests.echo.v1;
exports.initial = 'x-grpc-test-echo-initial';
exports.trailing = 'x-grpc-test-echo-trailing-bin';
exports.details = 'grpc-status-details-bin';

exports.payload = (size) => {
  const bytes = Buffer.allocUnsafe(size);
  for (let i = 0; i < size; i++) bytes[i] = i % 251;
  return bytes;
};

// The tests hold our standard input open for as long as they want us.
exports.endWithParent = () => process.stdin.resume().on('end', () => process.exit(0));
