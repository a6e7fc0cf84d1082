-- A dead letter is one event, however often it comes, and says what was decided about it.
alter table dead_letter
  -- Source and id where it could be read that far, else a hash of its text.
  add column event_key text,
  add column attempts int not null default 1 check (attempts > 0),
  add column decided_at timestamptz,
  add column decided_by text not null default '',
  add column decision text not null default '',
  add constraint dead_letter_decided check ((state = 'OPEN') = (decided_at is null));
update dead_letter set event_key = 'letter|' || id;
alter table dead_letter alter column event_key set not null;
create unique index dead_letter_event on dead_letter (topic, event_key);
create index dead_letter_open on dead_letter (received_at) where state = 'OPEN';

-- How often an event has failed that a handler could not handle; after some times it is a dead letter.
create table event_failure (
  topic text not null,
  event_key text not null,
  attempts int not null,
  last_error text not null,
  failed_at timestamptz not null,
  primary key (topic, event_key)
);

grant select, insert, update on event_failure to {app};
grant update (state, attempts, decided_at, decided_by, decision) on dead_letter to {app};
