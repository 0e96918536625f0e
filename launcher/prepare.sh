# Brings the machine and the build up to date, once, whoever asks first.

# shellcheck source=launcher/say.sh
source "$root/launcher/say.sh"
# shellcheck source=launcher/stamp.sh
source "$root/launcher/stamp.sh"
# shellcheck source=launcher/build.sh
source "$root/launcher/build.sh"
# shellcheck source=launcher/cuda.sh
source "$root/launcher/cuda.sh"
# shellcheck source=launcher/vulkan.sh
source "$root/launcher/vulkan.sh"

# What the executable is told about where it lives. A caller's own settings win.
tell_where() {
  local root="$1" dotnet
  export MYSPINBOT_HOME="$root"
  export MYSPINBOT_PLUGINS="${MYSPINBOT_PLUGINS:-$root/plugins.json}"
  export MYSPINBOT_NATIVES="${MYSPINBOT_NATIVES:-$root/natives/node_modules}"
  if [[ -z "${DOTNET_ROOT:-}" ]] && dotnet="$(command -v dotnet)"; then
    DOTNET_ROOT="$(dirname -- "$(readlink -f -- "$dotnet")")"
    export DOTNET_ROOT
  fi
}

is_current() {
  local root="$1" stamp="$2"
  [[ -x "$root/artifacts/bin/myspinbot" ]] && is_stamped "$root/artifacts/stamp" "$stamp"
}

# prepare ROOT [anew]
prepare() {
  local root="$1" anew="${2:-}" stamp
  tell_where "$root"
  stamp="$(stamp_of "$root")"
  if [[ -z "$anew" ]] && is_current "$root" "$stamp"; then
    try_cuda_once "$root"
    return 0
  fi

  # shellcheck source=launcher/install.sh
  source "$root/launcher/install.sh"
  mkdir -p "$root/artifacts"
  exec {lock}>"$root/artifacts/.lock"
  flock "$lock"
  # Another launch may have done it while this one waited; what changed since is seen by the next stamp.
  stamp="$(stamp_of "$root")"
  if [[ -n "$anew" ]] || ! is_current "$root" "$stamp"; then
    install_what_is_missing "$root"
    tell_where "$root"
    build_product "$root"
    put_stamp "$root/artifacts/stamp" "$stamp"
  fi
  exec {lock}>&-
}

build_product() {
  local root="$1"
  # Anew, and under new inodes: what runs now keeps its files, and nothing of an older build stays beside the new one.
  rm -rf -- "$root/artifacts/stamp" "$root/artifacts/bin" "$root/artifacts/plugins"
  dotnet_build "$root" build "Building" msbuild "$root/product.proj" -restore -v:minimal -m
}
