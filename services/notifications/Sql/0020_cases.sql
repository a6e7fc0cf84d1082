-- What the owners have to settle: findings about one problem, with the offices where it stands.
create table coordination_case (
  case_id text primary key check (case_id ~ '^[0-9a-f]{64}$'),
  kind smallint not null,
  -- What it is about, whatever the office: offices of a county that have the same problem are collected in a regional case.
  problem text not null,
  county_unit text not null,
  regional boolean not null,
  regional_id text references coordination_case,
  -- 1 open, 2 escalated, 3 closed
  state smallint not null check (state between 1 and 3),
  severity smallint not null,
  -- R-A to R-G, as the ladder stands.
  resolver smallint not null,
  -- Last working day on this rung.
  deadline date,
  opened_at timestamptz not null,
  closed_at timestamptz,
  version bigint not null,
  -- Proposals, signatures, accounts and time line.
  doc jsonb not null,
  constraint case_closed check ((state = 3) = (closed_at is not null))
);
create index coordination_case_due on coordination_case (deadline) where state <> 3;
create index coordination_case_problem on coordination_case (problem, county_unit) where state <> 3 and not regional;
create index coordination_case_regional on coordination_case (regional_id) where regional_id is not null;

-- The case at an office.
create table case_office (
  case_id text not null references coordination_case,
  office_id int not null references office,
  state smallint not null check (state between 1 and 3),
  close_reason smallint not null default 0,
  -- "COUNTY:5700", "MUNICIPALITY:5035": the owners whose signatures settle it here.
  signers text[] not null,
  -- The owners have accepted it (1), or the dispute board has decided it (6), for these directives as they are. It stays closed until one of them changes
  -- materially or a fact of the office's profile does.
  agreed smallint check (agreed in (1, 6)),
  agreed_directives text[] not null default '{}',
  -- What the NAV-leder reads of it.
  settlement jsonb,
  primary key (case_id, office_id)
);
create index case_office_open on case_office (office_id) where state <> 3;
create index case_office_standing on case_office (office_id) where state = 2 or agreed is not null;

create table case_directive (
  case_id text not null references coordination_case,
  directive_id text not null references directive,
  primary key (directive_id, case_id)
);
create index case_directive_case on case_directive (case_id);

alter table finding add column case_id text references coordination_case;
create index finding_case on finding (case_id, office_id);

-- Every office is judged again: what is open gets its case.
update office set judged_with = '';

grant select, insert, update on coordination_case, case_office to {app};
grant select, insert on case_directive to {app};
