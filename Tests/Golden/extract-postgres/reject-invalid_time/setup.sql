create schema sms; create table sms.t (id integer primary key, v timestamptz);
insert into sms.t values (1, 'infinity');
