-- Where the newest version of each mission stands, and its place in the order of the feed.
create table mission_head (
  office_id int not null references office,
  directive_id text not null,
  position bigint not null,
  -- Not ended.
  live boolean not null,
  sort_key text not null collate "C",
  primary key (office_id, directive_id),
  foreign key (office_id, position) references mission
);
create index mission_head_order on mission_head (office_id, sort_key) where live;

insert into mission_head (office_id, directive_id, position, live, sort_key)
select distinct on (office_id, directive_id) office_id, directive_id, position, state <> 3, sort_key
from mission order by office_id, directive_id, position desc;

grant select, insert, update on mission_head to {app};
