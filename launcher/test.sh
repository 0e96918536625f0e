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

# Names of the test projects.
test_projects() {
  local root="$1" project
  for project in "$root"/tests/*/*.csproj; do
    case "$(basename -- "$project" .csproj)" in
      *Tests | MySpinBot.EndToEnd) basename -- "$project" .csproj ;;
    esac
  done
}

executable_of() { printf '%s' "$1/tests/$2/bin/Release/net10.0/$2"; }

# All at once, and not at all where nothing changed.
build_tests() {
  local root="$1" stamp name there=1
  stamp="$(stamp_of "$root" tests MySpinBot.sln)"
  for name in $(test_projects "$root"); do
    [[ -x "$(executable_of "$root" "$name")" ]] || there=0
  done
  if ((there)) && is_stamped "$root/artifacts/tests.stamp" "$stamp"; then
    return 0
  fi
  rm -f -- "$root/artifacts/tests.stamp"
  dotnet_build "$root" test-build "Building the tests" build "$root/MySpinBot.sln" -c Release -v minimal
  put_stamp "$root/artifacts/tests.stamp" "$stamp"
}

# run_tests ROOT GROUP
# A test that needs what a machine may lack (a mount, say) is skipped there; one that needs what is always to be there fails without it where CI is set.
run_tests() {
  local root="$1" group="$2" filter name reports arguments=()
  filter="$(filter_of "$group")"
  if [[ -n "$filter" ]]; then
    mapfile -t arguments <<<"$filter"
  fi
  build_tests "$root"

  reports="$root/artifacts/tests"
  rm -rf -- "$reports"
  mkdir -p "$reports"
  # One after the other: each keeps the cores busy by itself, and those that start processes want them all.
  for name in $(test_projects "$root"); do
    say "Testing $name …"
    # The exit status is not asked for: the report tells what failed, and a missing one that it crashed.
    "$(executable_of "$root" "$name")" "${arguments[@]}" -noLogo -noColor -ctrf "$reports/$name.json" >"$reports/$name.log" 2>&1 </dev/null || true
    [[ -s "$reports/$name.json" ]] || tail -n 30 "$reports/$name.log" >&2 || true
    printf '%s\n' "$name" >>"$reports/projects"
  done
  node "$root/launcher/report.mjs" "$reports"
}
