-- Questions that an issuer has asked partners about a draft, for the lists of what waits for them. Steering owns them.
create table consultation (
  consultation_id text primary key,
  version bigint not null check (version > 0),
  -- Organisations that have not answered and still can: "MUNICIPALITY:5035".
  waiting_for text[] not null,
  consultation bytea not null
);
create index consultation_waiting on consultation using gin (waiting_for);

grant select, insert, update on consultation to {app};
