-- What steering sends to PostgreSQL for CreateDirective and PublishDirective of a directive for one office, with values of the same size; for pgbench. The
-- statements that ask for the scope go to the register's database and are not here.
select gen_random_uuid() as id, gen_random_uuid() as create_request, gen_random_uuid() as publish_request \gset

begin;
select set_config('samstyring.caller', '', true);
select pg_advisory_xact_lock(hashtextextended('49b03e627e1cc656135db9ab4aaa02b5||CreateDirective|' || :create_request::text, 0));
select body_hash, response from request where actor = '49b03e627e1cc656135db9ab4aaa02b5' and unit = '' and rpc = 'CreateDirective' and request_id = :create_request::text;
insert into directive (directive_id, issuer, edition, version) values (:id::uuid, 'DIRECTORATE', 1, 0);
delete from directive_draft where directive_id = any(array[:id::uuid]);
insert into directive_draft (directive_id, revision, change_class, content, created_at, line, theme, valid, derived_from)
select f.id, f.revision, f.change_class, f.content, f.created_at, f.line, f.theme, f.valid::daterange, f.derived_from::uuid[]
from unnest(array[:id::uuid], array[1], array[0]::smallint[], array[repeat('c', 220)::bytea], array[now()], array[1]::smallint[], array['PREPAREDNESS'],
    array['[2026-01-01,2099-01-01)'], array['{}'])
  as f (id, revision, change_class, content, created_at, line, theme, valid, derived_from);
update directive set edition = 1, version = 0, published_revision = null, withdrawn_at = null, withdrawal_reason = null, withdrawn_everywhere = false,
  withdrawn_at_offices = '{}' where directive_id = :id::uuid;
insert into audit (at, actor, role, unit, act, object, revision, digest_before, digest_after, trace_id)
select now(), '49b03e627e1cc656135db9ab4aaa02b5', 'Directorate', '', e.act, e.object, e.revision, e.digest_before, e.digest_after, '6e07e876612591fa7737c495878d7840'
from unnest(array['directive.create'], array[:id::uuid::text], array[1], array[''], array[repeat('0', 64)]) with ordinality
  as e (act, object, revision, digest_before, digest_after, place)
order by e.place;
insert into request (unit, actor, rpc, request_id, body_hash, response, created_at)
values ('', '49b03e627e1cc656135db9ab4aaa02b5', 'CreateDirective', :create_request::text, sha256('x'), repeat('r', 320)::bytea, now());
commit;

begin;
select set_config('samstyring.caller', '', true);
select pg_advisory_xact_lock(hashtextextended('49b03e627e1cc656135db9ab4aaa02b5||PublishDirective|' || :publish_request::text, 0));
select body_hash, response from request where actor = '49b03e627e1cc656135db9ab4aaa02b5' and unit = '' and rpc = 'PublishDirective' and request_id = :publish_request::text;
select directive_id, issuer, edition, version, published_revision, withdrawn_at, withdrawal_reason, withdrawn_everywhere, withdrawn_at_offices
from directive where directive_id = any(array[:id::uuid]) order by directive_id for update;
select directive_id, revision, change_class, content, created_at from directive_draft where directive_id = any(array[:id::uuid]);
select r.directive_id, r.revision, r.change_class, r.content, r.created_at, r.published_at, r.reach_offices, r.reach_counties, r.reach_municipalities, r.addressed_to, r.readers
from directive_revision r join directive d on d.directive_id = r.directive_id and d.published_revision = r.revision
where r.directive_id = any(array[:id::uuid]);
select p.directive_id, p.node, p.received_at, p.relayed_at, p.receipt
from directive_passage p join directive d on d.directive_id = p.directive_id and d.published_revision = p.revision
where p.directive_id = any(array[:id::uuid]) order by p.position;
select c.consultation_id, c.directive_id, c.revision, c.issuer, c.version, c.title_nb, c.title_nn, c.question_nb, c.question_nn, c.shielding_basis, c.deadline, c.requested_at, c.closed_at
from consultation c where c.directive_id = any(array[:id::uuid]) order by c.consultation_id;
select p.consultation_id, p.org_kind, p.org_number
from consultation_partner p join consultation c on c.consultation_id = p.consultation_id where c.directive_id = any(array[:id::uuid]) order by p.position;
select a.consultation_id, a.org_kind, a.org_number, a.says, a.reason, a.answered_at, a.answered_by, a.text_digest
from consultation_answer a join consultation c on c.consultation_id = a.consultation_id where c.directive_id = any(array[:id::uuid]) order by a.position;
insert into directive_revision (directive_id, revision, change_class, content, created_at, line, theme, valid, derived_from,
  published_at, reach_offices, reach_counties, reach_municipalities, addressed_to, readers)
values (:id::uuid, 1, 0, repeat('c', 220)::bytea, now(), 1, 'PREPAREDNESS', '[2026-01-01,2099-01-01)', '{}',
  now(), '{1783}', '{5700}', '{5032,5033,5034,5035,5036}', '{}',
  '{COUNCIL:5032,COUNCIL:5033,COUNCIL:5034,COUNCIL:5035,COUNCIL:5036,COUNTY:5700,MUNICIPAL_DIRECTOR:5032,MUNICIPAL_DIRECTOR:5033,MUNICIPAL_DIRECTOR:5034,MUNICIPAL_DIRECTOR:5035,MUNICIPAL_DIRECTOR:5036}');
insert into directive_passage (directive_id, revision, node, position, receipt, received_at, relayed_at) values (:id::uuid, 1, 'DIRECTORATE', 0, false, null, now());
delete from directive_draft where directive_id = any(array[:id::uuid]);
update directive set edition = 2, version = 1, published_revision = 1, withdrawn_at = null, withdrawal_reason = null, withdrawn_everywhere = false,
  withdrawn_at_offices = '{}' where directive_id = :id::uuid;
insert into audit (at, actor, role, unit, act, object, revision, digest_before, digest_after, trace_id)
select now(), '49b03e627e1cc656135db9ab4aaa02b5', 'Directorate', '', e.act, e.object, e.revision, e.digest_before, e.digest_after, '94cc06628f0f36caaa315a9c929c00c1'
from unnest(array['directive.publish'], array[:id::uuid::text], array[1], array[repeat('0', 64)], array[repeat('1', 64)]) with ordinality
  as e (act, object, revision, digest_before, digest_after, place)
order by e.place;
with event as (
  insert into outbox (topic, subject, version, data, traceparent, created_at)
  values ('steering.directive', :id::uuid::text, 1, jsonb_build_object('version', '1', 'directive', repeat('d', 900)), '00-94cc06628f0f36caaa315a9c929c00c1-f923ddf8c1c84bef-00', now())
  returning id),
head as (
  insert into outbox_head as h (topic, subject, version, outbox_id, bucket, sum)
  select 'steering.directive', :id::uuid::text, 1, event.id, subject_bucket(:id::uuid::text), subject_sum(:id::uuid::text, 1) from event
  on conflict (topic, subject) do update set version = excluded.version, outbox_id = excluded.outbox_id, sum = excluded.sum
  where h.version <= excluded.version)
insert into outbox_delivery (outbox_id, subscriber, due_at)
select event.id, s, now() from event, unnest(array['offices']) s;
insert into request (unit, actor, rpc, request_id, body_hash, response, created_at)
values ('', '49b03e627e1cc656135db9ab4aaa02b5', 'PublishDirective', :publish_request::text, sha256('x'), repeat('r', 380)::bytea, now());
commit;
