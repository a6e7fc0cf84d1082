-- Updates of the register from NAV's unit register, proposed by one person and approved by another.

create table register_update (
    register_update_id integer generated always as identity primary key,
    as_of       date        not null,
    source      text        not null check (source <> ''),
    -- What is used of the file. Its free texts hold telephone numbers and names, and are not kept.
    units       jsonb       not null,
    -- samstyring.offices.v1.RegisterUpdate as proposed.
    document    bytea       not null,
    -- samstyring.offices.v1.RegisterUpdateState
    state       smallint    not null default 1 check (state between 1 and 3),
    proposed_by text        not null,
    proposed_at timestamptz not null,
    decided_by  text,
    decided_at  timestamptz,
    note        text        not null default '',
    check ((state = 1) = (decided_at is null) and (decided_at is null) = (decided_by is null)),
    -- Two persons: whoever proposed it cannot have approved it.
    check (state <> 2 or decided_by <> proposed_by)
);

-- NORG2's own id of a unit, known since an update that named it was approved: it stays when the number changes.
create table unit_norg_id (
    norg_id    bigint  primary key,
    -- office_number, county_unit_number or nav_unit_number.
    table_name text    not null,
    entity_id  integer not null,
    unique (table_name, entity_id)
);

alter table recorded_fact alter column structure_change_id drop not null;
alter table recorded_fact add column register_update_id integer references register_update;
alter table recorded_fact add check (num_nonnulls(structure_change_id, register_update_id) = 1);

grant select, insert on register_update to {app};
grant update (state, decided_by, decided_at, note) on register_update to {app};
grant select, insert on unit_norg_id to {app};
