#!/bin/sh
# Starts PostgreSQL as the official image does, for a user without root: creates the data folder on the first start, from
# POSTGRES_USER, POSTGRES_DB, POSTGRES_PASSWORD or POSTGRES_PASSWORD_FILE, POSTGRES_INITDB_ARGS and the *.sql and *.sh
# files in /docker-entrypoint-initdb.d; then becomes the server.
set -eu

case "${1:-}" in
-*) set -- postgres "$@" ;;
esac
if [ "${1:-}" != postgres ]; then exec "$@"; fi

: "${PGDATA:=/var/lib/postgresql/18/docker}"
export PGDATA

fail() {
  echo "docker-entrypoint: $1" >&2
  exit 1
}

if [ ! -s "$PGDATA/PG_VERSION" ]; then
  user=${POSTGRES_USER:-postgres}
  database=${POSTGRES_DB:-$user}
  password_file=${POSTGRES_PASSWORD_FILE:-}
  if [ -n "$password_file" ]; then
    [ -z "${POSTGRES_PASSWORD:-}" ] || fail "both POSTGRES_PASSWORD and POSTGRES_PASSWORD_FILE are set: set one of them"
    [ -r "$password_file" ] || fail "POSTGRES_PASSWORD_FILE ($password_file) cannot be read by user $(id -u)"
    POSTGRES_PASSWORD=$(cat "$password_file")
  fi
  host_auth=${POSTGRES_HOST_AUTH_METHOD:-scram-sha-256}
  if [ -z "${POSTGRES_PASSWORD:-}" ] && [ "$host_auth" != trust ]; then
    fail "no password for $user: set POSTGRES_PASSWORD_FILE to a file that holds it (or POSTGRES_PASSWORD)"
  fi

  # Everything happens in a folder beside the final one: a start that is cut off leaves nothing that looks complete.
  new="$PGDATA.new"
  rm -rf "$new"
  mkdir -p "$new"
  chmod 0700 "$new"
  secret=$(mktemp)
  trap 'rm -f "$secret"' EXIT
  printf '%s\n' "${POSTGRES_PASSWORD:-}" >"$secret"
  # POSTGRES_INITDB_ARGS is a list of words, so it is split on purpose.
  # shellcheck disable=SC2086
  initdb --pgdata="$new" --username="$user" --auth-local=trust --auth-host=scram-sha-256 \
    ${POSTGRES_PASSWORD:+--pwfile="$secret"} ${POSTGRES_INITDB_ARGS:-}
  rm -f "$secret"
  trap - EXIT
  printf 'host all all all %s\n' "$host_auth" >>"$new/pg_hba.conf"

  # The set-up server has no network: nobody connects before the init files ran.
  pg_ctl --pgdata="$new" --wait --silent --options="-c listen_addresses='' -c unix_socket_directories=/tmp" start
  run_sql() { psql -v ON_ERROR_STOP=1 --no-psqlrc --host=/tmp --username="$user" "$@"; }
  stop_setup() { pg_ctl --pgdata="$new" --wait --silent --mode=fast stop; }
  trap 'stop_setup' EXIT
  if [ "$database" != postgres ]; then
    run_sql --dbname=postgres --set=db="$database" --quiet <<'SQL'
CREATE DATABASE :"db";
SQL
  fi
  for file in /docker-entrypoint-initdb.d/*; do
    case "$file" in
    *.sql)
      echo "docker-entrypoint: $file" >&2
      run_sql --dbname="$database" --file="$file"
      ;;
    *.sh)
      echo "docker-entrypoint: $file" >&2
      PGHOST=/tmp PGUSER="$user" PGDATABASE="$database" POSTGRES_USER="$user" POSTGRES_DB="$database" sh "$file"
      ;;
    esac
  done
  stop_setup
  trap - EXIT
  mkdir -p "$PGDATA"
  rmdir "$PGDATA" 2>/dev/null || fail "$PGDATA is not empty and holds no database: use another volume, or empty this one"
  mv "$new" "$PGDATA"
fi
unset POSTGRES_PASSWORD

shift
exec postgres -c listen_addresses='*' "$@"
