-- Apps write the parameters of the first page into the order, where no landing page is known: one by one under
-- their names, or with the page itself.
create or replace function @schema@.attribute_utm(attributes jsonb) returns jsonb
language sql immutable parallel safe
as $$
  with pairs as (
    select regexp_replace(lower(btrim(a.item ->> 'name')), '[ -]', '_', 'g') as name,
      nullif(btrim(a.item ->> 'value'), '') as value, a.place
    from jsonb_array_elements(case jsonb_typeof(attributes) when 'array' then attributes else '[]' end)
      with ordinality as a (item, place)
    where jsonb_typeof(a.item) = 'object'
  ), named as (
    select distinct on (parameter) substring(name from '^_*utm_(source|medium|campaign|content|term|id)$') as parameter,
      value
    from pairs where value is not null
    order by parameter, place
  ), page as (
    select value as url from pairs where value like '%utm\_source=%' order by place limit 1
  ), parameters as (
    select parameter, value from named where parameter is not null
    union all
    select p.name, @schema@.url_parameter(page.url, 'utm_' || p.name)
    from page, unnest(array['source', 'medium', 'campaign', 'content', 'term', 'id']) as p (name)
    where not exists (select from named where parameter is not null)
  )
  select jsonb_object_agg(parameter, value) from parameters where value is not null
$$;

comment on function @schema@.attribute_utm(jsonb) is
  'The UTM parameters that an order''s note attributes have, as an object of source, medium, campaign, …; else null.';
