-- What every service's database has: events that leave, events that came, replays of requests, the audit trail.
-- {app} is the role the service runs as; it owns nothing and cannot rewrite history.

-- An event, written in the transaction of the change it tells of. Rows are never changed.
create table outbox (
  id bigint generated always as identity primary key,
  event_id uuid not null unique default gen_random_uuid(),
  topic text not null,
  subject text not null,
  version bigint not null,
  data text not null,
  traceparent text,
  created_at timestamptz not null
);

-- One row per event and subscriber. Claimed with FOR UPDATE SKIP LOCKED, by due time; never by an id greater than the last one seen.
create table outbox_delivery (
  outbox_id bigint not null references outbox,
  subscriber text not null,
  attempts int not null default 0,
  due_at timestamptz not null,
  delivered_at timestamptz,
  last_error text,
  primary key (outbox_id, subscriber)
);
create index outbox_delivery_due on outbox_delivery (due_at, outbox_id) where delivered_at is null;

-- Events that have taken effect here. Kept for ever: deduplication never expires.
create table inbox (
  source text not null,
  event_id uuid not null,
  received_at timestamptz not null,
  primary key (source, event_id)
);

-- Events that cannot be read. Nothing undelivered disappears.
create table dead_letter (
  id bigint generated always as identity primary key,
  topic text not null,
  body text not null,
  reason text not null,
  state text not null default 'OPEN' check (state in ('OPEN', 'REPLAYED', 'PARKED')),
  received_at timestamptz not null
);

-- Answers to calls that carried a request_id, for ever.
create table request (
  unit text not null,
  actor text not null,
  rpc text not null,
  request_id text not null,
  body_hash bytea not null,
  response bytea not null,
  created_at timestamptz not null,
  primary key (actor, unit, rpc, request_id)
);

-- Who did what to which object, written in the transaction of the act.
create table audit (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  actor text not null,
  role text not null,
  unit text not null,
  act text not null,
  object text not null,
  revision bigint not null,
  digest_before text not null,
  digest_after text not null,
  trace_id text not null
);
create index audit_object on audit (object, id);

grant select, insert on outbox, inbox, request, audit, dead_letter to {app};
grant select, insert, update (attempts, due_at, delivered_at, last_error) on outbox_delivery to {app};
grant update (state) on dead_letter to {app};
grant select on schema_migration to {app};
