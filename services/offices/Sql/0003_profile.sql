-- Profiles of offices: what the owners register about them. Two times are kept apart, as for agreements: `valid` says on which days something is true,
-- `recorded_at` since when the register knows it and `replaced_at` until when it thought so. Rows are added, signed and marked as replaced, never rewritten.

-- office_leadership, office_service, office_group and office_group_member of the register hold what scopes search: the rows in force, written anew with
-- each change of an office's profile. Staffing is a part like the others.
drop table office_staffing;

-- Codes that profiles may speak of; those of services stand in `service`.
create table theme (
    theme  text     primary key check (theme ~ '^[A-Z][A-Z_]*$'),
    -- types.v1.Line: 1 state, 2 municipal, 4 joint.
    owner  smallint not null check (owner in (1, 2, 4)),
    parent text     references theme
);

create table system (
    system text primary key check (system ~ '^[A-Z][A-Z_]*$')
);

-- A row of a part of a profile, whatever the part: its content is the message of offices.v1 that the part consists of.
create table profile_row (
    profile_row_id  bigint generated always as identity primary key,
    office_id       integer     not null references office,
    -- The field of offices.v1.OfficeProfile it stands in.
    part            text        not null check (part ~ '^[a-z]+(_[a-z]+)*$'),
    -- What the row speaks of: no two rows in force say different things about it on the same day.
    key             text        not null,
    -- The municipality it names, by id, so that it stays the same when its number changes.
    municipality_id integer     references municipality,
    valid           daterange   not null check (not isempty(valid)),
    -- Without period and municipality number, which stand beside it.
    content         bytea       not null,
    source          text        not null,
    -- types.v1.OrgKind and number of the owner that wrote it; 0 and empty: the platform.
    recorded_kind   smallint    not null check (recorded_kind between 0 and 5),
    recorded_number text        not null check ((recorded_kind = 0) = (recorded_number = '')),
    recorded_at     timestamptz not null,
    -- When the last owner signed what needs the signature of all; at once for everything else. Null: a proposal.
    agreed_at       timestamptz check (agreed_at >= recorded_at),
    replaced_at     timestamptz check (replaced_at >= recorded_at),
    exclude using gist (office_id with =, part with =, key with =, valid with &&) where (replaced_at is null and agreed_at is not null),
    -- One open proposal for each thing.
    exclude using gist (office_id with =, part with =, key with =, valid with &&) where (replaced_at is null and agreed_at is null)
);
create index profile_row_office on profile_row (office_id, part, key);

-- One signature per party, and nobody signs for two.
create table profile_signature (
    profile_row_id bigint      not null references profile_row,
    party_id       integer     not null references party,
    actor          text        not null check (actor <> ''),
    mandate        text        not null,
    signed_at      timestamptz not null,
    primary key (profile_row_id, party_id),
    unique (profile_row_id, actor)
);

-- When the register learned which municipalities an office serves: kept by the table itself, whoever writes to it.
create table office_municipality_record (
    office_municipality_record_id bigint generated always as identity primary key,
    office_municipality_id integer     not null,
    office_id              integer     not null references office,
    municipality_id        integer     not null references municipality,
    city_district          text        not null,
    role                   smallint    not null,
    service_codes          text[]      not null,
    basis                  smallint    not null,
    source                 text        not null,
    valid                  daterange   not null,
    recorded_at            timestamptz not null,
    replaced_at            timestamptz check (replaced_at >= recorded_at)
);
create index office_municipality_record_office on office_municipality_record (office_id);
create index office_municipality_record_open on office_municipality_record (office_municipality_id) where replaced_at is null;

-- Links from before this table are known since the last import.
insert into office_municipality_record
    (office_municipality_id, office_id, municipality_id, city_district, role, service_codes, basis, source, valid, recorded_at)
select office_municipality_id, office_id, municipality_id, city_district, role, service_codes, basis, source, valid,
       coalesce((select max(imported_at) from register_import), now())
  from office_municipality;

-- As the owner of the schema: the service itself cannot write what was known when.
create function record_office_municipality() returns trigger language plpgsql security definer set search_path from current as $$
begin
    if tg_op <> 'INSERT' then
        update office_municipality_record r set replaced_at = now() from before b
         where r.office_municipality_id = b.office_municipality_id and r.replaced_at is null;
    end if;
    if tg_op <> 'DELETE' then
        insert into office_municipality_record
            (office_municipality_id, office_id, municipality_id, city_district, role, service_codes, basis, source, valid, recorded_at)
        select office_municipality_id, office_id, municipality_id, city_district, role, service_codes, basis, source, valid, now() from after;
    end if;
    return null;
end $$;
create trigger office_municipality_inserted after insert on office_municipality
    referencing new table as after for each statement execute function record_office_municipality();
create trigger office_municipality_updated after update on office_municipality
    referencing old table as before new table as after for each statement execute function record_office_municipality();
create trigger office_municipality_deleted after delete on office_municipality
    referencing old table as before for each statement execute function record_office_municipality();

-- The themes of the domain, and systems.
insert into theme (theme, owner, parent) values
    ('FOLLOW_UP',                4, null),
    ('YOUTH',                    4, 'FOLLOW_UP'),
    ('QUALIFICATION_PROGRAMME',  4, 'FOLLOW_UP'),
    ('SCHOOL_COOPERATION',       4, 'FOLLOW_UP'),
    ('USER_MEETINGS',            4, 'FOLLOW_UP'),
    ('SICK_LEAVE',               1, 'FOLLOW_UP'),
    ('EMPLOYERS',                1, 'FOLLOW_UP'),
    ('MEASURES',                 1, 'FOLLOW_UP'),
    ('SOCIAL_SERVICES',          2, null),
    ('FINANCIAL_ASSISTANCE',     2, 'SOCIAL_SERVICES'),
    ('ECONOMIC_COUNSELLING',     2, 'SOCIAL_SERVICES'),
    ('TEMPORARY_HOUSING',        2, 'SOCIAL_SERVICES'),
    ('CHILD_POVERTY',            2, 'SOCIAL_SERVICES'),
    ('INTERNAL_CONTROL',         2, 'SOCIAL_SERVICES'),
    ('EXTRA_SERVICES',           2, null),
    ('REFUGEE_SETTLEMENT',       2, 'EXTRA_SERVICES'),
    ('HOUSING',                  2, 'EXTRA_SERVICES'),
    ('OFFICE',                   4, null),
    ('OPENING_HOURS',            4, 'OFFICE'),
    ('CHANNELS',                 4, 'OFFICE'),
    ('OFFICE_STRUCTURE',         4, 'OFFICE'),
    ('PREPAREDNESS',             4, 'OFFICE'),
    ('PARTNERSHIP',              4, 'OFFICE'),
    ('COMPETENCE',               4, null),
    ('SOCIAL_SERVICES_TRAINING', 2, 'COMPETENCE'),
    ('WORKING_CONDITIONS',       4, null),
    ('WORKING_TIME',             4, 'WORKING_CONDITIONS'),
    ('PAY',                      4, 'WORKING_CONDITIONS'),
    ('HOLIDAY',                  4, 'WORKING_CONDITIONS'),
    ('LEAVE',                    4, 'WORKING_CONDITIONS'),
    ('STATE_ICT',                1, null),
    ('MUNICIPAL_ICT',            2, null);
insert into system (system) values ('DIGITAL_SOCIAL_APPLICATION'), ('MODIA'), ('SOCIAL_CASE_SYSTEM');

grant select on theme, system, office_municipality_record to {app};
grant select, insert on profile_row, profile_signature to {app};
grant update (agreed_at, replaced_at) on profile_row to {app};
