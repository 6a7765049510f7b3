-- A row has the columns of its newest observation (`known` and `other_known` are sums of bits of columns), and
-- for each other column that an earlier observation knew, the stamp of that observation.
create or replace function @schema@.fused_stamps(
  stamps jsonb, known bigint, stamp jsonb, other_known bigint, other_stamp jsonb, other_is_newer boolean,
  names text[], bits bigint[]) returns jsonb
language plpgsql immutable
as $$
declare
  result jsonb := coalesce(stamps, '{}');
begin
  for i in 1 .. cardinality(names) loop
    if other_is_newer then
      if other_known & bits[i] <> 0 then
        result := result - names[i];
      elsif known & bits[i] <> 0 then
        result := result || jsonb_build_object(names[i], stamp);
      end if;
    elsif known & bits[i] = 0 and other_known & bits[i] <> 0
      and coalesce(other_stamp > result -> names[i], true) then
      result := result || jsonb_build_object(names[i], other_stamp);
    end if;
  end loop;
  return nullif(result, '{}');
end
$$;

comment on function @schema@.fused_stamps(jsonb, bigint, jsonb, bigint, jsonb, boolean, text[], bigint[]) is
  'The observations that the columns are from which the newest observation of a row did not know, after another '
  'observation came.';
