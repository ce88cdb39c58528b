#!/usr/bin/env bash
# Runs message-db, the baseline of the benchmark, on a PostgreSQL of its own.
#
#   message_db_server.sh start DIR    starts it, if need be; prints the connection string, and nothing else, on stdout
#   message_db_server.sh stop DIR     stops it, if need be; what it stored stays in DIR
#
# DIR holds everything: the cluster, the socket, the logs. It is empty or missing at first, and is yours to delete
# after `stop`. PostgreSQL refuses to run as root, so root runs it as the user `postgres`, who becomes the owner of
# DIR and must be able to reach it. Only DIR's owner and root can connect: there is no TCP port, only a socket in DIR.
set -euo pipefail

readonly bin=/usr/lib/postgresql/15/bin
readonly wait_seconds=60
readonly port=5432 # Only part of the socket's name.

die() { echo "message_db_server: $*" >&2; exit 1; }

usage() { die "usage: message_db_server.sh start DIR | message_db_server.sh stop DIR"; }

# Runs a command as the user who owns the cluster.
as_owner() {
  if [[ $EUID -eq 0 ]]; then runuser -u postgres -- "$@"; else "$@"; fi
}

last_line() { tail -n 1 "$1" 2>/dev/null || true; }

check_machine() {
  [[ -x $bin/initdb ]] || die "no PostgreSQL 15 in $bin: run tools/setup --bench."
  [[ -f $schema/install.sh ]] || die "@eventide/message-db is not installed: run tools/setup."
  [[ $EUID -ne 0 ]] || id postgres >/dev/null 2>&1 || die "no user postgres to run as: run tools/setup --bench."
}

check_dir_name() {
  # PostgreSQL's configuration and connection strings would need quoting.
  [[ $dir =~ ^/[A-Za-z0-9_./-]+$ ]] || die "DIR may hold only letters, digits and _ . / -: choose another than $dir."
  # A socket's name has 107 bytes at most (unix(7)).
  local name="$socket/.s.PGSQL.$port.lock"
  [[ ${#name} -le 107 ]] || die "the name of DIR is $((${#name} - 107)) characters too long for a socket: choose another than $dir."
}

# Makes DIR, or takes an empty one, for the owner of the cluster.
prepare_dir() {
  [[ ! -e $dir || -d $dir ]] || die "$dir is not a directory: choose another."
  if [[ ! -e $data/PG_VERSION && ! -e $data.new && -n $(ls -A "$dir" 2>/dev/null) ]]; then
    die "$dir holds something else: choose an empty directory, or one that does not exist."
  fi
  mkdir -p "$dir" 2>/dev/null || die "cannot make $dir: choose a directory that you may write to."
  if [[ $EUID -eq 0 ]]; then chown postgres: "$dir"; fi
  chmod 700 "$dir" 2>/dev/null || die "$dir belongs to somebody else: choose a directory of your own."
  as_owner test -w "$dir" || die "the user postgres cannot reach $dir: choose a directory below /tmp or /var/tmp."
  case $(stat -f -c %T "$dir") in
    tmpfs | ramfs) die "$dir is in memory, where fsync does nothing: choose a directory on a disk." ;;
  esac
  as_owner mkdir -p "$socket"
}

# Makes the cluster under another name first, so that one that is there is complete.
make_cluster() {
  [[ -e $data ]] && return
  rm -rf "$data.new"
  # The C locale is the fastest one. The socket is in a directory that only the owner and root can enter.
  as_owner "$bin/initdb" --pgdata="$data.new" --username=postgres --auth=trust --encoding=UTF8 --locale=C \
    >"$log.initdb" 2>&1 || die "initdb failed: see $log.initdb. $(last_line "$log.initdb")"
  cat >>"$data.new/postgresql.conf" <<CONF

# Samverk's benchmark. Everything else is PostgreSQL's default.
listen_addresses = ''
unix_socket_directories = '$socket'
port = $port
max_connections = 300
shared_buffers = 256MB
# Defaults too: an answer means that the event is on stable storage.
fsync = on
synchronous_commit = on
full_page_writes = on
CONF
  mv "$data.new" "$data"
}

is_running() { as_owner "$bin/pg_ctl" status --pgdata="$data" >/dev/null 2>&1; }

start_server() {
  if ! is_running; then
    as_owner "$bin/pg_ctl" start --silent --wait --timeout=$wait_seconds --pgdata="$data" --log="$log" >/dev/null 2>&1 </dev/null ||
      die "PostgreSQL did not start: see $log. $(last_line "$log")"
  fi
  # It may have been started a moment ago by somebody else.
  local attempt
  for ((attempt = 0; attempt < wait_seconds * 2; attempt++)); do
    if "$bin/pg_isready" --quiet --host="$socket" --port=$port --username=postgres; then return; fi
    sleep 0.5
  done
  die "PostgreSQL does not answer after $wait_seconds s: see $log. $(last_line "$log")"
}

# Installs message-db with its own script. The stamp comes last: what was interrupted is begun again.
install_schema() {
  [[ -e $dir/schema-installed ]] && return
  export PGHOST=$socket PGPORT=$port PGUSER=postgres DATABASE_NAME=message_store PGCONNECT_TIMEOUT=$wait_seconds
  {
    "$bin/dropdb" --if-exists --force message_store &&
      PATH=$bin:$PATH bash "$schema/install.sh" &&
      # Its functions call each other without naming their schema.
      "$bin/psql" --quiet --set=ON_ERROR_STOP=1 --dbname=message_store \
        --command='ALTER DATABASE message_store SET search_path TO message_store, public'
  } >"$log.schema" 2>&1 || die "message-db's schema was not installed: see $log.schema. $(last_line "$log.schema")"
  touch "$dir/schema-installed"
}

start() {
  check_machine
  check_dir_name
  prepare_dir
  make_cluster
  start_server
  install_schema
  echo "host=$socket port=$port user=message_store dbname=message_store"
}

stop() {
  check_machine
  [[ -e $data/PG_VERSION ]] || { echo "message_db_server: no server in $dir: nothing to stop." >&2; return; }
  is_running || { echo "message_db_server: the server in $dir is not running." >&2; return; }
  as_owner "$bin/pg_ctl" stop --silent --wait --timeout=$wait_seconds --mode=fast --pgdata="$data" >/dev/null 2>&1 ||
    die "PostgreSQL did not stop within $wait_seconds s: see $log. $(last_line "$log")"
}

[[ $# -eq 2 && -n $2 ]] || usage
schema=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)/third_party/npm/node_modules/@eventide/message-db/database
dir=$(realpath -m -- "$2")
data=$dir/data
socket=$dir/socket
log=$dir/log
# Where every user may be: PostgreSQL's programs complain if they cannot enter the directory they are started in.
cd /
case $1 in
  start) start ;;
  stop) stop ;;
  *) usage ;;
esac
