# What the two commands share: finding or installing the tools, and building the page.
# Sourced by ./serve and ./check, from the top of the repository. Every need_* function is
# silent and quick when there is nothing to do, and otherwise says what it installs. Tools go
# to a cache of this project's own, so a second clone is warm and nobody's own tools change.

cache="${XDG_CACHE_HOME:-$HOME/.cache}/sync-async-showdown"
trunk_version=0.21.14 # 0.22 asks for a newer Rust
split_version=0.2.4 # fits the wasm_split_helpers that leptos brings (Cargo.lock)

say() { printf '%s\n' "$*"; }

fail() {
  printf '\nerror: %s\n' "$*" >&2
  exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# as_root COMMAND...: directly when we are root, else through sudo without asking anybody.
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; elif have sudo; then sudo -n "$@"; else return 1; fi
}

# --- the native half ------------------------------------------------------------------------

need_rust() {
  have cargo || fail "cargo is not on PATH. Install Rust with rustup, then run this again."
}

need_rust_components() {
  need_rust
  if ! cargo fmt --version >/dev/null 2>&1 || ! cargo clippy --version >/dev/null 2>&1; then
    say "Adding rustfmt and clippy to the Rust toolchain ..."
    have rustup && rustup component add rustfmt clippy ||
      fail "rustfmt and clippy are missing. Install both for this Rust toolchain."
  fi
}

# Reads the programs of the code pane (tests/code_check.py); its standard library is enough.
need_python() {
  have python3 && return
  say "Installing Python 3 ..."
  have apt-get && as_root apt-get update -qq &&
    as_root env DEBIAN_FRONTEND=noninteractive \
      apt-get install -y -qq --no-install-recommends python3 &&
    have python3 ||
    fail "python3 was not found and it could not be installed. Install Python 3.8 or newer."
}

# --- the web half ---------------------------------------------------------------------------

need_wasm_target() {
  need_rust
  if ! [ -d "$(rustc --print target-libdir --target wasm32-unknown-unknown)" ]; then
    say "Adding the wasm32-unknown-unknown target to the Rust toolchain ..."
    have rustup && rustup target add wasm32-unknown-unknown ||
      fail "the wasm32-unknown-unknown target is missing. Install it for this Rust toolchain."
  fi
}

need_node() {
  have node && have npm || fail "node and npm are not on PATH. Install Node.js 20 or newer."
  [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 20 ] ||
    fail "Node.js $(node --version) is too old. Install version 20 or newer."
}

# need_npm_packages FOLDER: what its lock file names, in the folder itself.
need_npm_packages() {
  local folder=$1
  need_node
  if ! [ "$folder/node_modules/.package-lock.json" -nt "$folder/package-lock.json" ]; then
    say "Installing the npm packages of $folder/ ..."
    (cd "$folder" && npm ci --no-audit --no-fund) || fail "npm ci in $folder/ did not succeed."
  fi
}

# wasm-opt for the build; the drivers of two browsers and axe for the end-to-end tests.
need_npm_tools() {
  need_npm_packages e2e
  # Before anything else on PATH: with Debian's wasm-opt 108 the page builds, and stays blank.
  export PATH="$PWD/e2e/node_modules/.bin:$PATH"
}

# need_cargo_tool PACKAGE VERSION COMMAND [OPTION...]: that very version, from PATH or our cache.
need_cargo_tool() {
  local package=$1 version=$2 command=$3
  shift 3
  local home="$cache/$package-$version"
  [ "$("$command" --version 2>/dev/null)" = "$command $version" ] && return
  if ! [ -x "$home/bin/$command" ]; then
    say "Installing $package $version (some minutes, once per machine) ..."
    # A tool that runs for seconds need not be optimised for minutes.
    CARGO_PROFILE_RELEASE_LTO=off \
      CARGO_PROFILE_RELEASE_OPT_LEVEL=1 \
      CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 \
      cargo install "$package" --version "$version" "$@" \
      --root "$home" --target-dir "$cache/build/$package" ||
      fail "$package $version could not be installed; cargo says why above."
    rm -rf "$cache/build/$package"
  fi
  export PATH="$home/bin:$PATH"
}

# The crate and the command-line tool must be the same version: read it where it is decided.
wasm_bindgen_version() {
  sed -n '/^name = "wasm-bindgen"$/{n;s/^version = "\(.*\)"$/\1/p;}' Cargo.lock
}

