-- A directive that was released, left the office and reaches it again can be held then; that it was released before stays on record.
alter table gate drop constraint gate_held;
alter table gate add constraint gate_held check (state <> 5 or (held_since is not null and held_on is not null and held_until is not null));
