-- The register. Three laws hold for every table here:
--   * keys are internal ids; a number or a name is an attribute that holds on some days;
--   * a period is half-open, and an open start means that the source does not say since when;
--   * no two rows say different things about the same day: the exclusion constraints see to it.
-- Periods are never rewritten backwards: a change ends a row on a day and begins the next on the same day.

create extension if not exists btree_gist;

-- Counties (fylke), the county governor's territory. Not the state's regional units: those are county units.

create table county (
    county_id integer generated always as identity primary key
);

create table county_number (
    county_number_id integer generated always as identity primary key,
    county_id        integer   not null references county,
    number           text      not null check (number ~ '^[0-9]{2}$'),
    name             text      not null check (name <> ''),
    valid            daterange not null check (not isempty(valid)),
    exclude using gist (number with =, valid with &&),
    exclude using gist (county_id with =, valid with &&)
);

-- NAV fylke: the state owner of offices.

create table county_unit (
    unit_id integer generated always as identity primary key
);

create table county_unit_number (
    county_unit_number_id integer generated always as identity primary key,
    unit_id               integer   not null references county_unit,
    number                text      not null check (number ~ '^[0-9]{4}$'),
    name                  text      not null check (name <> ''),
    organisation_number   text      not null check (organisation_number ~ '^([0-9]{9})?$'),
    valid                 daterange not null check (not isempty(valid)),
    exclude using gist (number with =, valid with &&),
    exclude using gist (unit_id with =, valid with &&)
);

-- Units that are neither offices nor county units. No directive reaches them; the register knows them so that their numbers are not unknown.

create table nav_unit (
    unit_id integer generated always as identity primary key
);

create table nav_unit_number (
    nav_unit_number_id  integer generated always as identity primary key,
    unit_id             integer   not null references nav_unit,
    number              text      not null check (number ~ '^[0-9]{4}$'),
    name                text      not null check (name <> ''),
    type                text      not null check (type <> ''),
    organisation_number text      not null check (organisation_number ~ '^([0-9]{9})?$'),
    valid               daterange not null check (not isempty(valid)),
    exclude using gist (number with =, valid with &&),
    exclude using gist (unit_id with =, valid with &&)
);

-- Municipalities, also those that are no more.

create table municipality (
    municipality_id integer generated always as identity primary key
);

create table municipality_number (
    municipality_number_id integer generated always as identity primary key,
    municipality_id        integer   not null references municipality,
    number                 text      not null check (number ~ '^[0-9]{4}$'),
    -- The letter by which the source tells an earlier use of the same number apart: 0716 was Våle's (0716u) before it was Re's.
    earlier_use            text      not null default '' check (earlier_use ~ '^[a-z]?$'),
    name                   text      not null check (name <> ''),
    -- Not known for numbers that are no more.
    county_id              integer   references county,
    -- offices.v1.LanguageForm; 0 where the source does not say.
    language_form          smallint  not null default 0 check (language_form between 0 and 3),
    administrative_centre  text      not null default '',
    -- The numbers of today that cover the territory, as the source lists them; its own for a number of today. More than one: it was split.
    territory              text[]    not null check (territory <> '{}'),
    valid                  daterange not null check (not isempty(valid)),
    exclude using gist (number with =, valid with &&),
    exclude using gist (municipality_id with =, valid with &&)
);
create index municipality_number_county on municipality_number (county_id);

-- Who took over a municipality, or a part of it, when its number ended without its own name going on under a new one.
-- Several rows of one predecessor: it was split. Several of one successor: a merger.
create table municipality_succession (
    predecessor_id integer not null references municipality,
    successor_id   integer not null references municipality,
    on_day         date    not null,
    primary key (predecessor_id, successor_id, on_day),
    check (predecessor_id <> successor_id)
);

create table municipality_population (
    municipality_id integer not null references municipality,
    counted_on      date    not null,
    inhabitants     integer not null check (inhabitants >= 0),
    primary key (municipality_id, counted_on)
);

