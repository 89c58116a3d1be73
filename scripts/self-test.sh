# Proves that the gate can go red: each step is shown a small fault of its own kind, and must
# fail and say so. Run by ./check --self-test. The faults live in a temporary folder.
set -euo pipefail
repo=$PWD
. scripts/setup.sh
need_rust_components
need_page_tools
need_chromium
need_firefox
need_webkit

temp=$(mktemp -d)
trap 'rm -rf "$temp"' EXIT
cases=0

# goes green|red "what is tried" "what it must say" COMMAND...
goes() {
  local colour=$1 fault=$2 sentence=$3 status=green
  shift 3
  "$@" </dev/null >"$temp/output" 2>&1 || status=red
  if [ "$status" != "$colour" ] || ! grep -qF -- "$sentence" "$temp/output"; then
    cat "$temp/output"
    fail "$fault: expected $colour and the words '$sentence', got $status with the output above."
  fi
  cases=$((cases + 1))
  say "  $colour, as it should be: $fault"
}

# --- the Rust steps, on a package of one file -----------------------------------------------
say "A package with one fault at a time:"
mkdir -p "$temp/package/src"
cd "$temp/package"
cp -r "$repo/check" "$repo/scripts" .
printf '[package]\nname = "fault"\nversion = "0.0.0"\nedition = "2024"\n' >Cargo.toml
mkdir -p benches/speed/src
printf '[package]\nname = "bench"\nversion = "0.0.0"\nedition = "2024"\n[workspace]\n' >benches/speed/Cargo.toml
touch src/lib.rs benches/speed/src/lib.rs
cargo generate-lockfile --offline --quiet
cargo generate-lockfile --offline --quiet --manifest-path benches/speed/Cargo.toml
export CARGO_TARGET_DIR="$temp/target"

sound='//! Sound.'
echo "$sound" >src/lib.rs
goes green "nothing wrong" "all 4 steps passed" ./check --quick
echo "fn  f( ){}" >src/lib.rs
goes red "a badly formatted line" "step 'fmt' failed" ./check --quick
printf 'fn unused() {}\n' >src/lib.rs
goes red "a warning" "step 'clippy' failed" ./check --quick
echo "$sound" >src/lib.rs
echo 'fn bench() { gone() }' >benches/speed/src/lib.rs
goes red "a benchmark that does not compile" "step 'clippy' failed" ./check --quick
echo "$sound" >benches/speed/src/lib.rs
printf '%s\n\n#[cfg(target_arch = "wasm32")]\nfn unused() {}\n' "$sound" >src/lib.rs
goes red "a warning on WebAssembly only" "step 'clippy-wasm' failed" ./check --only clippy-wasm
printf '#[test]\nfn fails() {\n    panic!();\n}\n' >src/lib.rs
goes red "a test that fails" "step 'test' failed" ./check --quick
printf '//! A link to [nowhere].\n' >src/lib.rs
goes red "a broken link in the documentation" "step 'doc' failed" ./check --quick
unset CARGO_TARGET_DIR

# --- the page's steps, on pages of a few lines ----------------------------------------------
say "A page with one fault at a time:"
mkdir dist
echo "<!DOCTYPE html><title>a page</title>" >dist/index.html
goes red "no program in the page" "step 'weight' failed" ./check --only weight
head -c 300000 /dev/urandom >dist/a.wasm
goes red "too heavy a program" "step 'weight' failed" ./check --only weight
head -c 1000 /dev/zero >dist/a.wasm
goes green "a light program" "all 1 steps passed" ./check --only weight
goes red "a budget of one byte" "step 'weight' failed" env SIZE_BUDGET_BYTES=1 ./check --only weight
echo '<!DOCTYPE html><title>a page</title>' >dist/index.html
head -c 300000 /dev/urandom >dist/a.png
goes green "a heavy picture that the page does not load" "loaded when asked for" ./check --only weight
echo '<!DOCTYPE html><title>a page</title><img alt="" src="./a.png?1">' >dist/index.html
goes red "a heavy picture that the page loads" "step 'weight' failed" ./check --only weight
mv dist/a.png dist/desk-1_bg.wasm
echo '<!DOCTYPE html><title>a page</title>' >dist/index.html
goes red "too heavy a second module" "the second module is" ./check --only weight
head -c 150000 /dev/urandom >dist/desk-1_bg.wasm
goes green "a second module within its budget" "the second module, when asked for" ./check --only weight
echo 'import "./desk-1_bg.wasm";' >dist/a.js
goes red "a second module that the first one imports" "step 'weight' failed" env SIZE_BUDGET_BYTES=100000 ./check --only weight
rm dist/a.js dist/desk-1_bg.wasm
goes green "no foreign address" "all 1 steps passed" ./check --only urls
echo '<p>Open https://elsewhere.example or <a href="https://elsewhere.example/">this</a>.</p>' >dist/words.html
goes green "a foreign address for the reader" "all 1 steps passed" ./check --only urls
echo '<p>See <img alt="a > b" src="https://elsewhere.example/a.png"></p>' >dist/words.html
goes red "a foreign picture in a page of words" "step 'urls' failed" ./check --only urls
rm dist/words.html
echo 'fetch("https://elsewhere.example/a.json")' >dist/a.js
goes red "a foreign address in a script" "step 'urls' failed" ./check --only urls
echo '@import url(//elsewhere.example/a.css);' >dist/a.js
goes red "a foreign address without its scheme" "step 'urls' failed" ./check --only urls
echo "// ${CARGO_HOME:-$HOME/.cargo}/registry/src/a.rs" >dist/a.js
goes red "a folder of this machine" "step 'urls' failed" ./check --only urls
rm dist/a.js
echo '<script src="/a.js"></script>' >dist/index.html
goes red "an address from the root of the site" "step 'urls' failed" ./check --only urls

cd "$repo"
goes red "a page that does not build" "step 'page' failed" env TRUNK_CONFIG=missing.toml ./check --only page
goes red "a folder without a page" "step 'e2e' failed" env E2E_DIST="$temp/missing" ./check --only e2e
goes red "a folder without a page" "step 'engines' failed" env E2E_DIST="$temp/missing" ./check --only engines

# --- the end-to-end harness, on pages that misbehave ----------------------------------------
say "A page that misbehaves in Chromium:"
cat >"$temp/open.test.mjs" <<END
import { test } from 'node:test';
import { axe, open } from '$repo/e2e/harness.mjs';
test('open', async () => {
  const page = await open('', { started: false });
  await axe(page);
  await page.waitForTimeout(200);
});
END
page() { echo "<!DOCTYPE html><html lang=en><title>a page</title><link rel=icon href=data:,><h1>a page</h1>$1" >"$temp/package/dist/index.html"; }
in_chromium() { E2E_DIST="$temp/package/dist" node --test "$temp/open.test.mjs"; }

page ''
goes green "nothing wrong" "# pass 1" in_chromium
page '<script>console.error("oh")</script>'
goes red "an error in the console" "console error: oh" in_chromium
page '<script>setTimeout(() => { throw new Error("oh") })</script>'
goes red "an uncaught exception" "uncaught: Error: oh" in_chromium
page '<img alt="" src="http://elsewhere.example/a.png">'
goes red "a request to another host" "it asked another host: http://elsewhere.example/a.png" in_chromium
page '<img alt="" src="missing.png">'
goes red "a file that is not there" "status 404" in_chromium
page '<img src="data:,">'
goes red "a picture without a text" "image-alt" in_chromium

printf '\nthe gate can go red: all %s cases went as they should\n' "$cases"
