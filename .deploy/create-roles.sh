#!/usr/bin/env bash
# Run once by the Postgres image on an empty volume: two logins and a database that the first of them owns.
set -euo pipefail
psql --set=ON_ERROR_STOP=1 --username="$POSTGRES_USER" --dbname=postgres \
    --set=owner="$(cat /run/secrets/owner_password)" --set=service="$(cat /run/secrets/service_password)" <<'SQL'
create role payung_owner login password :'owner';
create role payung_service login password :'service';
create database payung owner payung_owner template template0 encoding 'UTF8' locale 'C';
SQL
