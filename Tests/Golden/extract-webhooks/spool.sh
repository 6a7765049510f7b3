# A spool of two past hours, with a repeat, an action, and what can't be read.
mkdir spool
cat >spool/deliveries-20260115T12.ndjson <<'END'
{"received_at":"2026-01-15T12:00:01Z","action":false,"query":"","body":"{\"webhook_id\":\"w1\",\"resource_id\":\"shop_1\",\"event_time\":\"2026-01-15T11:59:59.5\",\"event\":\"shop.subscriber.opt_out\",\"event_data\":{\"subscriber_id\":\"s_1\"}}"}
{"received_at":"2026-01-15T12:05:01Z","action":false,"query":"","body":"{\"webhook_id\":\"w1\",\"resource_id\":\"shop_1\",\"event_time\":\"2026-01-15T11:59:59.5\",\"event\":\"shop.subscriber.opt_out\",\"event_data\":{\"subscriber_id\":\"s_1\"}}"}
END
cat >spool/deliveries-20260115T13.ndjson <<'END'
{"received_at":"2026-01-15T13:00:01Z","action":true,"query":"k=v","body":"{\"subscriber_id\":\"s_2\",\"keyword\":\"YOUROCK\"}"}
{"received_at":"2026-01-15T13:00:02Z","action":false,"query":"","body":"not JSON"}
END
