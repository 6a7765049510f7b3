create schema sms; create table sms.t (id integer primary key, v date);
insert into sms.t values (1, 'infinity');
