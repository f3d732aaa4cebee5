-- PostgreSQL 18: virtual generated columns, named NOT NULL, NOT ENFORCED keys, temporal keys and their foreign keys.
create table v(a int constraint "nn a" not null, b int generated always as (a * 2) virtual, c int generated always as (a + 1) stored, d uuid default uuidv7());
create table tp(id int4range, valid_at daterange, primary key (id, valid_at without overlaps)); create table tf(id int4range, valid_at daterange, pid int4range, foreign key (pid, period valid_at) references tp (id, period valid_at));
create table ne(a int, b int, constraint c1 check (a > 0) not enforced, constraint nnb not null b not valid); create table fkne(a int primary key); create table fk2(a int references fkne not enforced);
create table np(a int not null no inherit); create table inh(b int) inherits (np); create table pt(a int, b int) partition by range (a); create table only_p partition of pt for values from (1) to (2); create table fkpt(a int); alter table pt add primary key (a); alter table only fkpt add foreign key (a) references pt not valid;
create view vv as select a, b from v; create materialized view mv as select * from v with no data;
create table later(a int); alter table later add constraint "not Yet" not null a not valid;
create table heir() inherits (np); alter table heir add constraint mine not null a;
create view iv with (security_invoker = on) as select a from v;
-- Last, since the driver takes what follows for a part of the body.
create function sqlf(a int) returns int language sql begin atomic select a; end;
