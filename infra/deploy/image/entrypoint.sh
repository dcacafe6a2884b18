#!/bin/sh
# Runs what its first argument names, as process 1, so that it gets the signals of `docker stop`.
set -eu
role=${1:-}
[ $# -gt 0 ] && shift
case $role in
  gate | auth | logic | verify | status | embedded)
    exec node --max-semi-space-size=32 "$role/main.ts" "$@"
    ;;
  admin)
    exec node tools/admin/main.ts "$@"
    ;;
  secrets)
    exec node tools/secrets.ts "$@"
    ;;
  *)
    echo "usage: docker run IMAGE gate|auth|logic|verify|status|embedded|admin|secrets [ARGUMENTS]" >&2
    exit 64
    ;;
esac
