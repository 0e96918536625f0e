# What the launcher says goes to standard error: standard output belongs to the command.

say() { printf '%s\n' "$*" >&2; }

# logged ROOT NAME TEXT COMMAND…: runs quietly, and shows the log's end when it fails.
logged() {
  local root="$1" name="$2" text="$3" log
  shift 3
  mkdir -p "$root/artifacts/logs"
  log="$root/artifacts/logs/$name.log"
  say "$text …"
  if ! "$@" >"$log" 2>&1 </dev/null; then
    tail -n 40 "$log" >&2
    say "$text failed. The whole log is $log."
    return 1
  fi
}
