-- Rows of an office are shown to who leads or owns it, to an auditor, and to the platform's own work. The transaction says who it works for,
-- set_config('samstyring.caller', 'OFFICE:1783', true); one that says nothing sees nothing. The policies hold for the owner of the tables too, and so for
-- everything that is read through its views; only a superuser passes them.

create function caller_sees_all() returns boolean stable parallel safe language sql as
$$ select coalesce(current_setting('samstyring.caller', true), '') in ('PLATFORM', 'AUDITOR') $$;

-- As the owner: the role that feeds are read with cannot read the table of offices.
create function caller_offices() returns int[] stable parallel safe security definer set search_path = public language plpgsql as
$$
declare
  kind text := split_part(coalesce(current_setting('samstyring.caller', true), ''), ':', 1);
  unit text := split_part(coalesce(current_setting('samstyring.caller', true), ''), ':', 2);
begin
  return case
    when unit = '' then '{}'
    when kind = 'OFFICE' then array(select office_id from office where number = unit)
    when kind = 'COUNTY' then array(select office_id from office where county_unit = unit)
    when kind = 'MUNICIPALITY' then array(select office_id from office where unit = any(municipalities))
    when kind = 'SYSTEM' then array(select office_id from office where number = unit or county_unit = unit or unit = any(municipalities))
    else '{}' end;
end
$$;

-- Both functions are asked once per statement, not per row.
do $$
declare
  name text;
begin
  foreach name in array array['mission', 'mission_source', 'mission_head', 'receipt', 'question'] loop
    execute format('alter table %I enable row level security, force row level security', name);
    execute format('create policy callers_offices on %I using ((select caller_sees_all()) or office_id = any((select caller_offices())::int[]))', name);
  end loop;
end
$$;