need_page_tools() {
  need_wasm_target
  need_npm_tools
  # Not --locked: wasm-bindgen-cli's own lock file can name crates that were since withdrawn.
  need_cargo_tool wasm-bindgen-cli "$(wasm_bindgen_version)" wasm-bindgen
  need_cargo_tool trunk "$trunk_version" trunk --locked --no-default-features --features rustls
  need_cargo_tool wasm_split_cli_support "$split_version" wasm-split-cli --locked --features build-binary
}

# Sets CHROMIUM, FIREFOX to a browser that starts.
need_chromium() { need_browser CHROMIUM Chromium chromium google-chrome chromium-browser google-chrome-stable; }
need_firefox() { need_browser FIREFOX Firefox firefox-esr firefox; }

# need_browser VARIABLE NAME COMMAND...: the first of these commands; the first names Debian's package too.
need_browser() {
  local variable=$1 name=$2
  shift 2
  [ -n "${!variable:-}" ] && ! have "${!variable}" && fail "$variable=${!variable} is not a program."
  if [ -z "${!variable:-}" ] && ! find_browser "$variable" "$@"; then
    say "Installing $name ..."
    install_packages "$1" && find_browser "$variable" "$@" ||
      fail "no $name was found and it could not be installed. Install one, or set $variable to its path."
  fi
  export "${variable?}"
}

find_browser() {
  local variable=$1 command
  shift
  for command in "$@"; do
    have "$command" && printf -v "$variable" '%s' "$(command -v "$command")" && return
  done
  return 1
}

# Debian's packages, and a font for the pages they will show.
install_packages() {
  have apt-get && as_root apt-get update -qq &&
    as_root env DEBIAN_FRONTEND=noninteractive \
      apt-get install -y -qq --no-install-recommends "$@" fonts-dejavu-core
}

# WebKitGTK's driver and its small browser, whose path goes to MINIBROWSER, and a screen to run it on.
need_webkit() {
  if ! find_webkit; then
    say "Installing WebKit ..."
    install_packages webkit2gtk-driver xvfb && find_webkit ||
      fail "WebKitWebDriver, its MiniBrowser or Xvfb was not found, and they could not be installed. Install webkit2gtk-driver and xvfb, or what has them elsewhere; MINIBROWSER can be set to a path."
  fi
  export MINIBROWSER
}

find_webkit() {
  have WebKitWebDriver && have Xvfb || return
  [ -n "${MINIBROWSER:-}" ] && [ -x "$MINIBROWSER" ] && return
  for MINIBROWSER in /usr/lib/*/webkit2gtk-4.*/MiniBrowser /usr/lib*/webkit2gtk-4.*/MiniBrowser /usr/libexec/webkit2gtk-4.*/MiniBrowser; do
    [ -x "$MINIBROWSER" ] && return
  done
  MINIBROWSER=
  return 1
}

# --- other simulators, for ./bench peers ----------------------------------------------------

# Sets simpy_python to a Python that has SimPy, in a place of its own.
need_simpy() {
  local wanted=benches/peers/requirements.txt version home
  version=$(sed -n 's/^simpy==\([0-9.]*\).*/\1/p' "$wanted")
  home="$cache/simpy-$version"
  simpy_python="$home/bin/python"
  "$simpy_python" -c 'import simpy' 2>/dev/null && return
  need_python
  say "Installing SimPy $version ..."
  make_venv "$home" || { install_venv && make_venv "$home"; } ||
    fail "Python could not make a virtual environment in $home. Install its venv module."
  "$home/bin/pip" install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r "$wanted" ||
    fail "SimPy $version could not be installed; pip says why above."
}

# What Debian leaves out of its Python.
install_venv() {
  have apt-get && as_root apt-get update -qq &&
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-venv
}

make_venv() {
  rm -rf "$1"
  python3 -m venv "$1" >/dev/null 2>&1
}

# --- the page -------------------------------------------------------------------------------

build_page() {
  # Trunk runs offline, so that it uses the tools above and never fetches others: crates first.
  cargo fetch --locked --quiet || return
  # Panic messages name source files; the shipped ones shall not name this machine's folders.
  local crates flags=""
  for crates in "${CARGO_HOME:-$HOME/.cargo}"/registry/src/*; do
    flags+="--remap-path-prefix=$crates=crates "
  done
  # Leptos forgets the types of elements where they meet: a tenth of the page's weight.
  flags+="--cfg erase_components"
  # Trunk takes NO_COLOR=1, as CI sets it, for a mistake in its command line.
  CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS=$flags env -u NO_COLOR \
    trunk build --release --offline --locked
}
