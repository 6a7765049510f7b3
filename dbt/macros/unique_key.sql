{# Rows that share a key. Unknown equals unknown, which no unique index of PostgreSQL says by itself. #}
{% test unique_key(model, columns) %}
select {{ columns | join(', ') }}, count(*) as rows
from {{ model }}
group by {{ columns | join(', ') }}
having count(*) > 1
{% endtest %}
