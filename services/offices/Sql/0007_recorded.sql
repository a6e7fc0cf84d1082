-- What people have recorded about structure stands: an import of the register's files leaves it alone from then on, whatever the files say.

create table recorded_fact (
    recorded_fact_id    integer generated always as identity primary key,
    -- The table that has the rows, and the id of what they are about: an office, a municipality.
    table_name          text    not null,
    entity_id           integer not null,
    effective_from      date    not null,
    structure_change_id integer not null references structure_change
);
create index recorded_fact_entity on recorded_fact (table_name, entity_id);

-- Changes from before this table: the rows that begin or end on their day.
insert into recorded_fact (table_name, entity_id, effective_from, structure_change_id)
select distinct r.table_name, r.entity_id, c.effective_from, c.structure_change_id
  from structure_change c
  join (select 'office_number' as table_name, office_id as entity_id, valid from office_number
        union all select 'office_municipality', office_id, valid from office_municipality
        union all select 'office_county_unit', office_id, valid from office_county_unit
        union all select 'municipality_number', municipality_id, valid from municipality_number) r
    on lower(r.valid) = c.effective_from or upper(r.valid) = c.effective_from;

grant select, insert on recorded_fact to {app};
