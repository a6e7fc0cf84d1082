-- A mission has all directives of both lines that are about the same as its sources.
create table mission_source (
  office_id int not null,
  position bigint not null,
  directive_id text not null,
  -- The revision it shows.
  revision int not null,
  primary key (office_id, position, directive_id),
  foreign key (office_id, position) references mission,
  foreign key (office_id, directive_id, revision) references gate
);
create index mission_source_directive on mission_source (office_id, directive_id);
insert into mission_source select office_id, position, directive_id, revision from mission;

-- What the mission is about: its topic, or the id of the one directive. Those that had one each are put together when their office is next judged.
alter table mission_head rename column directive_id to topic;
create unique index mission_head_position on mission_head (office_id, position);

-- The keys of the order have both owners' priorities, and end with that of the mission.
update mission set sort_key = left(sort_key, 25) || ' 2147483647' || substr(sort_key, 26) || ' ' || mission_key;
update mission_head h set sort_key = m.sort_key from mission m where m.office_id = h.office_id and m.position = h.position;

drop view released_mission;
alter table mission drop column directive_id, drop column revision;

-- All that the feed's readers can see. A mission with a source whose revision the gate has not released here does not exist for them, nor one without sources,
-- whatever is in the tables. An office without missions has one row without one, so that its head can be read.
create view released_mission as
select o.office_id, o.number as office_number, o.feed_epoch, o.feed_position,
       m.position, m.mission_key, m.version, m.state, m.sort_key, m.created_at, m.mission
from office o
left join lateral (
  select x.position, x.mission_key, x.version, x.state, x.sort_key, x.created_at, x.mission
  from mission x
  where x.office_id = o.office_id and (
    select bool_and(g.released_at is not null)
    from mission_source s join gate g using (office_id, directive_id, revision)
    where s.office_id = x.office_id and s.position = x.position)) m on true;

grant select on released_mission to notifications_feed;
grant select, insert on mission_source to {app};
