-- What a scope asks about every office is kept ready instead of being put together for each question. Two tables follow from office_number,
-- office_municipality and municipality_population; triggers keep them true within the statement that changes those, whoever changes them.

drop view office_segment;

-- On which days an office that directives reach serves which municipality. Municipality 0 stands for the days on which it serves none.
create table office_served (
    office_id       integer        not null references office,
    municipality_id integer        not null,
    days            datemultirange not null check (not isempty(days)),
    primary key (office_id, municipality_id)
);
create index office_served_municipality on office_served (municipality_id);

-- How many municipalities an office serves and how many people live in them, per stretch of days on which neither changes.
-- Inhabitants are unknown (null) where the office serves a part of a municipality or a figure is missing.
create table office_segment (
    office_id      integer   not null references office,
    days           daterange not null check (not isempty(days)),
    municipalities integer   not null check (municipalities > 0),
    inhabitants    bigint,
    primary key (office_id, days)
);
create index office_segment_municipalities on office_segment (municipalities);
create index office_segment_inhabitants on office_segment (inhabitants);

create function refresh_offices(changed integer[]) returns void language plpgsql security definer set search_path from current as $$
begin
    -- Two transactions that change one office take turns, and the later one's statements below see what the earlier has committed.
    perform from office where office_id = any (changed) order by office_id for no key update;

    delete from office_served where office_id = any (changed);
    insert into office_served (office_id, municipality_id, days)
    with life as (
        select office_id, range_agg(valid) as days from office_number where office_id = any (changed) and status in (2, 3) group by office_id
    ), link as (
        select office_id, municipality_id, range_agg(valid) as days from office_municipality where office_id = any (changed) group by office_id, municipality_id
    )
    select office_id, k.municipality_id, l.days * k.days from life l join link k using (office_id) where l.days && k.days
    union all
    select l.office_id, 0, l.days - coalesce(range_agg(k.days), '{}')
      from life l left join link k using (office_id)
     group by l.office_id, l.days
    having l.days <> l.days * coalesce(range_agg(k.days), '{}');

    delete from office_segment where office_id = any (changed);
    insert into office_segment (office_id, days, municipalities, inhabitants)
    with link as (
        select office_id, municipality_id, city_district, valid from office_municipality where office_id = any (changed)
    ), figure as materialized (
        -- As the view municipality_inhabitants, for the municipalities at hand.
        select municipality_id, inhabitants,
               daterange(case when lag(counted_on) over w is not null then counted_on end, lead(counted_on) over w, '[)') as valid
          from municipality_population
         where municipality_id in (select municipality_id from link)
        window w as (partition by municipality_id order by counted_on)
    ), edge as (
        select office_id, coalesce(lower(valid), '-infinity'::date) as day from link
        union
        select office_id, coalesce(upper(valid), 'infinity'::date) from link
        union
        select l.office_id, e.day
          from link l
          join figure p on p.municipality_id = l.municipality_id and p.valid && l.valid
          cross join lateral (values (coalesce(lower(p.valid * l.valid), '-infinity'::date)), (coalesce(upper(p.valid * l.valid), 'infinity'::date))) as e (day)
    ), span as (
        select office_id, day, lead(day) over (partition by office_id order by day) as next_day from edge
    ), stretch as (
        select office_id, daterange(nullif(day, '-infinity'::date), nullif(next_day, 'infinity'::date), '[)') as days from span where next_day is not null
    )
    select s.office_id, s.days, count(distinct l.municipality_id)::integer,
           case when bool_and(l.city_district = '' and p.inhabitants is not null) then sum(p.inhabitants)::bigint end
      from stretch s
      join link l on l.office_id = s.office_id and l.valid && s.days
      left join figure p on p.municipality_id = l.municipality_id and p.valid && s.days
     group by s.office_id, s.days;
end $$;

create function offices_changed() returns trigger language plpgsql as $$
declare
    concerned integer[];
begin
    if TG_OP = 'UPDATE' then
        concerned := array(select office_id from after_rows union select office_id from before_rows order by 1);
    elsif TG_OP = 'INSERT' then
        concerned := array(select distinct office_id from after_rows order by 1);
    else
        concerned := array(select distinct office_id from before_rows order by 1);
    end if;
    if concerned <> '{}' then
        perform refresh_offices(concerned);
    end if;
    return null;
end $$;

create trigger offices_served_added after insert on office_municipality
    referencing new table as after_rows for each statement execute function offices_changed();
create trigger offices_served_changed after update on office_municipality
    referencing old table as before_rows new table as after_rows for each statement execute function offices_changed();
create trigger offices_served_removed after delete on office_municipality
    referencing old table as before_rows for each statement execute function offices_changed();
create trigger offices_alive_added after insert on office_number
    referencing new table as after_rows for each statement execute function offices_changed();
create trigger offices_alive_changed after update on office_number
    referencing old table as before_rows new table as after_rows for each statement execute function offices_changed();
create trigger offices_alive_removed after delete on office_number
    referencing old table as before_rows for each statement execute function offices_changed();

-- Figures are added and corrected, never taken away.
create function population_changed() returns trigger language plpgsql as $$
declare
    concerned integer[] := array(
        select distinct office_id from after_rows join office_municipality using (municipality_id) order by 1);
begin
    if concerned <> '{}' then
        perform refresh_offices(concerned);
    end if;
    return null;
end $$;

create trigger population_added after insert on municipality_population
    referencing new table as after_rows for each statement execute function population_changed();
create trigger population_corrected after update on municipality_population
    referencing new table as after_rows for each statement execute function population_changed();

select refresh_offices(array(select office_id from office));

-- What a scope looks rows up by. The exclusion constraints have indexes that begin with the same columns, but GiST is twenty times as slow at equality.
create index office_number_office on office_number (office_id);
create index office_number_number on office_number (number);
create index office_municipality_office on office_municipality (office_id);
create index office_county_unit_office on office_county_unit (office_id);
create index county_unit_number_unit on county_unit_number (unit_id);
create index municipality_number_municipality on municipality_number (municipality_id);
create index municipality_number_number on municipality_number (number);
create index office_leadership_office on office_leadership (office_id);
create index office_leadership_model on office_leadership (model);
create index office_service_office on office_service (office_id);
create index office_service_code on office_service (service_code);

grant select on office_served, office_segment to {app};
