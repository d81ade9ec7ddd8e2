#!/bin/sh
# Run once by the PostgreSQL image on an empty database: the user under which the application signs in. It owns nothing and
# has what the role twinning_app has; `migrate` grants that role its rights.
set -eu
psql --set=ON_ERROR_STOP=1 --set=password="$APPLICATION_PASSWORD" \
  --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'SQL'
CREATE ROLE twinning_app NOLOGIN;
CREATE ROLE twinning_web LOGIN PASSWORD :'password' IN ROLE twinning_app;
SQL
