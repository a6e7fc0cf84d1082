-- What an issuer calls its directives in the files that it imports. A key names one directive for ever, and a directive has one at most.
create table directive_key (
  issuer text not null,
  key text not null,
  directive_id uuid not null unique references directive,
  primary key (issuer, key)
);

grant select, insert on directive_key to {app};
