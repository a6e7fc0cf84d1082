-- The service areas in which the office shares state resources on some day. Offices that share one are locked and judged together.
alter table office add column pools text[] not null default '{}';
create index office_pools on office using gin (pools);
