# Every build goes through here.

# dotnet_build ROOT NAME TEXT VERB ARGUMENTS…
# Build servers are not left behind: they would keep the lock, and a command line ends when it is done.
# Nothing that is built depends on a culture, so a machine without the library for cultures builds too.
dotnet_build() {
  local root="$1" name="$2" text="$3"
  shift 3
  MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 logged "$root" "$name" "$text" \
    dotnet "$@" -nologo -nodeReuse:false -p:UseSharedCompilation=false
}

# is_stamped FILE STAMP: whether what it stands for was built from these very sources.
is_stamped() { [[ -f "$1" && "$(<"$1")" == "$2" ]]; }

put_stamp() {
  printf '%s\n' "$2" >"$1.new"
  mv -f -- "$1.new" "$1"
}
