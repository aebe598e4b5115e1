#!/bin/sh
# Writes the files of this folder anew, with the tools that partners and servers use, into the folder given:
#     ./make.sh <folder>
# Needs openssl 3 with its legacy provider, keytool, iconv, and python3 with the package cryptography. The keys are made
# here, are for these tests alone and have never protected anything. The password is "tools" where a file has one.
set -eu
cd "$1"
pass=tools
subject="/CN=Tools"

# The key and its certificate, PEM. `ecparam` writes EC PARAMETERS before the key.
openssl ecparam -name prime256v1 -genkey -out ecparam.key
openssl req -x509 -new -key ecparam.key -subj "$subject" -days 36500 -out certificate.pem 2>/dev/null
openssl pkcs8 -topk8 -nocrypt -in ecparam.key -out pkcs8.key
openssl pkcs8 -topk8 -nocrypt -in ecparam.key -outform der -out pkcs8.der
openssl ec -in ecparam.key -outform der -out sec1.der 2>/dev/null
openssl ec -in ecparam.key -param_enc explicit -out explicit-curve.key 2>/dev/null
{ cat certificate.pem pkcs8.key; } | sed 's/^/    /' > indented.pem
{ cat certificate.pem pkcs8.key; } | iconv -t UTF-16LE | { printf '\377\376'; cat; } > powershell.pem
{ tr -d '\n' < certificate.pem; tr -d '\n' < pkcs8.key; } > one-line.pem
{ openssl x509 -in certificate.pem -text; openssl req -new -key ecparam.key -subj "$subject"; cat pkcs8.key; } > with-text.pem

# Encrypted keys.
encrypt="openssl pkcs8 -topk8 -in ecparam.key -passout pass:$pass"
$encrypt -out encrypted-default.key
$encrypt -scrypt -out encrypted-scrypt.key
$encrypt -v2 aes-128-cbc -v2prf hmacWithSHA512 -out encrypted-sha512.key
$encrypt -v1 PBE-SHA1-3DES -out encrypted-3des.key
$encrypt -v2 camellia-256-cbc -out encrypted-camellia.key
openssl ec -aes256 -in ecparam.key -passout pass:$pass -out encrypted-dek-info.key 2>/dev/null
openssl ec -camellia256 -in ecparam.key -passout pass:$pass -out encrypted-dek-info-camellia.key 2>/dev/null

# Certificates.
openssl x509 -in certificate.pem -outform der -out certificate.cer
openssl crl2pkcs7 -nocrl -certfile certificate.pem -out certificate.p7b
openssl crl2pkcs7 -nocrl -certfile certificate.pem -outform der -out certificate.p7c
openssl x509 -in certificate.pem -trustout -addtrust serverAuth -out trustout.pem

# PKCS#12 of OpenSSL.
export="openssl pkcs12 -export -inkey ecparam.key -in certificate.pem"
$export -passout pass:$pass -out openssl-new.p12
$export -passout pass:$pass -legacy -out openssl-legacy.p12
$export -passout pass:$pass -name Server-A -out openssl-named.p12
$export -passout pass:$pass -macalg sha512 -out openssl-mac-sha512.p12
$export -passout pass:$pass -nomac -out openssl-no-mac.p12
$export -passout pass: -out openssl-empty-password.p12
$export -passout pass:$pass -keypbe NONE -certpbe NONE -out openssl-unencrypted.p12
$export -passout pass: -keypbe NONE -certpbe NONE -nomac -out openssl-plain.p12
$export -passout pass:$pass -keypbe camellia-256-cbc -certpbe camellia-256-cbc -out openssl-camellia.p12
openssl pkcs12 -export -nokeys -in certificate.pem -passout pass:$pass -out openssl-trust.p12
openssl pkcs12 -export -nokeys -in certificate.pem -passout pass:$pass -legacy -out openssl-trust-legacy.p12
openssl pkcs12 -export -nokeys -in certificate.pem -passout pass: -certpbe NONE -nomac -out openssl-trust-plain.p12

# PKCS#12 and JKS of keytool.
keytool -importkeystore -srckeystore openssl-named.p12 -srcstorepass $pass -destkeystore keytool.p12 \
    -deststoretype PKCS12 -deststorepass $pass-1 -destkeypass $pass-1 -noprompt 2>/dev/null
keytool -importkeystore -srckeystore openssl-named.p12 -srcstorepass $pass -destkeystore keytool.jks \
    -deststoretype JKS -deststorepass $pass-1 -destkeypass $pass-1 -noprompt 2>/dev/null
keytool -importcert -file certificate.pem -alias authority -keystore keytool-trust.p12 -storetype PKCS12 \
    -storepass $pass-1 -noprompt 2>/dev/null

# PKCS#12 of Python.
python3 - <<'EOF'
from cryptography import x509
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, NoEncryption, load_pem_private_key, pkcs12

key = load_pem_private_key(open("pkcs8.key", "rb").read(), None)
certificate = x509.load_pem_x509_certificate(open("certificate.pem", "rb").read())
encryption = BestAvailableEncryption(b"tools")
for name, content in {
    "python.p12": pkcs12.serialize_key_and_certificates(b"Server-A", key, certificate, None, encryption),
    "python-nameless.p12": pkcs12.serialize_key_and_certificates(None, key, certificate, None, encryption),
    "python-unencrypted.p12": pkcs12.serialize_key_and_certificates(None, key, certificate, None, NoEncryption()),
    "python-trust.p12": pkcs12.serialize_key_and_certificates(None, None, None, [certificate], encryption),
}.items():
    open(name, "wb").write(content)
EOF
