# A stamp of everything that the build reads: names, sizes and times of the sources.
# The lock files of packages are left out because a restore may write them; Directory.Packages.props says what is in them.

# stamp_of ROOT [FOLDER…]: of the product, and of these folders too.
stamp_of() {
  local root="$1"
  shift
  (
    cd -- "$root"
    {
      find sdk engine nodes natives launcher "$@" \
        \( -name bin -o -name obj -o -name node_modules \) -prune -o \
        -type f ! -name packages.lock.json -printf '%p %s %T@\n'
      find . -maxdepth 1 -type f \( -name 'Directory.*' -o -name global.json -o -name .editorconfig -o -name BannedSymbols.txt -o -name product.proj \) \
        -printf '%p %s %T@\n'
    } 2>/dev/null | LC_ALL=C sort | sha256sum | cut -d ' ' -f 1
  )
}
