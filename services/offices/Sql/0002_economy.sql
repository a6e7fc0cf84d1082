-- Agreements and economy. Two times are kept apart:
--   * `valid` says on which days something is true, half-open as everywhere;
--   * `recorded_at` says since when the register knows it, `replaced_at` until when it thought so; null: it still does.
-- Rows are added, and marked as replaced, and never rewritten: what was believed on a day can be read back. Exclusion constraints look at what is believed now.

-- How many full-time equivalents each owner pays at an office. Written by each owner for its own line.
create table office_staffing (
    office_staffing_id integer generated always as identity primary key,
    office_id     integer     not null references office,
    -- steering.v1.Employer: 1 state, 2 municipal.
    employer      smallint    not null check (employer between 1 and 2),
    fte           numeric     not null check (fte >= 0),
    -- The part of it that is follow-up capacity; null: not said.
    follow_up_fte numeric     check (follow_up_fte between 0 and fte),
    valid         daterange   not null check (not isempty(valid)),
    recorded_at   timestamptz not null default now(),
    replaced_at   timestamptz check (replaced_at >= recorded_at),
    exclude using gist (office_id with =, employer with =, valid with &&) where (replaced_at is null)
);

-- Who can be a party: a county unit, a municipality, or a city district of one. By id, so that a party stays itself when its number changes.
create table party (
    party_id        integer generated always as identity primary key,
    -- types.v1.OrgKind: 3 county unit, 4 municipality, 5 city district.
    kind            smallint not null check (kind between 3 and 5),
    unit_id         integer  references county_unit,
    municipality_id integer  references municipality,
    city_district   text     not null default '' check (city_district ~ '^([0-9]{6})?$'),
    check ((kind = 3) = (unit_id is not null) and (kind = 3) = (municipality_id is null) and (kind = 5) = (city_district <> '')),
    unique nulls not distinct (kind, unit_id, municipality_id, city_district)
);

create table agreement (
    agreement_id uuid        primary key,
    office_id    integer     not null references office,
    -- offices.v1.AgreementType
    type         smallint    not null check (type between 1 and 7),
    recorded_at  timestamptz not null
);
create index agreement_office on agreement (office_id);

-- A revision is whole: what a party puts forward and what the parties sign.
create table agreement_revision (
    agreement_id uuid        not null references agreement,
    revision     integer     not null check (revision > 0),
    valid        daterange   not null check (not isempty(valid)),
    recorded_at  timestamptz not null,
    primary key (agreement_id, revision)
);

create table agreement_party (
    agreement_id uuid    not null,
    revision     integer not null,
    party_id     integer not null references party,
    primary key (agreement_id, revision, party_id),
    foreign key (agreement_id, revision) references agreement_revision
);

create table agreement_clause (
    agreement_id  uuid     not null,
    revision      integer  not null,
    clause_ref    text     not null check (clause_ref <> ''),
    -- offices.v1.ClauseChapter
    chapter       smallint not null check (chapter between 1 and 14),
    -- Empty: a clause in words only.
    term          text     not null check (term ~ '^([A-Z][A-Z_]*)?$'),
    key           text     not null,
    value         text     not null check ((term = '') = (value = '')),
    notice_months integer  check (notice_months >= 0),
    text_nb       text     not null,
    text_nn       text     not null,
    primary key (agreement_id, revision, clause_ref),
    foreign key (agreement_id, revision) references agreement_revision
);

-- Cost key and cost items of an operating agreement.
create table agreement_cost_key (
    agreement_id uuid     not null,
    revision     integer  not null,
    -- offices.v1.CostKeyType: 1 by staffing, 2 fixed shares, 3 fixed shares revised with the population.
    type         smallint not null check (type between 1 and 3),
    last_review  date,
    primary key (agreement_id, revision),
    foreign key (agreement_id, revision) references agreement_revision
);

create table agreement_cost_share (
    agreement_id    uuid     not null,
    revision        integer  not null,
    -- types.v1.Line: 1 the state, 2 a municipality or, without one, the municipal side as a whole.
    line            smallint not null check (line between 1 and 2),
    municipality_id integer  references municipality check (line = 2 or municipality_id is null),
    percent         numeric  not null check (percent between 0 and 100),
    unique nulls not distinct (agreement_id, revision, line, municipality_id),
    foreign key (agreement_id, revision) references agreement_cost_key
);

