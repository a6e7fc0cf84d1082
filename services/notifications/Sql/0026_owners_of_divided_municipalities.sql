-- City districts are owners in Oslo alone; what those of other municipalities were to sign is for the municipality.
update case_office c set signers = array(
  select distinct case when s like 'CITY_DISTRICT:%' and s not like 'CITY_DISTRICT:0301%' then 'MUNICIPALITY:' || substr(s, 15, 4) else s end as signer
  from unnest(c.signers) s order by signer)
where exists (select from unnest(c.signers) s where s like 'CITY_DISTRICT:%' and s not like 'CITY_DISTRICT:0301%');
