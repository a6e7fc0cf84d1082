-- The audit trail becomes a chain: a sealer gives each committed entry the next position and hash = SHA-256(hash before, entry). An entry is written without
-- them, and once it is sealed nothing of it can be changed.
alter table audit
  add column position bigint check (position > 0),
  add column hash bytea check (length(hash) = 32),
  add constraint audit_sealed_whole check ((position is null) = (hash is null));
create unique index audit_position on audit (position);
-- Entries become visible in another order than that of their ids, so the sealer asks for those without a position.
create index audit_unsealed on audit (id) where position is null;

create function audit_is_sealed_once() returns trigger language plpgsql as
$$
begin
  if old.position is not null then
    raise exception 'Audit entry % is sealed', old.id using errcode = 'insufficient_privilege';
  end if;
  return new;
end
$$;
create trigger audit_sealed_once before update on audit for each row execute function audit_is_sealed_once();

revoke insert on audit from {app};
grant insert (at, actor, role, unit, act, object, revision, digest_before, digest_after, trace_id) on audit to {app};
grant update (position, hash) on audit to {app};

-- Ends of chains: the service's own each hour, and those other services have sent. Two that differ at one position are both kept.
create table audit_head (
  service text not null,
  position bigint not null check (position > 0),
  hash bytea not null check (length(hash) = 32),
  at timestamptz not null,
  primary key (service, position, hash)
);

grant select, insert on audit_head to {app};
