# llama.cpp's Vulkan build, for graphics processors of AMD and Intel: installed where MYSPINBOT_VULKAN=1 asks for it, and where there is a device to draw with, a Vulkan loader, and no NVIDIA device. MYSPINBOT_VULKAN=0 never.

wants_vulkan() {
  case "${MYSPINBOT_VULKAN:-}" in
    1) return 0 ;;
    0) return 1 ;;
  esac
  [[ "$(uname -sm)" == "Linux x86_64" ]] && ! wants_cuda && compgen -G '/dev/dri/renderD*' >/dev/null && compgen -G '/usr/lib/x86_64-linux-gnu/libvulkan.so.1' >/dev/null
}

# It does without it too, so what failed is tried again with the next build.
install_vulkan() {
  local root="$1" wanted="$1/natives/vulkan/package-lock.json" there="$1/natives/vulkan/node_modules/.installed"
  if ! wants_vulkan || cmp -s -- "$wanted" "$there"; then
    return 0
  fi
  if ! logged "$root" natives-vulkan "Installing what computes with Vulkan" \
    npm ci --ignore-scripts --no-audit --no-fund --loglevel=error --prefix "$root/natives/vulkan"; then
    say "Language models run on the processor meanwhile. MYSPINBOT_VULKAN=0 leaves Vulkan out for good."
    return 0
  fi
  cp -- "$wanted" "$there"
}
