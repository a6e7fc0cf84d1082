// A client in another language: publishes and watches through the gateway, and reads errors. Ends with 0 when every case holds.
const assert = require('node:assert/strict');
const crypto = require('node:crypto');
const path = require('node:path');
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

const [address] = process.argv.slice(2);
const tokens = JSON.parse(process.env.SAMSTYRING_TOKENS);
const content = require(path.join(__dirname, 'directive.json'));
// proto-loader knows no JSON form of a timestamp.
content.consequence_assessment.signed_at = { seconds: Date.parse(content.consequence_assessment.signed_at) / 1000 };
const definition = loader.loadSync(
  ['steering/v1/steering_service.proto', 'notifications/v1/notifications_service.proto'].map((file) => `samstyring/${file}`),
  { includeDirs: [process.env.SAMSTYRING_PROTOS], keepCase: true, enums: String, longs: Number, defaults: true });
const { samstyring } = grpc.loadPackageDefinition(definition);
const steering = new samstyring.steering.v1.SteeringService(address, grpc.credentials.createInsecure());
const notifications = new samstyring.notifications.v1.NotificationsService(address, grpc.credentials.createInsecure());

const as = (persona) => {
  const metadata = new grpc.Metadata();
  if (persona) metadata.set('authorization', `Bearer ${tokens[persona]}`);
  return metadata;
};
const soon = (ms = 15000) => ({ deadline: Date.now() + ms });
const call = (client, method, request, persona, options = soon()) => new Promise((resolve, reject) =>
  client[method](request, as(persona), options, (error, response) => (error ? reject(error) : resolve(response))));
const refused = (promise) => promise.then(() => assert.fail('the call was not refused'), (error) => error);

const director = 'municipal-director:5035';
const leader = 'office:1783';

async function unaryAndStream() {
  const feed = notifications.WatchMissions({ office_number: '1783' }, as(leader));
  const ended = new Promise((resolve) => feed.on('error', resolve));
  const seen = new Set();
  let caughtUp;
  const ready = new Promise((resolve) => { caughtUp = resolve; });
  let wanted;
  const arrived = new Promise((resolve) => {
    feed.on('data', (message) => {
      if (message.caught_up) caughtUp();
      for (const source of message.mission?.sources ?? []) seen.add(source.directive_id);
      if (wanted && seen.has(wanted)) resolve();
    });
  });
  await ready;
  const created = await call(steering, 'CreateDirective', { request_id: crypto.randomUUID(), content }, director);
  wanted = created.directive.directive_id;
  const published = await call(
    steering, 'PublishDirective', { request_id: crypto.randomUUID(), directive_id: wanted, etag: created.directive.etag }, director);
  assert.equal(published.directive.state, 'DIRECTIVE_STATE_PUBLISHED');
  assert.equal(published.office_count, 1);
  if (!seen.has(wanted)) await arrived;
  feed.cancel();
  assert.equal((await ended).code, grpc.status.CANCELLED);
  await call(
    steering, 'WithdrawDirective', { request_id: crypto.randomUUID(), directive_id: wanted, etag: published.directive.etag, reason: 'Ferdig' }, director);
}

async function errorDetails() {
  const faulty = { ...content, valid: { from: '2027-02-01', to: '2027-01-01' }, target: { lo: '5', hi: 'NaN', unit: 'DAY' } };
  const error = await refused(call(steering, 'CreateDirective', { request_id: crypto.randomUUID(), content: faulty }, director));
  assert.equal(error.code, grpc.status.INVALID_ARGUMENT);
  const [details] = error.metadata.get('grpc-status-details-bin');
  for (const part of ['INVALID_FIELDS', 'content.valid', 'PERIOD_REVERSED', 'content.target.hi', 'NUMBER_NOT_FINITE', 'samstyring.no']) {
    assert.ok(details.includes(part), `${part} is not in the details`);
  }
}

async function deadlineAndToken() {
  assert.equal((await refused(call(steering, 'ListDirectives', {}, director, soon(0)))).code, grpc.status.DEADLINE_EXCEEDED);
  const anonymous = await refused(call(steering, 'ListDirectives', {}, null));
  assert.equal(anonymous.code, grpc.status.UNAUTHENTICATED);
  assert.ok(anonymous.metadata.get('grpc-status-details-bin')[0].includes('TOKEN_INVALID'));
}

unaryAndStream().then(errorDetails).then(deadlineAndToken).then(
  () => { steering.close(); notifications.close(); },
  (error) => { console.error(error); process.exit(1); });
