-- Of a table without partitions pg_partition_tree() has no row.
create or replace function @schema@.is_blank(relation regclass) returns boolean
language sql volatile
return coalesce(
  (select sum(pg_relation_size(relid)) from pg_partition_tree(relation)), pg_relation_size(relation)) = 0;

comment on function @schema@.is_blank(regclass) is
  'True for a table, with its partitions, that has never held a row since it was made or truncated.';
