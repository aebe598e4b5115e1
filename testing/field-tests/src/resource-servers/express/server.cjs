// express-oauth2-jwt-bearer as its README and its reference of GetCertificate set it up, behind no proxy.
// Arguments: the directory of the files, the port, the issuer, the audience, the way of looking at certificates.
'use strict';
const fs = require('node:fs');
const https = require('node:https');
const path = require('node:path');
const express = require('express');
const { auth } = require('express-oauth2-jwt-bearer');

const [directory, port, issuerBaseURL, audience, way] = process.argv.slice(2);
const getCertificate = (req) => req.socket.getPeerCertificate().raw;
const ways = {
  none: {},
  'when-bound': { getCertificate },
  required: { getCertificate, mtls: { required: true } },
};

const app = express();
app.get('/ready', (req, res) => res.json({ ready: true }));
app.use(auth({ issuerBaseURL, audience, ...ways[way] }));
app.get('/orders', (req, res) => res.json({ orders: [{ number: 1, text: 'goods' }] }));

const file = (name) => fs.readFileSync(path.join(directory, name));
// Any certificate is let in, of no authority: RFC 8705 asks for no more, since the token names the one that counts.
const tls = { cert: file('server.crt'), key: file('server.key'), ca: [], requestCert: true, rejectUnauthorized: false };
https
  .createServer(tls, app)
  .listen(Number(port), '127.0.0.1');
