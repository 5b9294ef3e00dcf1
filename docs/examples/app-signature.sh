#!/bin/sh
# Calls an Action as an app, with curl and openssl alone. Settings: URL, APP_KEY, APP_SECRET.
set -eu
body='{"Action":"QueryUVMSTemplate","NumPerPage":10}'
timestamp=${TIMESTAMP:-$(date +%s)000}
nonce=$(openssl rand -hex 16)
hash=$(printf %s "$body" | openssl dgst -sha256 -r | cut -d' ' -f1)
signature=$(printf 'POST\n/\n%s\n%s\n%s' "$timestamp" "$nonce" "$hash" |
  openssl dgst -sha256 -hmac "$APP_SECRET" -r | cut -d' ' -f1)
curl -sS "$URL/" -H 'Content-Type: application/json' \
  -H "X-Herald-App-Key: $APP_KEY" -H "X-Herald-Timestamp: $timestamp" \
  -H "X-Herald-Nonce: $nonce" -H "X-Herald-Signature: $signature" --data-binary "$body"
