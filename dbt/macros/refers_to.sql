{# Rows that name one which the other relation does not have; unlike `relationships`, by several columns: an id is
   one shop's only. #}
{% test refers_to(model, columns, to, to_columns, condition='true') %}
select {{ columns | join(', ') }}
from {{ model }} as refers
where {{ condition }}
  and not exists (
    select from {{ to }} as target
    where {% for column in columns -%}
      target.{{ to_columns[loop.index0] }} = refers.{{ column }}{{ ' and ' if not loop.last }}
    {%- endfor %}
  )
{% endtest %}
