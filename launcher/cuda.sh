# What computes on NVIDIA devices, ONNX Runtime's CUDA provider and llama.cpp's CUDA build: installed where there is an NVIDIA device, and nowhere else. MYSPINBOT_CUDA=1 installs it all the same, MYSPINBOT_CUDA=0 never.

wants_cuda() {
  case "${MYSPINBOT_CUDA:-}" in
    1) return 0 ;;
    0) return 1 ;;
  esac
  [[ "$(uname -sm)" == "Linux x86_64" ]] && [[ -e /dev/nvidiactl || -e /usr/lib/wsl/lib/libcuda.so.1 ]]
}

has_cuda() { cmp -s -- "$1/natives/cuda/package-lock.json" "$1/natives/cuda/lib/.installed"; }

# For a card that came after the product was built. What failed is tried again with the next build.
try_cuda_once() {
  if [[ ! -d "$1/natives/cuda/lib" ]] && wants_cuda; then
    exec {cuda}>"$1/artifacts/.cuda.lock"
    flock "$cuda"
    [[ -d "$1/natives/cuda/lib" ]] || install_cuda "$1"
    exec {cuda}>&-
  fi
}

# The provider is looked for beside the library that loads it, so both are linked into one folder; llama.cpp's build is found where it lies. Without them the product runs all the same.
install_cuda() {
  local root="$1" packages="$1/natives/cuda/node_modules" lib="$1/natives/cuda/lib"
  if ! wants_cuda || has_cuda "$root"; then
    return 0
  fi
  rm -rf -- "$lib"
  mkdir -p "$lib"
  if ! logged "$root" natives-cuda "Installing what computes with CUDA" \
    npm ci --ignore-scripts --no-audit --no-fund --loglevel=error --prefix "$root/natives/cuda"; then
    say "Models run on the processor meanwhile. MYSPINBOT_CUDA=0 leaves CUDA out for good."
    return 0
  fi
  ln -s -- "$root/natives/node_modules/onnxruntime-node/bin/napi-v6/linux/x64/libonnxruntime.so.1" \
    "$packages/com.github.asus4.onnxruntime/Plugins/Linux/x64/libonnxruntime_providers_shared.so" \
    "$packages/com.github.asus4.onnxruntime.linux-x64-gpu/Plugins/Linux/x64/libonnxruntime_providers_cuda.so" "$lib/"
  cp -- "$root/natives/cuda/package-lock.json" "$lib/.installed"
}
