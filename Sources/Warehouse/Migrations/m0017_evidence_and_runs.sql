-- Who else says that a platform brought an order, what a run that failed was, and where each pipeline stands.

alter table @schema@.settings
  add column discount_code_prefixes jsonb not null default '{}'
    check (jsonb_typeof(discount_code_prefixes) = 'object'),
  add column survey_attributes text[] not null default '{}';
comment on column @schema@.settings.discount_code_prefixes is
  'Platform, sms or email by the beginning of discount codes that only it gives out, such as {"TXT": "postscript"}.';
comment on column @schema@.settings.survey_attributes is
  'Names of the note attributes of orders in which customers answer where they heard of the shop.';

insert into @schema@.metrics (name, definition, unit, numerator, denominator, views, since) values
  ('by_click', 'Orders credited to the platform of which its claim by click stands.', 'count', null, null, '{}',
    '0.1.0'),
  ('by_view', 'Orders credited to the platform of which its claim by view stands.', 'count', null, null, '{}', '0.1.0'),
  ('by_utm', 'Orders of which utm_source or utm_medium of the landing page names the platform, or no platform but the '
    'channel.', 'count', null, null, '{}', '0.1.0'),
  ('by_code', 'Orders with a discount code of which the prefix belongs to the platform, or to none but the channel '
    '(settings.discount_code_prefixes).', 'count', null, null, '{}', '0.1.0'),
  ('by_survey', 'Orders whose customer named the platform or the channel when asked (settings.survey_attributes).',
    'count', null, null, '{}', '0.1.0'),
  ('checkable', 'Last-touch revenue of the orders of which the landing page, the discount codes or the survey is '
    'known.', 'money', null, null, '{}', '0.1.0'),
  ('two_witnesses', 'Last-touch revenue of the orders with two independent witnesses or more: the platform''s claims '
    'are one, UTM, discount code and survey one each.', 'money', null, null, '{}', '0.1.0'),
  ('two_witness_share', 'The part of checkable last-touch revenue that two independent witnesses or more speak for.',
    'share', 'two_witnesses', 'checkable', '{}', '0.1.0');

-- A run that failed has a row too: the loader's own rows tell what was committed, this one why the rest was not.
alter table @schema@.etl_runs
  alter column committed_at drop not null,
  add column files text[],
  add column exit_code integer,
  add column message text,
  add constraint etl_runs_committed_or_failed check (committed_at is not null or exit_code is not null);
comment on table @schema@.etl_runs is
  'One row per run of the loader that committed something, as of its last commit, and one per run of a pipeline that '
  'failed: all rows of one run of a pipeline have the same engine_run_id.';
comment on column @schema@.etl_runs.committed_at is
  'When the last commit of the run began; null of a pipeline''s run that failed.';
comment on column @schema@.etl_runs.engine_run_id is
  'The name of the run of the pipeline: that of the engine (--run-id, else that of Airflow or Slurm), else the '
  'pipeline''s own; null where neither ran it.';
comment on column @schema@.etl_runs.files is 'Of a run that failed, the files that it was given.';
comment on column @schema@.etl_runs.exit_code is 'Of a run that failed, how it ended, after sysexits; else null.';
comment on column @schema@.etl_runs.message is 'Of a run that failed, what was said last.';

alter table @schema@.etl_state
  add column pipeline text,
  add column store_id text;
comment on column @schema@.etl_state.state is 'The last committed state.';
comment on column @schema@.etl_state.run_id is 'The run of the loader that committed it.';
comment on column @schema@.etl_state.committed_at is 'When that was.';
comment on column @schema@.etl_state.pipeline is 'The pipeline; null where the loader ran by itself.';
comment on column @schema@.etl_state.store_id is 'The store that the pipeline ran for; null where none was named.';
