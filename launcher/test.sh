# Builds and runs the tests, and counts them from the reports that they write.

# Which tests a group means, as arguments of the test executables. A test without a category is a unit test.
filter_of() {
  case "$1" in
    all) ;;
    unit) printf '%s\n' -trait- Category=golden -trait- Category=e2e -trait- Category=architecture ;;
    golden | e2e | architecture) printf '%s\n' -trait "Category=$1" ;;
    *)
      say "There is no test group '$1'. The groups are unit, golden, e2e, architecture and all."
      return 2
      ;;
  esac
}

# run_tests ROOT GROUP
run_tests() {
  local root="$1" group="$2" filter project name binary reports
  filter="$(filter_of "$group")"
  local arguments=()
  if [[ -n "$filter" ]]; then
    mapfile -t arguments <<<"$filter"
  fi
  # Where nobody looks at skipped tests, they count as failed.
  if [[ "${CI:-}" == true ]]; then
    arguments+=(-failSkips)
  fi

  MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 logged "$root" test-build "Building the tests" \
    dotnet build "$root/MySpinBot.sln" -c Release -v minimal -nologo -nodeReuse:false -p:UseSharedCompilation=false || exit 1

  reports="$root/artifacts/tests"
  rm -rf -- "$reports"
  mkdir -p "$reports"
  for project in "$root"/tests/*/*.csproj; do
    name="$(basename -- "$project" .csproj)"
    case "$name" in
      *Tests | MySpinBot.EndToEnd) ;;
      *) continue ;;
    esac
    binary="$root/tests/$name/bin/Release/net10.0/$name"
    say "Testing $name …"
    # The exit status is not asked for: the report tells what failed, and a missing one that it crashed.
    "$binary" "${arguments[@]}" -noLogo -noColor -ctrf "$reports/$name.json" >"$reports/$name.log" 2>&1 </dev/null || true
    [[ -s "$reports/$name.json" ]] || tail -n 30 "$reports/$name.log" >&2 || true
    printf '%s\n' "$name" >>"$reports/projects"
  done
  node "$root/launcher/report.mjs" "$reports"
}
