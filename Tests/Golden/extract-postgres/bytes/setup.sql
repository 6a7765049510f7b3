create schema sms; create table sms.files (id integer primary key, content bytea);
