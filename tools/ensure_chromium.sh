#!/bin/sh
# The browser tests drive Debian's Chromium; install it where we may, say so where we may not.
command -v chromium >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing Chromium for the browser tests …"
  { apt-get update -qq && apt-get install -y -qq chromium; } >/dev/null 2>&1 || true
fi
command -v chromium >/dev/null 2>&1 || echo "No Chromium here: the browser tests will be skipped (in CI they fail)."
exit 0
