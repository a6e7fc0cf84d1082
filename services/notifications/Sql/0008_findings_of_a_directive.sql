-- The findings of a directive at an office are looked up together with the office: a national directive is named at hundreds of them.
alter table finding_directive add column office_id int references office;
update finding_directive d set office_id = f.office_id from finding f where f.finding_id = d.finding_id;
alter table finding_directive alter column office_id set not null;
create index finding_directive_office on finding_directive (office_id, directive_id);
