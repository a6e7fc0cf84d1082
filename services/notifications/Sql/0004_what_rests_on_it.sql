-- From a directive to what was derived from it or replaces it: they are judged again where they reach.
create index directive_link_target on directive_link (target_id);
