-- The versions of rules and catalogues that the office was last judged with; others than those of today's service ask for a new judgement.
alter table office add column judged_with text not null default '';
create index office_judged_with on office (judged_with, office_id);
