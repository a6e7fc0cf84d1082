-- What is checked already is not checked again for each row: where a finding is named by an office follows from the finding, and the head of a mission is a
-- mission of that office.
alter table finding_directive drop constraint finding_directive_office_id_fkey;
alter table mission_head drop constraint mission_head_office_id_fkey;

-- The gate asks for an office's open findings of some kinds; without the kind it would read all that are open there.
drop index finding_open;
create index finding_open on finding (office_id, kind) where state <> 3;
