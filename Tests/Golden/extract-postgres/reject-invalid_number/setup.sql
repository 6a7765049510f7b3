create schema sms; create table sms.t (id integer primary key, v numeric);
insert into sms.t values (1, 'NaN');
