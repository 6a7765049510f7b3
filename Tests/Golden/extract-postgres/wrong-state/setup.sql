create schema sms;
create table sms.orders (order_id integer primary key, total numeric(12,2), updated_at timestamptz);
insert into sms.orders values (1, 12.50, '2026-01-01 08:00:00+00'), (2, null, '2026-01-02 08:00:00.5+00');
