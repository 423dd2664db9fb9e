#!/usr/bin/env bash
# Takes the pictures of README.md and README.ja.md from the page that `make demo` writes. Needs Debian's chromium and
# fonts-noto-cjk.
set -euo pipefail
cd "$(dirname "$0")/../.."
page="$PWD/denchi-demo/index.html"
[ -f "$page" ] || { echo "$page is missing: run 'make demo' first" >&2; exit 66; }
for language in en ja; do
  picture="docs/images/demo$([ $language = en ] || echo "-$language").png"
  chromium --headless=new --no-sandbox --hide-scrollbars --virtual-time-budget=4000 --window-size=1000,1240 \
    --screenshot="$PWD/$picture" "file://$page?lang=$language" 2>/dev/null
  echo "$picture: $(stat -c %s "$picture") bytes"
done
