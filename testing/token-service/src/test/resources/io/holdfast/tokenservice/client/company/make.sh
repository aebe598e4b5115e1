#!/usr/bin/env bash
# Makes a certificate as companies and payment service providers have it, with the names that OpenSSL gives its attributes.
# Its key is thrown away. Written with OpenSSL 3.
set -euo pipefail
cd "$(dirname "$0")"
config=$(mktemp)
trap 'rm -f "$config"' EXIT
cat > "$config" << 'END'
[req]
distinguished_name = subject
prompt = no
[subject]
jurisdictionC = GB
jurisdictionST = England
jurisdictionL = London
businessCategory = Private Organization
serialNumber = 12345678
C = GB
ST = Greater London
L = London
street = 1 High Street
postalCode = EC1A 1AA
O = Example Bank, Ltd
organizationIdentifier = PSDGB-FCA-123456
OU = Payments
CN = client.example
END
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -keyout /dev/null -days 36500 -config "$config" -out company.pem
openssl x509 -in company.pem -noout -subject -nameopt RFC2253 | sed 's/^subject=//' > short-names
openssl x509 -in company.pem -noout -subject -nameopt esc_2253,esc_ctrl,sep_comma_plus,dn_rev,lname | sed 's/^subject=//' > long-names