-- The figure to use on a day: the newest one counted on or before it; the oldest also for the days before.
create view municipality_inhabitants as
select municipality_id,
       inhabitants,
       counted_on,
       daterange(case when lag(counted_on) over w is not null then counted_on end, lead(counted_on) over w, '[)') as valid
  from municipality_population
window w as (partition by municipality_id order by counted_on);

-- Offices.

create table office (
    office_id integer generated always as identity primary key,
    -- Version of the newest state published on offices.office, and the digest of that state.
    revision  bigint  not null default 0 check (revision >= 0),
    digest    bytea   not null default ''
);

create table office_number (
    office_number_id              integer generated always as identity primary key,
    office_id                     integer   not null references office,
    number                        text      not null check (number ~ '^[0-9]{4}$'),
    name                          text      not null check (name <> ''),
    -- offices.v1.OfficeStatus. Directives reach an office that is ACTIVE (2) or CLOSING (3).
    status                        smallint  not null check (status between 1 and 4),
    organisation_number           text      not null check (organisation_number ~ '^([0-9]{9})?$'),
    municipal_organisation_number text      not null check (municipal_organisation_number ~ '^([0-9]{9})?$'),
    valid                         daterange not null check (not isempty(valid)),
    exclude using gist (number with =, valid with &&),
    exclude using gist (office_id with =, valid with &&)
);

-- An office and a municipality it serves: all of it, or one city district of it.
create table office_municipality (
    office_municipality_id integer generated always as identity primary key,
    office_id       integer   not null references office,
    municipality_id integer   not null references municipality,
    -- Empty: the whole municipality.
    city_district   text      not null default '' check (city_district ~ '^([0-9]{6})?$'),
    -- offices.v1.MunicipalityRole; 0: nobody has told the register which municipality is the host.
    role            smallint  not null check (role between 0 and 2),
    -- Services the role is for; empty: all.
    service_codes   text[]    not null default '{}',
    -- offices.v1.LinkBasis: 1 a source, 2 the office's name, 3 derived and unconfirmed.
    basis           smallint  not null check (basis between 1 and 3),
    source          text      not null,
    valid           daterange not null check (not isempty(valid)),
    exclude using gist (office_id with =, municipality_id with =, city_district with =, valid with &&),
    -- A district is served by one office at a time.
    exclude using gist (municipality_id with =, city_district with =, valid with &&) where (city_district <> '')
);
create index office_municipality_municipality on office_municipality (municipality_id);

create table office_county_unit (
    office_county_unit_id integer generated always as identity primary key,
    office_id integer   not null references office,
    unit_id   integer   not null references county_unit,
    source    text      not null,
    valid     daterange not null check (not isempty(valid)),
    exclude using gist (office_id with =, valid with &&)
);
create index office_county_unit_unit on office_county_unit (unit_id);

-- What scopes may speak of beyond place. The public sources say nothing about these: they stay empty until the owners register them.

create table service (
    service_code text primary key check (service_code ~ '^[A-Z][A-Z_]*$'),
    -- Days on which the service is part of the statutory minimum, which every office provides.
    minimum      daterange not null
);

-- Service areas (1), networks (2) and pilots (3): groups of offices with a period per member.
create table office_group (
    group_id              integer generated always as identity primary key,
    kind                  smallint not null check (kind between 1 and 3),
    code                  text     not null check (code <> ''),
    name                  text     not null,
    pools_state_resources boolean  not null default false check (kind = 1 or not pools_state_resources),
    exempt_themes         text[]   not null default '{}' check (kind = 3 or exempt_themes = '{}'),
    unique (kind, code)
);

create table office_group_member (
    office_group_member_id integer generated always as identity primary key,
    group_id  integer   not null references office_group,
    office_id integer   not null references office,
    valid     daterange not null check (not isempty(valid)),
    exclude using gist (group_id with =, office_id with =, valid with &&)
);
create index office_group_member_office on office_group_member (office_id);

create table office_leadership (
    office_leadership_id integer generated always as identity primary key,
    office_id integer   not null references office,
    -- offices.v1.LeadershipModel
    model     smallint  not null check (model between 1 and 2),
    valid     daterange not null check (not isempty(valid)),
    exclude using gist (office_id with =, valid with &&)
);

