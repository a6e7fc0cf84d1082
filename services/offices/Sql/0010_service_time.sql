-- Since when the register knows what it says about structure, by the clock of the service like everything else it writes: whoever takes the register's lock says
-- what time it is. Statements that no service runs have the database's time.

create function service_time() returns timestamptz language sql stable as $$
    select coalesce(nullif(current_setting('samstyring.now', true), '')::timestamptz, now())
$$;

alter table office_number alter column recorded_at set default service_time();
alter table office_county_unit alter column recorded_at set default service_time();
alter table municipality_number alter column recorded_at set default service_time();

-- Two clocks may differ a little: nothing is replaced before it was recorded.
create or replace function keep_structure_history() returns trigger language plpgsql security definer set search_path from current as $$
begin
    if TG_OP = 'UPDATE' and to_jsonb(old) - 'recorded_at' = to_jsonb(new) - 'recorded_at' then
        return new;
    end if;
    insert into structure_history (table_name, row_before, recorded_at, replaced_at)
    values (TG_TABLE_NAME, to_jsonb(old), old.recorded_at, greatest(old.recorded_at, service_time()));
    if TG_OP = 'DELETE' then
        return old;
    end if;
    new.recorded_at := greatest(old.recorded_at, service_time());
    return new;
end $$;

create or replace function record_office_municipality() returns trigger language plpgsql security definer set search_path from current as $$
begin
    if tg_op <> 'INSERT' then
        update office_municipality_record r set replaced_at = greatest(r.recorded_at, service_time()) from before b
         where r.office_municipality_id = b.office_municipality_id and r.replaced_at is null;
    end if;
    if tg_op <> 'DELETE' then
        insert into office_municipality_record
            (office_municipality_id, office_id, municipality_id, city_district, role, service_codes, basis, source, valid, recorded_at)
        select office_municipality_id, office_id, municipality_id, city_district, role, service_codes, basis, source, valid, service_time() from after;
    end if;
    return null;
end $$;