-- Shares come row by row; at the end of the transaction they add up.
create function check_cost_shares() returns trigger language plpgsql as $$
begin
    if exists (select from agreement_cost_key k left join agreement_cost_share s using (agreement_id, revision)
                where k.agreement_id = new.agreement_id and k.revision = new.revision
                group by k.type
               having coalesce(sum(s.percent), 0) <> case k.type when 1 then 0 else 100 end) then
        raise exception 'cost shares do not add up to 100 percent' using errcode = 'check_violation';
    end if;
    return null;
end $$;
create constraint trigger cost_key_adds_up after insert on agreement_cost_key
    deferrable initially deferred for each row execute function check_cost_shares();
create constraint trigger cost_share_adds_up after insert on agreement_cost_share
    deferrable initially deferred for each row execute function check_cost_shares();

create table agreement_cost_item (
    agreement_id uuid    not null,
    revision     integer not null,
    item         text    not null check (item <> ''),
    nok_per_year bigint  not null check (nok_per_year >= 0),
    primary key (agreement_id, revision, item),
    foreign key (agreement_id, revision) references agreement_cost_key
);

-- Authority that a party leaves to the leader of the other line; annexed to the agreement.
create table agreement_delegation (
    agreement_id uuid      not null,
    revision     integer   not null,
    party_id     integer   not null,
    -- steering.v1.ResponsibleLeader
    to_leader    smallint  not null check (to_leader between 1 and 2),
    action_code  text      not null check (action_code <> ''),
    legal_basis  text      not null check (legal_basis <> ''),
    valid        daterange not null check (not isempty(valid)),
    foreign key (agreement_id, revision, party_id) references agreement_party,
    exclude using gist (agreement_id with =, revision with =, party_id with =, to_leader with =, action_code with =, valid with &&)
);

-- One signature per party and revision, and nobody signs for two: here a second time, after the rules.
create table agreement_signature (
    agreement_id uuid        not null,
    revision     integer     not null,
    party_id     integer     not null,
    actor        text        not null check (actor <> ''),
    mandate      text        not null,
    signed_at    timestamptz not null,
    primary key (agreement_id, revision, party_id),
    unique (agreement_id, revision, actor),
    foreign key (agreement_id, revision, party_id) references agreement_party
);

-- The days on which a revision that all parties have signed holds. A later one takes over from its own first day on.
create table agreement_period (
    agreement_period_id integer generated always as identity primary key,
    agreement_id uuid        not null,
    revision     integer     not null,
    office_id    integer     not null references office,
    type         smallint    not null,
    valid        daterange   not null check (not isempty(valid)),
    recorded_at  timestamptz not null,
    replaced_at  timestamptz check (replaced_at >= recorded_at),
    foreign key (agreement_id, revision) references agreement_revision,
    exclude using gist (agreement_id with =, valid with &&) where (replaced_at is null),
    -- One operating agreement, and with it one cost key, at an office on a day.
    exclude using gist (office_id with =, valid with &&) where (type = 2 and replaced_at is null)
);
create index agreement_period_office on agreement_period (office_id);

create table agreement_amendment (
    amendment_id   uuid        primary key,
    agreement_id   uuid        not null,
    revision       integer     not null,
    clause_ref     text        not null,
    value          text        not null check (value <> ''),
    effective_from date        not null,
    proposed_at    timestamptz not null,
    foreign key (agreement_id, revision, clause_ref) references agreement_clause,
    unique (amendment_id, agreement_id, revision)
);
create index agreement_amendment_agreement on agreement_amendment (agreement_id, revision);

create table amendment_signature (
    amendment_id uuid        not null,
    agreement_id uuid        not null,
    revision     integer     not null,
    party_id     integer     not null,
    actor        text        not null check (actor <> ''),
    mandate      text        not null,
    signed_at    timestamptz not null,
    primary key (amendment_id, party_id),
    unique (amendment_id, actor),
    foreign key (amendment_id, agreement_id, revision) references agreement_amendment (amendment_id, agreement_id, revision),
    foreign key (agreement_id, revision, party_id) references agreement_party
);

grant select, insert on
    office_staffing, party, agreement, agreement_revision, agreement_party, agreement_clause, agreement_cost_key, agreement_cost_share, agreement_cost_item,
    agreement_delegation, agreement_signature, agreement_period, agreement_amendment, amendment_signature
    to {app};
grant update (replaced_at) on office_staffing, agreement_period to {app};