create table office_service (
    office_service_id integer generated always as identity primary key,
    office_id       integer   not null references office,
    service_code    text      not null references service,
    -- Absent: for the residents of every municipality the office serves.
    municipality_id integer   references municipality,
    clause_ref      text      not null default '',
    valid           daterange not null check (not isempty(valid)),
    exclude using gist (office_id with =, service_code with =, (coalesce(municipality_id, 0)) with =, valid with &&)
);

-- How many municipalities an office serves and how many people live in them, per stretch of days on which neither changes.
-- Inhabitants are unknown (null) where the office serves a part of a municipality or a figure is missing.
create view office_segment as
with edge as (
    select office_id, coalesce(lower(valid), '-infinity'::date) as day from office_municipality
    union
    select office_id, coalesce(upper(valid), 'infinity'::date) from office_municipality
    union
    select m.office_id, e.day
      from office_municipality m
      join municipality_inhabitants p on p.municipality_id = m.municipality_id and p.valid && m.valid
      cross join lateral (values (coalesce(lower(p.valid * m.valid), '-infinity'::date)), (coalesce(upper(p.valid * m.valid), 'infinity'::date))) as e (day)
), span as (
    select office_id, day, lead(day) over (partition by office_id order by day) as next_day from edge
), stretch as (
    select office_id, daterange(nullif(day, '-infinity'::date), nullif(next_day, 'infinity'::date), '[)') as days
      from span where next_day is not null
)
select s.office_id,
       s.days,
       count(distinct m.municipality_id)::integer as municipalities,
       case when bool_and(m.city_district = '' and p.inhabitants is not null) then sum(p.inhabitants)::bigint end as inhabitants
  from stretch s
  join office_municipality m on m.office_id = s.office_id and m.valid && s.days
  left join municipality_inhabitants p on p.municipality_id = m.municipality_id and p.valid && s.days
 group by s.office_id, s.days;

-- What each import did, for people who ask where a row comes from.
create table register_import (
    register_import_id integer generated always as identity primary key,
    imported_at timestamptz not null,
    report      jsonb       not null
);

-- Directives heard from steering, in the highest version, with the mapping published last.
create table directive (
    directive_id    text   primary key,
    version         bigint not null,
    -- samstyring.steering.v1.Directive
    document        bytea  not null,
    mapping_version bigint not null default 0,
    -- Digest of directive and offices as published in that version.
    mapping_digest  bytea  not null default ''
);

-- The statutory minimum of domain.md section 7; no source at hand dates its parts, so their start is open. The others are those the seeds name.
insert into service (service_code, minimum) values
    ('INFORMATION_AND_GUIDANCE', daterange(null, null)),
    ('ECONOMIC_COUNSELLING',     daterange(null, null)),
    ('FINANCIAL_ASSISTANCE',     daterange(null, null)),
    ('TEMPORARY_HOUSING',        daterange(null, null)),
    ('INDIVIDUAL_PLAN',          daterange(null, null)),
    ('QUALIFICATION_PROGRAMME',  daterange(null, null)),
    ('REFUGEE_SETTLEMENT',       'empty'),
    ('SUBSTANCE_FOLLOW_UP',      'empty'),
    ('INTRODUCTION_PROGRAMME',   'empty'),
    ('HOUSING_SUPPORT',          'empty');

-- The service adds and ends; only rows that never came to hold a day are taken away again.
grant select, insert, update on
    county, county_number, county_unit, county_unit_number, nav_unit, nav_unit_number, municipality, municipality_number, municipality_succession,
    municipality_population, office, office_number, office_municipality, office_county_unit, office_group, office_group_member, office_leadership,
    office_service, directive
    to {app};
grant delete on
    county_number, county_unit_number, nav_unit_number, municipality_number, municipality_succession,
    office_number, office_municipality, office_county_unit, office_group_member, office_leadership, office_service
    to {app};
grant select on service, municipality_inhabitants, office_segment to {app};
grant select, insert on register_import to {app};
