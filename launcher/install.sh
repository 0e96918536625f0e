# Checks for what must be there, and installs what may be installed.

install_what_is_missing() {
  local root="$1"
  need_dotnet
  need_node
  install_packages "$root"
  install_natives "$root"
  install_cuda "$root"
  install_vulkan "$root"
}

need_dotnet() {
  if ! command -v dotnet >/dev/null || ! dotnet --list-sdks 2>/dev/null | grep -q '^10\.'; then
    say "The .NET 10 SDK is missing. Install it (Debian and Ubuntu: package dotnet-sdk-10.0 of Microsoft's feed; see https://dot.net/download) and start again."
    exit 3
  fi
}

need_node() {
  local version
  version="$(node --version 2>/dev/null || true)"
  version="${version#v}"
  if ! command -v npm >/dev/null || ((${version%%.*} + 0 < 20)); then
    say "Node 20 or newer with npm is missing (found: ${version:-none}). Install it (Debian and Ubuntu: packages nodejs and npm; see https://nodejs.org) and start again."
    exit 3
  fi
}

has_font() { compgen -G "/usr/share/fonts/$1" >/dev/null || compgen -G "/usr/local/share/fonts/$1" >/dev/null; }

# Names of the Debian packages whose programs or fonts are not there, however they might have come.
missing_packages() {
  command -v ffmpeg >/dev/null && command -v ffprobe >/dev/null || echo ffmpeg
  command -v espeak-ng >/dev/null || echo espeak-ng
  command -v fc-match >/dev/null || echo fontconfig
  has_font '*/dejavu/DejaVuSans.ttf' || has_font '*/DejaVuSans.ttf' || echo fonts-dejavu-core
  has_font '*/noto/NotoSansCJK-Regular.ttc' || has_font '*/NotoSansCJK-Regular.ttc' || echo fonts-noto-cjk
}

install_packages() {
  local root="$1" packages as_root=()
  mapfile -t packages < <(missing_packages)
  if ((${#packages[@]} == 0)); then
    return 0
  fi
  if ! command -v apt-get >/dev/null; then
    say "These are missing, and apt-get is not there to install them: ${packages[*]}. Install them as your system does, and start again."
    exit 3
  fi
  if [[ "$(id -u)" != 0 ]]; then
    if ! command -v sudo >/dev/null || ! sudo -n true 2>/dev/null; then
      say "Some packages are missing, and installing them takes root. Run this line, and start again:"
      say "  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${packages[*]}"
      exit 3
    fi
    as_root=(sudo -n)
  fi
  logged "$root" apt-update "Reading the package lists" "${as_root[@]}" apt-get update || true
  logged "$root" apt-install "Installing ${packages[*]}" \
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${packages[@]}"
}

install_natives() {
  local root="$1" wanted="$root/natives/package-lock.json" there="$root/natives/node_modules/.installed"
  if [[ ! -f "$wanted" ]] || cmp -s -- "$wanted" "$there"; then
    return 0
  fi
  # Packages bring libraries only: none of their scripts runs.
  logged "$root" natives "Installing the native libraries" \
    npm ci --ignore-scripts --no-audit --no-fund --loglevel=error --prefix "$root/natives"
  cp -- "$wanted" "$there"
}
