#!/usr/bin/env bash
# The requests behind tokens.properties, to a running Spring Authorization Server; for a newer version of it.
#
# The server needs OpenID Connect, form login with the user alice, and these clients:
#   web              secret, authorization_code and refresh_token, redirect https://127.0.0.1/cb, scopes openid and read,
#                    no consent, no PKCE
#   client-a         tls_client_auth, client_credentials, scopes read and write, bound tokens, and a token customizer that
#                    writes the audience https://api.example.test
#   client-a-default the same without the customizer
#   client-a-opaque  the same with reference tokens
#   introspector     secret
#
# usage: ISSUER=https://localhost:6443 CA=ca.crt CERT=client-a.crt KEY=client-a.key ./capture.sh
set -euo pipefail
jar=$(mktemp)
trap 'rm -f "$jar"' EXIT
call() { curl -sS --max-time 20 --cacert "$CA" -b "$jar" -c "$jar" "$@"; }
bound() { call --cert "$CERT" --key "$KEY" -d grant_type=client_credentials -d client_id="$1" "${@:2}" "$ISSUER/oauth2/token"; }
introspected() { call -u introspector:secret -d token="$1" "$ISSUER/oauth2/introspect"; echo; }

authorize="$ISSUER/oauth2/authorize?response_type=code&client_id=web&scope=openid%20read&nonce=n-0S6_WzA2Mj&redirect_uri=https%3A%2F%2F127.0.0.1%2Fcb"
call -o /dev/null "$authorize"
call -o /dev/null -d username=alice -d password=alice "$ISSUER/login"
code=$(call -D - -o /dev/null "$authorize" | sed -n 's/.*[?&]code=\([^&[:space:]]*\).*/\1/p')
login=$(call -u web:secret -d grant_type=authorization_code -d code="$code" -d redirect_uri=https://127.0.0.1/cb "$ISSUER/oauth2/token")

echo "jwk=$(call "$ISSUER/oauth2/jwks" | jq -c '.keys[] | select(.alg == "RS256")')"
echo "certificate-bound=$(bound client-a -d 'scope=read write' | jq -r .access_token)"
echo "default-audience=$(bound client-a-default | jq -r .access_token)"
echo "of-a-user=$(jq -r .access_token <<< "$login")"
echo "id-token=$(jq -r .id_token <<< "$login")"
echo "introspected-opaque=$(introspected "$(bound client-a-opaque -d scope=read | jq -r .access_token)")"
echo "introspected-id-token=$(introspected "$(jq -r .id_token <<< "$login")")"
echo "introspected-refresh-token=$(introspected "$(jq -r .refresh_token <<< "$login")")"
echo "id-token-of-a-refresh=$(call -u web:secret -d grant_type=refresh_token -d refresh_token="$(jq -r .refresh_token <<< "$login")" "$ISSUER/oauth2/token" | jq -r .id_token)"
