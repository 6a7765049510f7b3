-- The one place where it is said which parameters of a landing page tell who brought a visit.
create or replace function @schema@.utm_words(landing_site text) returns text
language sql immutable parallel safe
return case when landing_site like '%utm\_%' then concat_ws(' ', @schema@.url_parameter(landing_site, 'utm_source'),
  @schema@.url_parameter(landing_site, 'utm_medium')) when landing_site is not null then '' end;

comment on function @schema@.utm_words(text) is
  'utm_source and utm_medium of a landing page, with a space between; empty where it has none, null for no page.';
