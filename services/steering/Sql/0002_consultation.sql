-- Questions to partners about a draft, and their answers. Neither is ever changed; changes hold the row lock of the directive.
create table consultation (
  -- Time-ordered, as directives are.
  consultation_id uuid primary key,
  directive_id uuid not null references directive,
  revision int not null check (revision > 0),
  issuer text not null,
  -- Rises with every change; the version of the event.
  version bigint not null check (version > 0),
  title_nb text not null,
  title_nn text not null,
  question_nb text not null,
  question_nn text not null,
  -- Legal basis for showing the title alone; null: the text is shown.
  shielding_basis text,
  -- Last day of answering.
  deadline date not null,
  requested_at timestamptz not null,
  closed_at timestamptz
);
create index consultation_directive on consultation (directive_id);
create index consultation_issuer on consultation (issuer, consultation_id desc);

create table consultation_partner (
  consultation_id uuid not null references consultation,
  position int not null,
  org_kind smallint not null,
  org_number text not null,
  primary key (consultation_id, org_kind, org_number)
);
create index consultation_partner_org on consultation_partner (org_kind, org_number, consultation_id desc);

create table consultation_answer (
  consultation_id uuid not null,
  org_kind smallint not null,
  org_number text not null,
  position int not null,
  says smallint not null check (says > 0),
  reason text not null,
  answered_at timestamptz not null,
  answered_by text not null,
  -- Digest of what the draft said.
  text_digest text not null,
  primary key (consultation_id, org_kind, org_number),
  foreign key (consultation_id, org_kind, org_number) references consultation_partner
);

grant select, insert, update (version, closed_at) on consultation to {app};
grant select, insert on consultation_partner, consultation_answer to {app};
