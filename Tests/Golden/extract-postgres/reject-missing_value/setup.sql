create schema sms; create table sms.t (id integer primary key, v text);
insert into sms.t values (1, null);
