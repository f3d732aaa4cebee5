CREATE TABLE odd."Order Details" ("Order ID" integer, "Line No." integer, "Unit Price €" numeric(10,2), PRIMARY KEY ("Order ID", "Line No."))

CREATE TABLE odd."v1.2.events" ("event.id" bigint PRIMARY KEY, "payload.user.name" text)

CREATE TABLE odd."say ""hello""" ("the ""id""" integer UNIQUE, "it's" text)

CREATE TABLE odd."Größe_und_Maß" ("Länge" numeric(8,3), "Übergröße" boolean)

CREATE TABLE odd."顧客" ("顧客番号" bigint PRIMARY KEY, "氏名" varchar(80))

CREATE TABLE odd."SHOUTING" ("ID" integer PRIMARY KEY, "id" integer)

CREATE TABLE odd." leading and trailing " (" x " integer)

CREATE TABLE odd.no_columns ()

CREATE TABLE odd.a_name_of_exactly_sixty_three_bytes_which_is_all_postgres_takes (a_column_of_exactly_sixty_three_bytes_that_is_all_it_can_be_lng integer)

CREATE TABLE odd."select" ("from" integer, "where" integer, "group" text)

CREATE TABLE odd."a::b->c" ("x::y" integer, "k->>v" text)

CREATE TABLE odd."100% of $1 \ {curly} [square] #hash?&=/" ("100%" integer, "\" integer, "a/b" integer)

CREATE TABLE odd."🚀 launches" ("🛰" text)

CREATE TABLE odd."tab	and  two spaces" (id integer)
