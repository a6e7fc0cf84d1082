-- What was last said, and what was last heard, of each subject of a topic. Producer and consumer compare sums of it, so that an event that was taken and
-- lost on its way is found and sent again: a broker's acknowledgement is not storage.

-- Which 256th of the subjects it belongs to.
create function subject_bucket(subject text) returns smallint language sql immutable parallel safe
  return get_byte(sha256(convert_to(subject, 'UTF8')), 0)::smallint;

-- A subject with its version as one number, so that a set of them has an xor.
create function subject_sum(subject text, version bigint) returns bigint language sql immutable parallel safe
  return ('x' || encode(substring(sha256(convert_to(subject || '@' || version, 'UTF8')) for 8), 'hex'))::bit(64)::bigint;

create table outbox_head (
  topic text not null,
  subject text not null,
  version bigint not null,
  outbox_id bigint not null references outbox,
  bucket smallint not null,
  sum bigint not null,
  primary key (topic, subject)
);
create index outbox_head_bucket on outbox_head (topic, bucket);

create table inbox_head (
  topic text not null,
  subject text not null,
  version bigint not null,
  bucket smallint not null,
  sum bigint not null,
  primary key (topic, subject)
);
create index inbox_head_bucket on inbox_head (topic, bucket);

insert into outbox_head (topic, subject, version, outbox_id, bucket, sum)
select distinct on (topic, subject) topic, subject, version, id, subject_bucket(subject), subject_sum(subject, version)
from outbox order by topic, subject, version desc, id desc;

grant select, insert, update on outbox_head, inbox_head to {app};
