-- Directives of both lines. What is published is never changed: the app role can only add revisions and receipts.

-- One row per directive: whose it is, which revision stands, how it was withdrawn. Locked FOR UPDATE by every change of the directive.
create table directive (
  -- Time-ordered, so that the newest come last in the index that paging reads.
  directive_id uuid primary key,
  -- The node that issued it, as in a delivery path: COUNTY:5700.
  issuer text not null,
  -- Rises with every act of the issuer; the etag.
  edition bigint not null check (edition > 0),
  -- Rises with every change that others see; the version of the event. 0: never published.
  version bigint not null check (version >= 0),
  published_revision int check (published_revision > 0),
  withdrawn_at timestamptz,
  withdrawal_reason text,
  withdrawn_everywhere boolean not null default false,
  withdrawn_at_offices text[] not null default '{}',
  check ((version = 0) = (published_revision is null)),
  check ((withdrawn_at is null) = (withdrawal_reason is null)),
  check (withdrawn_at is not null or (not withdrawn_everywhere and withdrawn_at_offices = '{}'))
);
create index directive_issuer on directive (issuer, directive_id desc);

-- The revision being written, at most one. Nobody but the issuer reads it.
create table directive_draft (
  directive_id uuid primary key references directive,
  revision int not null check (revision > 0),
  change_class smallint not null,
  -- samstyring.steering.v1.DirectiveContent in its binary form; the columns below repeat what lists are filtered by.
  content bytea not null,
  created_at timestamptz not null,
  line smallint not null,
  theme text not null,
  valid daterange,
  derived_from uuid[] not null
);

-- Published revisions.
create table directive_revision (
  directive_id uuid not null references directive,
  revision int not null check (revision > 0),
  change_class smallint not null,
  content bytea not null,
  created_at timestamptz not null,
  line smallint not null,
  theme text not null,
  valid daterange not null,
  derived_from uuid[] not null,
  published_at timestamptz not null,
  -- What the scope reached when it was published.
  reach_offices text[] not null check (reach_offices <> '{}'),
  reach_counties text[] not null,
  reach_municipalities text[] not null,
  -- Middle nodes that are to relay it, and all nodes that may read it (its issuer, its line above and below, owners of the offices reached).
  addressed_to text[] not null,
  readers text[] not null,
  primary key (directive_id, revision),
  check (revision = 1 or change_class <> 0)
);
create index directive_revision_readers on directive_revision using gin (readers);
create index directive_revision_derived_from on directive_revision using gin (derived_from);

-- The delivery path: nodes passed before publication, then a receipt of each node that relayed the revision.
create table directive_passage (
  directive_id uuid not null,
  revision int not null,
  node text not null,
  position int not null,
  receipt boolean not null,
  received_at timestamptz,
  relayed_at timestamptz,
  primary key (directive_id, revision, node),
  foreign key (directive_id, revision) references directive_revision
);

grant select, insert, update on directive to {app};
grant select, insert, update, delete on directive_draft to {app};
grant select, insert on directive_revision, directive_passage to {app};
