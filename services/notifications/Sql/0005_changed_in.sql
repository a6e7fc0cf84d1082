-- The transaction that last changed what is held in memory of a row. A reader that remembers below which transaction all were over when it read
-- reads again only what may have changed since.
alter table office add column changed_in xid8 not null default pg_current_xact_id();
alter table directive add column changed_in xid8 not null default pg_current_xact_id();
alter table mapping add column changed_in xid8 not null default pg_current_xact_id();
create index office_changed on office (changed_in);
create index directive_changed on directive (changed_in);
create index mapping_changed on mapping (changed_in);

create function set_changed_in() returns trigger language plpgsql as $$
begin
  new.changed_in := pg_current_xact_id();
  return new;
end $$;

-- Of an office only what its events tell: every judgement writes its row.
create trigger office_changed before update of version on office for each row execute function set_changed_in();
create trigger directive_changed before update on directive for each row execute function set_changed_in();
create trigger mapping_changed before update on mapping for each row execute function set_changed_in();
