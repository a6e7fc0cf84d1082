-- Changes of structure that are entered ahead of time, and since when the register knows what it says about structure.

create table structure_change (
    structure_change_id integer generated always as identity primary key,
    effective_from      date        not null,
    decided_by          text        not null check (decided_by <> ''),
    source              text        not null check (source <> ''),
    -- samstyring.offices.v1.StructureChange
    document            bytea       not null,
    actor               text        not null,
    recorded_at         timestamptz not null
);

-- The last day in Oslo whose beginning has been dealt with: one row, or none before the first.
create table register_day (
    only_one boolean primary key default true check (only_one),
    done_on  date not null
);

alter table office_number add column recorded_at timestamptz not null default now();
alter table office_county_unit add column recorded_at timestamptz not null default now();
alter table municipality_number add column recorded_at timestamptz not null default now();

-- What those rows said before they were ended, corrected or taken away: what was believed on a day can be read back. Links have office_municipality_record.
create table structure_history (
    structure_history_id bigint generated always as identity primary key,
    table_name  text        not null,
    row_before  jsonb       not null,
    recorded_at timestamptz not null,
    replaced_at timestamptz not null
);
create index structure_history_office on structure_history (table_name, ((row_before ->> 'office_id')::integer));

create function keep_structure_history() returns trigger language plpgsql security definer set search_path from current as $$
begin
    if TG_OP = 'UPDATE' and to_jsonb(old) - 'recorded_at' = to_jsonb(new) - 'recorded_at' then
        return new;
    end if;
    insert into structure_history (table_name, row_before, recorded_at, replaced_at) values (TG_TABLE_NAME, to_jsonb(old), old.recorded_at, now());
    if TG_OP = 'DELETE' then
        return old;
    end if;
    new.recorded_at := now();
    return new;
end $$;

create trigger office_number_history before update or delete on office_number for each row execute function keep_structure_history();
create trigger office_county_unit_history before update or delete on office_county_unit for each row execute function keep_structure_history();
create trigger municipality_number_history before update or delete on municipality_number for each row execute function keep_structure_history();

grant select, insert on structure_change to {app};
grant select on structure_history to {app};
grant select, insert, update on register_day to {app};
