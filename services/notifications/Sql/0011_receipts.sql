-- The newest version with a material change, of the row's own and those before it: a receipt of it or of a later one stands. 0: not recorded.
alter table mission add column material_version int not null default 0 check (material_version between 0 and version);

-- Who has seen (S) and acknowledged (A) which version. Never changed. An acknowledgement is an entry of the feed and has its position.
create table receipt (
  office_id int not null,
  mission_key text not null,
  version int not null,
  -- Opaque id of the person.
  actor text not null,
  act char(1) not null check (act in ('S', 'A')),
  at timestamptz not null,
  position bigint,
  content_hash text not null default '',
  primary key (office_id, mission_key, version, actor, act),
  unique (office_id, position),
  foreign key (office_id, mission_key, version) references mission (office_id, mission_key, version),
  constraint receipt_acknowledged check ((act = 'A') = (position is not null) and (act = 'A') = (content_hash <> ''))
);
create index receipt_actor on receipt (office_id, actor);

-- What the feed's readers can see of it. Only what was released can have been acknowledged.
create view feed_acknowledgement as
select o.office_id, o.feed_epoch, o.feed_position, r.position, r.mission_key, r.version, r.content_hash, r.actor, r.at
from office o join receipt r using (office_id) where r.act = 'A';

-- Questions and obstacles of a leader, to both owners of the office.
create table question (
  question_id text primary key,
  office_id int not null references office,
  mission_key text not null,
  -- 1 clarification, 2 obstacle
  kind smallint not null check (kind between 1 and 2),
  asked_at timestamptz not null,
  asked_by text not null,
  answered_at timestamptz,
  answered_by text not null default '',
  -- As the mission shows it.
  question bytea not null,
  constraint question_answered check ((answered_at is null) = (answered_by = ''))
);
create index question_office on question (office_id, asked_at, question_id);

grant select on feed_acknowledgement to notifications_feed;
grant select, insert on receipt to {app};
grant select, insert, update on question to {app};
