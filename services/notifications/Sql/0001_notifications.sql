-- What the judge needs to know of offices and directives, what it found, what the gate decided, and one mission feed per office.
-- {app} is the role the service runs as. The role notifications_feed exists beside it: it reads released missions and nothing else.

-- An office. Its row lock orders all work at the office: judging, gate and feed happen under FOR UPDATE, in ascending order of office_id.
create table office (
  office_id int primary key,
  number text not null,
  name text not null,
  county_unit text not null,
  municipalities text[] not null,
  -- Version of the last offices.office event; 0: known from mappings only.
  version bigint not null,
  office bytea,
  -- Another epoch means another feed: tokens of an older one are not understood.
  feed_epoch uuid not null default gen_random_uuid(),
  -- Last position given in the feed. Taken under the row lock, never from a sequence, so that it has no gaps and becomes visible in order.
  feed_position bigint not null default 0 check (feed_position >= 0),
  -- The day in Oslo on which the office was last judged.
  judged_on date not null
);
create index office_number on office (number);
create index office_judged on office (judged_on, office_id);

-- A directive in its newest published revision, with its whole state.
create table directive (
  directive_id text primary key,
  -- Version of the offices.mapping event; a lower one never replaces it.
  version bigint not null check (version > 0),
  revision int not null check (revision > 0),
  line smallint not null,
  -- "COUNTY:5700"
  issuer text not null,
  directive bytea not null
);

-- What each revision said when it came: findings and missions quote it. Never changed.
create table directive_revision (
  directive_id text not null references directive,
  revision int not null,
  directive bytea not null,
  primary key (directive_id, revision)
);

-- derived_from (D) and supersedes (S): the lineage is walked from the directives at an office.
create table directive_link (
  directive_id text not null references directive,
  kind char(1) not null check (kind in ('D', 'S')),
  target_id text not null,
  primary key (directive_id, kind, target_id)
);

-- A directive at an office.
create table mapping (
  office_id int not null references office,
  directive_id text not null references directive,
  -- Days of validity on which the scope contains the office; empty: it no longer does.
  days datemultirange not null,
  -- Municipalities it concerns there.
  concerned text[] not null,
  withdrawn boolean not null,
  -- Nothing is left to judge or to end here.
  settled boolean not null default false,
  primary key (office_id, directive_id)
);
create index mapping_directive on mapping (directive_id, office_id);
create index mapping_open on mapping (office_id, directive_id) where not settled;

-- Where a revision stands at an office.
create table gate (
  office_id int not null references office,
  directive_id text not null references directive,
  revision int not null,
  state smallint not null check (state between 1 and 8),
  received_at timestamptz not null,
  held_since timestamptz,
  -- Day 0 of the hold and its last working day, in Oslo; kept when the hold is over.
  held_on date,
  held_until date check (held_until > held_on),
  released_at timestamptz,
  primary key (office_id, directive_id, revision),
  constraint gate_released check (state not in (3, 4) or released_at is not null),
  constraint gate_held check (state <> 5 or (held_since is not null and held_on is not null and held_until is not null and released_at is null))
);
create index gate_directive on gate (directive_id, office_id, revision);
create index gate_held_until on gate (held_until, office_id) where state = 5;

-- The way each revision went through the gate. Never changed.
create table gate_step (
  id bigint generated always as identity primary key,
  office_id int not null,
  directive_id text not null,
  revision int not null,
  state smallint not null check (state between 1 and 8),
  at timestamptz not null
);
create index gate_step_directive on gate_step (directive_id, office_id, id);

-- What the judge found; the id is the fingerprint, so the same problem keeps its row.
create table finding (
  finding_id text primary key check (finding_id ~ '^[0-9a-f]{64}$'),
  office_id int not null references office,
  kind smallint not null,
  severity smallint not null,
  stage smallint not null,
  -- 1 open, 2 escalated, 3 closed
  state smallint not null check (state between 1 and 3),
  close_reason smallint not null default 0,
  opened_at timestamptz not null,
  -- The day in Oslo from which its own hold is counted.
  opened_on date not null,
  closed_at timestamptz,
  finding bytea not null,
  constraint finding_closed check ((state = 3) = (closed_at is not null) and (state = 3) = (close_reason <> 0))
);
create index finding_open on finding (office_id) where state <> 3;
create index finding_worst on finding (severity, finding_id);

create table finding_directive (
  finding_id text not null references finding,
  directive_id text not null references directive,
  primary key (directive_id, finding_id)
);
create index finding_directive_finding on finding_directive (finding_id);

-- The feed: every version of every mission, at its position. Never changed.
create table mission (
  office_id int not null references office,
  position bigint not null check (position > 0),
  mission_key text not null,
  version int not null check (version > 0),
  directive_id text not null,
  -- The revision it shows.
  revision int not null,
  -- 1 released, 2 released with flag, 3 ended
  state smallint not null check (state between 1 and 3),
  sort_key text not null collate "C",
  created_at timestamptz not null,
  mission bytea not null,
  primary key (office_id, position),
  unique (office_id, mission_key, version),
  foreign key (office_id, directive_id, revision) references gate
);

-- All that the feed's readers can see. A mission whose revision the gate has not released here does not exist for them, whatever is in the table.
-- An office without missions has one row without one, so that its head can be read.
create view released_mission as
select o.office_id, o.number as office_number, o.feed_epoch, o.feed_position,
       m.position, m.mission_key, m.version, m.state, m.sort_key, m.created_at, m.mission
from office o
left join lateral (
  select x.position, x.mission_key, x.version, x.state, x.sort_key, x.created_at, x.mission
  from mission x
  join gate g using (office_id, directive_id, revision)
  where x.office_id = o.office_id and g.released_at is not null) m on true;

grant select on released_mission to notifications_feed;
grant select, insert, update on office, directive, mapping, gate, finding to {app};
grant select, insert on directive_revision, gate_step, mission to {app};
grant select, insert, delete on directive_link, finding_directive to {app};
