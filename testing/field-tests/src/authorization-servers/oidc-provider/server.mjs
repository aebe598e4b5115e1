// node-oidc-provider as docs/authorization-servers.md sets it up, with each client once more for every method of
// authentication. Its keys live as long as its process.
// node server.mjs DIRECTORY PORT MTLS_PORT SECRET   with server.crt, server.key, authorities.crt, server-a.jwks and
// orders-api.jwks in DIRECTORY
import crypto from 'node:crypto';
import fs from 'node:fs';
import https from 'node:https';
import path from 'node:path';
import { Provider } from 'oidc-provider';

const [directory, port, mtlsPort, secret] = process.argv.slice(2);
const issuer = `https://localhost:${port}`;
const mtls = `https://localhost:${mtlsPort}`;
const read = (name) => fs.readFileSync(path.join(directory, name));

const signingKey = (name) => ({
  ...crypto.generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }),
  alg: 'RS256',
  use: 'sig',
  kid: name,
});

const clients = [
  {
    client_id: 'server-a',
    grant_types: ['client_credentials'],
    response_types: [],
    redirect_uris: [],
    scope: 'orders:read',
    token_endpoint_auth_method: 'tls_client_auth',
    tls_client_auth_subject_dn: 'CN=Server A,OU=Orders,O=Partner A',
    tls_client_certificate_bound_access_tokens: true,
  },
  {
    client_id: 'orders-api',
    grant_types: [],
    response_types: [],
    redirect_uris: [],
    token_endpoint_auth_method: 'tls_client_auth',
    tls_client_auth_subject_dn: 'CN=Orders API,O=Example',
  },
];

const credentials = (id) => ({
  self_signed_tls_client_auth: { jwks: JSON.parse(read(`${id}.jwks`)) },
  private_key_jwt: { jwks: JSON.parse(read(`${id}.jwks`)) },
  client_secret_basic: { client_secret: `${secret}${id}.client_secret_basic` },
  client_secret_post: { client_secret: `${secret}${id}.client_secret_post` },
});

const everyMethod = clients.flatMap(({ tls_client_auth_subject_dn: dn, ...client }) =>
  Object.entries(credentials(client.client_id)).map(([method, proof]) => ({
    ...client,
    client_id: `${client.client_id}.${method}`,
    token_endpoint_auth_method: method,
    ...proof,
  })));

const configuration = (keys) => ({
  clients: [...clients, ...everyMethod],
  jwks: { keys },
  scopes: ['orders:read'],
  clientAuthMethods: [
    'tls_client_auth',
    'self_signed_tls_client_auth',
    'private_key_jwt',
    'client_secret_basic',
    'client_secret_post',
  ],
  discovery: {
    mtls_endpoint_aliases: {
      token_endpoint: `${mtls}/token`,
      introspection_endpoint: `${mtls}/token/introspection`,
    },
  },
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    introspection: { enabled: true },
    jwtIntrospection: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => 'https://api.example.com',
      useGrantedResource: () => true,
      getResourceServerInfo: (ctx, resource) => ({
        audience: resource,
        scope: 'orders:read',
        accessTokenFormat: resource.endsWith('/opaque') ? 'opaque' : 'jwt',
        jwt: { sign: { alg: 'RS256' } },
      }),
    },
    mTLS: {
      enabled: true,
      certificateBoundAccessTokens: true,
      tlsClientAuth: true,
      selfSignedTlsClientAuth: true,
      getCertificate: (ctx) => ctx.req.socket.getPeerX509Certificate?.(),
      certificateAuthorized: (ctx) => ctx.req.socket.authorized,
      certificateSubjectMatches: (ctx, property, expected) =>
        property === 'tls_client_auth_subject_dn' &&
        ctx.req.socket.getPeerX509Certificate().subject.split('\n').reverse().join(',') === expected,
    },
  },
});

let keys = [signingKey('key-0')];
let handler = new Provider(issuer, configuration(keys)).callback();

const serve = (request, response) => {
  if (request.method === 'POST' && request.url === '/test/rotate') {
    keys = [signingKey(`key-${keys.length}`), ...keys];
    handler = new Provider(issuer, configuration(keys)).callback();
    response.end(keys[0].kid);
  } else {
    handler(request, response);
  }
};

const tls = { cert: read('server.crt'), key: read('server.key') };
https.createServer({ ...tls, ca: read('authorities.crt'), requestCert: true, rejectUnauthorized: false }, serve)
  .listen(mtlsPort, '127.0.0.1', () => https.createServer(tls, serve).listen(port, '127.0.0.1'));
